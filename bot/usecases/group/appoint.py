"""Who opens the discussion of a reading: asked in turn, and swapped silently on the eve."""

import structlog

from bot.domain.leading import appointed
from bot.ports import Clock, Groups, Unled
from bot.usecases.group.steering import answer_by
from bot.usecases.study import Studies

BATCH = 100

log = structlog.get_logger(__name__)


class Appointer:
    """Looks at readings whose discussion needs a lead; a step of every tick."""

    def __init__(self, groups: Groups, *, studies: Studies, clock: Clock) -> None:
        self._groups = groups
        self._studies = studies
        self._clock = clock

    async def appoint(self) -> int:
        """Choose for one batch; returns how many readings have a new answer."""
        now = self._clock.now()
        decided = 0
        for unled in await self._groups.unled(now, limit=BATCH):
            decided += await self._appoint(unled)
        if decided:
            log.info("discussions_led", readings=decided)
        return decided

    async def _appoint(self, unled: Unled) -> bool:
        """One reading; a plan whose curriculum is not here waits."""
        enrollment = unled.view.enrollment
        if enrollment.curriculum not in self._studies.library.curricula:
            return False
        study = self._studies.of(enrollment.curriculum)
        until = answer_by(
            unled.view, unled.group.discussion, sent_at=unled.round.sent_at, study=study
        )
        after = appointed(unled.round, unled.members, now=study.now, answer_by=until)
        return await self._groups.appoint(unled, after)
