"""Keeps the index of what is loaded now: made at first use, beside the event loop."""

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from bot.domain.ids import CurriculumId
from bot.ports import Library
from bot.ports.search import SearchIndex, TextIndexes

if TYPE_CHECKING:
    from bot.library.search.building import Builder

FILES = ("catalogue.yaml", "aliases.yaml")
State: TypeAlias = tuple[tuple[str, ...], ...]
"""What the index was made from: revisions, and the times and sizes of the files beside them."""


class LiveSearch:
    """Implements `ports.Searcher`.

    `folders` tells where the loaded curricula stand, so that the catalogues beside them are found.
    """

    def __init__(
        self,
        library: Library,
        *,
        folders: Callable[[], Mapping[CurriculumId, Path]],
        texts: TextIndexes,
    ) -> None:
        self._library = library
        self._folders = folders
        self._texts = texts
        self._making: asyncio.Task[None] | None = None
        self._made_from: State | None = None
        self._index: SearchIndex | None = None
        self._builder: Builder | None = None

    async def index(self) -> SearchIndex:
        """See `ports.Searcher`; looks at a few files' times, so that an edit shows at once.

        Who gives up waiting leaves the index in the making to whoever asks next.
        """
        while self._index is None or self._made_from != self._state():
            if self._making is None:
                self._making = asyncio.create_task(self._make())
                self._making.add_done_callback(self._made)
            await asyncio.shield(self._making)
        return self._index

    async def _make(self) -> None:
        state = self._state()
        self._index = await asyncio.to_thread(self._build)
        self._made_from = state

    def _made(self, task: asyncio.Task[None]) -> None:
        self._making = None
        if not task.cancelled():
            task.exception()  # who still waits is told; who gave up is not

    def _state(self) -> State:
        folders = self._folders()
        return tuple(
            (each.id, each.revision, *(_seen(folders.get(each.id), name) for name in FILES))
            for each in self._library.curricula.values()
        )

    def _build(self) -> SearchIndex:
        from bot.library.search.building import Builder  # noqa: PLC0415 - only when searched

        self._builder = self._builder or Builder(self._texts)
        return self._builder.build(tuple(self._library.curricula.values()), self._folders())


def _seen(folder: Path | None, name: str) -> str:
    """When a file was changed and how long it is; empty where it is not."""
    try:
        status = (folder / name).stat() if folder else None
    except OSError:
        return ""
    return f"{status.st_mtime_ns}:{status.st_size}" if status else ""
