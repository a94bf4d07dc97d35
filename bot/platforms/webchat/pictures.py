"""Pictures over HTTP: drawn when they are asked for, by whoever is signed in."""

from http import HTTPStatus

from starlette.responses import Response

from bot.platforms.webchat.kept_maps import named_picture
from bot.ports import ChatLog, ChatMessage, Painter

LONGEST_ID = 18
KEEP = "private, max-age=604800, immutable"
"""A name stands for one picture for good, so a browser may keep it; nobody else may."""


class Pictures:
    """Answers for the pictures of the history; whatever is not there is a bare 404."""

    def __init__(self, log: ChatLog, *, painter: Painter) -> None:
        self._log = log
        self._painter = painter

    async def answer(self, message: str, name: str) -> Response:
        """The picture of this name on the message of this id."""
        carrying = await self._message(message)
        found = named_picture(name, carrying) if carrying else None
        if found is None:
            return Response(status_code=HTTPStatus.NOT_FOUND)
        path, theme = found
        try:
            content = await self._painter.paint(path, theme)
        except TimeoutError:
            return Response(status_code=HTTPStatus.SERVICE_UNAVAILABLE)
        return Response(content, media_type="image/png", headers={"Cache-Control": KEEP})

    async def _message(self, given: str) -> ChatMessage | None:
        if not (given.isascii() and given.isdigit() and len(given) <= LONGEST_ID):
            return None
        return await self._log.by_id(int(given))
