"""The page of a group's board: a key that opens it once, and a visit that a lead alone may pay."""

import re
import secrets
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.board import Board, board_of
from bot.domain.exporting import as_table
from bot.domain.ids import EnrollmentId
from bot.ports import Boards, Groups, Party
from bot.usecases.calendar import SECRET_BYTES, digest_of
from bot.usecases.study import Studies

OPENS_FOR = timedelta(minutes=15)
"""How long a link waits to be used."""
STAYS = timedelta(minutes=15)
"""How long a page stays open."""
_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A board that its visitor may see."""

    board: Board

    def table(self) -> bytes:
        """Who has read what, for a spreadsheet."""
        heading = ["member", *(each.title for each in self.board.readings)]
        rows = [
            [each.name, *("read" if done else "" for done in each.done)]
            for each in self.board.people
        ]
        return as_table([heading, *rows])


class BoardDoor:
    """Hands out keys, takes them back, and looks at every visit anew."""

    def __init__(self, boards: Boards, *, groups: Groups, studies: Studies) -> None:
        self._boards = boards
        self._groups = groups
        self._studies = studies

    async def would_open(self, secret: str) -> bool:
        """Whether this key is good; asking uses nothing up."""
        return bool(_SECRET.fullmatch(secret)) and await self._boards.is_lent(digest_of(secret))

    async def enter(self, secret: str) -> str | None:
        """Use a key up for the secret of a visit; None where it opens nothing for a lead."""
        if not _SECRET.fullmatch(secret):
            return None
        visit = secrets.token_urlsafe(SECRET_BYTES)
        entered = await self._boards.enter(digest_of(secret), visit=digest_of(visit), lasts=STAYS)
        if entered is None or await self.open(visit) is None:
            return None
        return visit

    async def open(self, visit: str) -> Opened | None:
        """The board of a visit, while it lasts and its visitor leads the group."""
        if not _SECRET.fullmatch(visit):
            return None
        found = await self._boards.visiting(digest_of(visit))
        if found is None:
            return None
        now = self._studies.now()
        group = await self._groups.view(found.party, found.enrollment_id, now=now)
        if group is None or group.me is None or not group.me.may_lead:
            return None
        return await self._shown(found.party, group.view.enrollment.id)

    async def _shown(self, party: Party, enrollment_id: EnrollmentId) -> Opened | None:
        made = await self._boards.facts(party, enrollment_id, now=self._studies.now())
        if made is None or not self._studies.has(made.view.enrollment):
            return None
        study = self._studies.of(made.view.enrollment.curriculum)
        return Opened(board=board_of(made.view, study, facts=made.facts))
