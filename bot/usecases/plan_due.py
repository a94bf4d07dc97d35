"""Planning what is due: read a batch, decide outside any transaction, write what still counts."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import structlog

from bot.domain.enrollment import Change, EnrollmentView
from bot.domain.ids import EnrollmentId
from bot.domain.planning import plan
from bot.domain.position import needs_refill, refilled
from bot.ports import Clock, Plans
from bot.usecases.failpoints import PLANNED, Failpoint, nothing
from bot.usecases.study import Studies

BATCH = 500
"""Enough to be cheap, small enough that the event loop hardly notices."""
PARKED_FOR = timedelta(hours=1)
"""How long something that cannot be planned is kept out of the way (study time)."""

log = structlog.get_logger(__name__)


class Planner:
    """Turns due schedules into deliveries."""

    def __init__(
        self,
        plans: Plans,
        *,
        studies: Studies,
        clock: Clock,
        failpoint: Failpoint = nothing,
    ) -> None:
        self._plans = plans
        self._studies = studies
        self._clock = clock
        self._failpoint = failpoint

    async def plan_due(self) -> int:
        """Plan until nothing is due; returns how many enrollments were planned."""
        total = 0
        while planned := await self.plan_some():
            total += planned
        return total

    async def plan_some(self, limit: int = BATCH) -> int:
        """Plan one batch; returns how many enrollments it changed."""
        due = await self._plans.due(self._clock.now(), limit=limit)
        if not due:
            return 0
        known, unknown = self._by_library(due)
        changes, failed = self._decide(await self._refilled(known))
        applied = await self._plans.apply(changes)
        await self._park(unknown + failed)
        self._failpoint(PLANNED)
        if applied:
            log.info("deliveries_planned", enrollments=len(applied))
        return len(applied)

    def _by_library(
        self, due: Sequence[EnrollmentView]
    ) -> tuple[list[EnrollmentView], list[EnrollmentId]]:
        loaded = self._studies.library.curricula
        known = [view for view in due if view.enrollment.curriculum in loaded]
        unknown = [view.enrollment.id for view in due if view.enrollment.curriculum not in loaded]
        return known, unknown

    async def _refilled(self, views: Sequence[EnrollmentView]) -> list[EnrollmentView]:
        """The views with fresh next ids, history read only for those that need it."""
        curricula = self._studies.library.curricula
        short = [
            view.enrollment.id
            for view in views
            if needs_refill(view.enrollment, curricula[view.enrollment.curriculum])
        ]
        if not short:
            return list(views)
        handled = await self._plans.handled(short)
        return [
            replace(
                view,
                enrollment=refilled(
                    view.enrollment,
                    curricula[view.enrollment.curriculum],
                    handled[view.enrollment.id],
                ),
            )
            if view.enrollment.id in handled
            else view
            for view in views
        ]

    def _decide(self, views: Sequence[EnrollmentView]) -> tuple[list[Change], list[EnrollmentId]]:
        """One bad enrollment never stops the others."""
        changes: list[Change] = []
        failed: list[EnrollmentId] = []
        studies = {each: self._studies.of(each) for each in self._studies.library.curricula}
        for view in views:
            try:
                changes.append(plan(view, studies[view.enrollment.curriculum]))
            except Exception:
                log.exception("planning_failed", enrollment_id=view.enrollment.id)
                failed.append(view.enrollment.id)
        return changes, failed

    async def _park(self, enrollments: Sequence[EnrollmentId]) -> None:
        if enrollments:
            log.error("enrollments_parked", count=len(enrollments))
            await self._plans.park(enrollments, until=self._clock.now() + PARKED_FOR)
