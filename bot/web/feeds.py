"""Calendar feeds over HTTP: a file with an ETag, or the one refusal."""

import hashlib

import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.usecases.calendar import ENDING, PATH
from bot.usecases.feed import FeedReader
from bot.web.answers import ALONE, not_found

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
"""Every method comes here, so that a wrong one is refused as everything else."""
HEADERS = {**ALONE, "Cache-Control": "private, no-cache"}

log = structlog.get_logger(__name__)


class FeedPages:
    """The one route of all calendar feeds."""

    def __init__(self, reader: FeedReader) -> None:
        self._reader = reader

    def routes(self) -> tuple[Route, ...]:
        """What the public listener serves of calendars."""
        return (Route(f"{PATH}{{secret}}{ENDING}", self._fetched, methods=METHODS),)

    async def _fetched(self, request: Request) -> Response:
        if request.method not in {"GET", "HEAD"}:
            return not_found()
        try:
            body = await self._reader.read(request.path_params["secret"])
        except Exception:
            log.exception("feed_failed")  # the address is a secret: it stands in no line
            return not_found()
        return not_found() if body is None else _file(request, body)


def _file(request: Request, body: bytes) -> Response:
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {**HEADERS, "ETag": tag}
    if _names(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type="text/calendar; charset=utf-8")


def _names(sent: str, tag: str) -> bool:
    """Whether If-None-Match names this version (RFC 9110, 13.1.2: compared weakly)."""
    named = (each.strip().removeprefix("W/") for each in sent[:1000].split(","))
    return sent.strip() == "*" or tag in named
