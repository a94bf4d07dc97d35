"""A group's board as a page: for one lead, for a quarter of an hour, asked anew each time."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

import structlog
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.domain.cards.board import alt_text
from bot.ports import Painter, Theme
from bot.usecases.board_page import STAYS, BoardDoor, Opened
from bot.web.answers import ALONE, not_found
from bot.web.feeds import METHODS
from bot.web.templating import page, policy

PATH = "/board"
_NAMES = {"pace-light.png": Theme.LIGHT, "pace-dark.png": Theme.DARK}

log = structlog.get_logger(__name__)

Answering = Callable[[Request], Awaitable[Response]]


class BoardPages:
    """The door, the board, its picture and its table."""

    def __init__(self, door: BoardDoor, *, painter: Painter, public_url: str) -> None:
        self._door = door
        self._painter = painter
        parts = urlsplit(public_url)
        self._base = parts.path.rstrip("/")
        self._secure = parts.scheme == "https"
        # __Host- keeps other names of the same site from setting it (RFC 6265bis, 4.1.3.2).
        self._cookie = "__Host-board" if self._secure else "board"

    def routes(self) -> tuple[Route, ...]:
        """What the public listener serves of boards."""
        return (
            Route(PATH, _guarded(self._board), methods=METHODS),
            Route(f"{PATH}/members.csv", _guarded(self._table), methods=METHODS),
            Route(f"{PATH}/{{name}}.png", _guarded(self._picture), methods=METHODS),
            Route(f"{PATH}/{{secret}}", _guarded(self._entrance), methods=METHODS),
        )

    async def _entrance(self, request: Request) -> Response:
        """Looking opens nothing; the button does."""
        secret = request.path_params["secret"]
        if request.method == "POST":
            return await self._enter(secret)
        if request.method not in {"GET", "HEAD"} or not await self._door.would_open(secret):
            return not_found()
        return _page("door.html", minutes=STAYS.seconds // 60)

    async def _enter(self, secret: str) -> Response:
        visit = await self._door.enter(secret)
        if visit is None:
            return not_found()
        answer = RedirectResponse(f"{self._base}{PATH}", status_code=303, headers=ALONE)
        answer.set_cookie(
            self._cookie,
            visit,
            max_age=STAYS.seconds,
            path="/",
            secure=self._secure,
            httponly=True,
            samesite="strict",
        )
        return answer

    async def _board(self, request: Request) -> Response:
        opened = await self._opened(request)
        if opened is None:
            return not_found()
        board = opened.board
        return _page(
            "board.html",
            board=board,
            today=board.chart.today,
            alt=alt_text(board.chart),
            base=self._base,
        )

    async def _table(self, request: Request) -> Response:
        opened = await self._opened(request)
        if opened is None:
            return not_found()
        named = {"Content-Disposition": 'attachment; filename="members.csv"'}
        return Response(opened.table(), headers=ALONE | named, media_type="text/csv; charset=utf-8")

    async def _picture(self, request: Request) -> Response:
        theme = _NAMES.get(f"{request.path_params['name']}.png")
        opened = await self._opened(request)
        if theme is None or opened is None:
            return not_found()
        content = await self._painter.paint(opened.board.chart, theme)
        return Response(content, headers=ALONE, media_type="image/png")

    async def _opened(self, request: Request) -> Opened | None:
        """The board of this request's visit, if its visitor still leads the group."""
        if request.method not in {"GET", "HEAD"}:
            return None
        visit = request.cookies.get(self._cookie, "")
        return await self._door.open(visit) if visit else None


def _guarded(answering: Answering) -> Answering:
    """The same, where every failure is the one refusal; no line tells an address or a cookie."""

    async def guarded(request: Request) -> Response:
        try:
            return await answering(request)
        except Exception:
            log.exception("board_failed")
            return not_found()

    return guarded


def _page(name: str, **values: object) -> Response:
    return HTMLResponse(
        page(name, **values), headers={**ALONE, "Content-Security-Policy": policy()}
    )
