"""The answers that every public page shares: one refusal, and headers that let nothing leak."""

from starlette.responses import PlainTextResponse, Response

ALONE = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}
"""For what one reader alone may see."""


def not_found() -> Response:
    """The one answer to everything that is not there, not theirs, ended, or too much."""
    return PlainTextResponse("Not Found", status_code=404, headers=ALONE)
