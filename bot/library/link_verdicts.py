"""What became of a link, as an answer's status tells it."""

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urldefrag, urlsplit

NOT_PUBLIC = "not an address of the public internet"
NO_SUCH_NAME = "there is no such name"
NO_ADDRESS = "this is no address"

PERMANENT = frozenset({301, 308})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
BAD_REQUEST = 400
_GONE = frozenset({404, 410})
_TO_PEOPLE_ALONE = frozenset({401, 402, 403, 407, 418, 429, 451, 999})
"""Answers that programs get where a browser may get the page; 999 is LinkedIn's."""


class Verdict(StrEnum):
    """What became of a link."""

    OK = "ok"
    MOVED = "moved"
    GONE = "gone"
    CANNOT_TELL = "cannot tell"
    TIMEOUT = "timeout"
    NO_ANSWER = "no answer"
    REFUSED = "refused address"


ANSWERED = frozenset({Verdict.OK, Verdict.MOVED, Verdict.GONE, Verdict.CANNOT_TELL})
"""Somebody out there spoke, so the network here works."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A link with what became of it; `moved_to` is where it leads for good."""

    url: str
    verdict: Verdict
    detail: str = ""
    moved_to: str = ""


def judged(url: str, status: int, *, moved_to: str) -> Checked:
    """What the last answer on a link's way says of it."""
    detail = f"status {status}"
    if status in _GONE:
        return Checked(url=url, verdict=Verdict.GONE, detail=detail)
    if status in _TO_PEOPLE_ALONE:
        said = f"{detail}: it may answer people, but no programs"
        return Checked(url=url, verdict=Verdict.CANNOT_TELL, detail=said)
    if status >= BAD_REQUEST or status in REDIRECTS:
        return Checked(url=url, verdict=Verdict.NO_ANSWER, detail=detail)
    if moved_to and moved_to != urldefrag(url).url:
        return Checked(
            url=url, verdict=Verdict.MOVED, detail=_doubt(url, moved_to), moved_to=moved_to
        )
    return Checked(url=url, verdict=Verdict.OK)


def _doubt(url: str, moved_to: str) -> str:
    """Sites often send what they no longer have to their front page."""
    if _is_front_page(moved_to) and not _is_front_page(url):
        return "leads to a front page: look whether the reading is still there"
    return ""


def _is_front_page(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path in {"", "/"} and not parts.query
