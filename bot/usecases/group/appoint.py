"""Who opens the discussion of a reading: asked in turn, and swapped silently on the eve."""

from datetime import datetime, timedelta

import structlog

from bot.domain.group import Round
from bot.domain.leading import appointed
from bot.ports import Clock, Groups, Unled
from bot.usecases.group.steering import answer_by
from bot.usecases.study import Studies

BATCH = 100
MOST_BATCHES = 50
POSTPONED_FOR = timedelta(hours=1)
"""How long a reading waits whose lead cannot be chosen now."""

log = structlog.get_logger(__name__)


class Appointer:
    """Looks at readings whose discussion needs a lead; a step of every tick."""

    def __init__(self, groups: Groups, *, studies: Studies, clock: Clock) -> None:
        self._groups = groups
        self._studies = studies
        self._clock = clock

    async def appoint(self) -> int:
        """Choose for all that are due; returns how many readings have a new answer."""
        now = self._clock.now()
        decided = 0
        for _ in range(MOST_BATCHES):
            batch = await self._groups.unled(now, limit=BATCH)
            if not batch:
                break
            for unled in batch:
                decided += await self._appoint(unled, now=now)
        if decided:
            log.info("discussions_led", readings=decided)
        return decided

    async def _appoint(self, unled: Unled, *, now: datetime) -> bool:
        """One reading; where nobody can be chosen it waits, and stops no other."""
        try:
            after = self._chosen(unled)
        except Exception:
            number = unled.view.enrollment.id
            log.exception("discussion_not_led", enrollment_id=number)
            after = None
        if after is None:
            await self._groups.postpone(unled, until=now + POSTPONED_FOR)
            return False
        return await self._groups.appoint(unled, after)

    def _chosen(self, unled: Unled) -> Round | None:
        """The reading with its lead; None while its curriculum is not here."""
        enrollment = unled.view.enrollment
        if enrollment.curriculum not in self._studies.library.curricula:
            return None
        study = self._studies.of(enrollment.curriculum)
        until = answer_by(
            unled.view, unled.group.discussion, sent_at=unled.round.sent_at, study=study
        )
        return appointed(unled.round, unled.members, now=study.now, answer_by=until)
