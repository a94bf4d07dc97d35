"""Files that an answer brought: fetched by this browser within minutes, kept in memory alone."""

import secrets
from collections import OrderedDict
from dataclasses import dataclass, field

from starlette.responses import PlainTextResponse, Response

from bot.domain.conversation import Attachment

LASTS_S = 600.0
MOST_FILES = 20
PREFIX = "/files/"
_GONE = "This file is not here any more. Say `data export` in the chat for a new one.\n"


@dataclass(frozen=True, slots=True)
class Downloads:
    """Files under names that nobody can guess; the oldest go first when there are many."""

    _kept: OrderedDict[str, tuple[float, Attachment]] = field(default_factory=OrderedDict)

    def put(self, attachment: Attachment, *, now: float) -> str:
        """Keep a file; its path on this listener. `now` is in seconds of a steady clock."""
        name = secrets.token_urlsafe(24)
        self._kept[name] = (now, attachment)
        while len(self._kept) > MOST_FILES:
            self._kept.popitem(last=False)
        return f"{PREFIX}{name}"

    def answer(self, name: str, *, now: float) -> Response:
        """The file of this name, while it lasts; fetching it changes nothing."""
        since, attachment = self._kept.get(name, (-LASTS_S, None))
        if attachment is None or now - since >= LASTS_S:
            self._kept.pop(name, None)
            return PlainTextResponse(_GONE, status_code=404)
        saved_as = f'attachment; filename="{attachment.name}"'
        return Response(
            attachment.content,
            media_type=attachment.media_type,
            headers={"Content-Disposition": saved_as},
        )

    def forget(self) -> None:
        """Keep nothing any more."""
        self._kept.clear()
