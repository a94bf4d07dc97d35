"""Planning what is due: read a batch, decide outside any transaction, write what still counts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from bot.domain.budget import Standing
from bot.domain.case_week import CASES, Pick
from bot.domain.enrollment import Change, EnrollmentView, Handled, ScheduleKind
from bot.domain.group_week import GroupWeek
from bot.domain.ids import EnrollmentId, ResourceId
from bot.domain.planning import plan
from bot.domain.position import Study
from bot.domain.reminders import wants
from bot.domain.waiting import needs_refill, refilled
from bot.ports import Clock, Plans
from bot.usecases.case_choice import choose
from bot.usecases.cases_at_hand import CasesAtHand
from bot.usecases.failpoints import PLANNED, Failpoint, nothing
from bot.usecases.group.appoint import Appointer
from bot.usecases.reveals import Reveals
from bot.usecases.study import Studies

BATCH = 500
"""Enough to be cheap, small enough that the event loop hardly notices."""
PARKED_FOR = timedelta(hours=1)
"""How long something that cannot be planned is kept out of the way (study time)."""

History = Mapping[ResourceId, Handled]
Histories = Mapping[EnrollmentId, History]
Standings = Mapping[EnrollmentId, Standing]
Weeks = Mapping[EnrollmentId, GroupWeek]
Picks = Mapping[EnrollmentId, Pick]

log = structlog.get_logger(__name__)


class Planner:
    """Turns due schedules into deliveries; then groups learn who opens their discussions."""

    def __init__(
        self,
        plans: Plans,
        *,
        studies: Studies,
        clock: Clock,
        failpoint: Failpoint = nothing,
        appointer: Appointer | None = None,
        reveals: Reveals | None = None,
        cases: CasesAtHand | None = None,
    ) -> None:
        self._plans = plans
        self._appointer = appointer
        self._reveals = reveals
        self._cases = cases or CasesAtHand()
        self._studies = studies
        self._clock = clock
        self._failpoint = failpoint

    async def plan_due(self, planned_some: Callable[[], None] = lambda: None) -> int:
        """Plan until nothing is due; returns how many enrollments were planned.

        `planned_some` is told after each batch: what is planned need not wait for all the rest.
        """
        total = 0
        await self._appoint()  # on the eve of a discussion somebody leads it before it is told
        while planned := await self.plan_some():
            total += planned
            planned_some()
        if total:
            await self._appoint()
        if self._reveals is not None:
            await self._reveals.plan_due()
        return total

    async def _appoint(self) -> None:
        if self._appointer is not None:
            await self._appointer.appoint()

    async def plan_some(self, limit: int = BATCH) -> int:
        """Plan one batch; returns how many enrollments it changed."""
        now = self._clock.now()
        due = await self._plans.due(now, limit=limit)
        if not due:
            return 0
        known, unknown = self._by_library(due)
        histories = await self._histories(known, now)
        changes, failed = self._decide(
            known,
            histories,
            standings=await self._standings(known, now),
            weeks=await self._weeks(known, now),
            picks=await self._picks(known),
        )
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
        here = {*loaded, CASES}
        known = [view for view in due if view.enrollment.curriculum in here]
        unknown = [view.enrollment.id for view in due if view.enrollment.curriculum not in here]
        return known, unknown

    async def _standings(self, views: Sequence[EnrollmentView], now: datetime) -> Standings:
        """Attention budgets, read only for those who may be written to besides readings."""
        asking = [view.enrollment.id for view in views if wants(view, now)]
        return await self._plans.standings(asking) if asking else {}

    async def _weeks(self, views: Sequence[EnrollmentView], now: datetime) -> Weeks:
        """Where groups stand, read only for those whose weekly message is due."""
        asking = [view.enrollment.id for view in views if _is_group_due(view, now)]
        return await self._plans.weeks(asking, now=now) if asking else {}

    async def _picks(self, views: Sequence[EnrollmentView]) -> Picks:
        """The case studies that come next, where any is due; none while they are not at hand."""
        asking = [view.enrollment.id for view in views if view.enrollment.curriculum == CASES]
        index = await self._cases.refresh() if asking else None
        if index is None:
            return {}
        histories = await self._plans.case_histories(asking)
        return {each: choose(history, index) for each, history in histories.items()}

    async def _histories(self, views: Sequence[EnrollmentView], now: datetime) -> Histories:
        """What was handled, read only for who is reminded, or whose kept ids are too few or old."""
        curricula = self._studies.library.curricula
        short = [
            view.enrollment.id
            for view in views
            if view.enrollment.curriculum != CASES
            if needs_refill(view.enrollment, curricula[view.enrollment.curriculum])
            or (view.is_due(ScheduleKind.DIGEST, now) and not view.enrollment.is_group)
        ]
        return await self._plans.handled(short) if short else {}

    def _decide(
        self,
        views: Sequence[EnrollmentView],
        histories: Histories,
        *,
        standings: Standings,
        weeks: Weeks,
        picks: Picks,
    ) -> tuple[list[Change], list[EnrollmentId]]:
        """One bad enrollment never stops the others."""
        changes: list[Change] = []
        failed: list[EnrollmentId] = []
        every = (*self._studies.library.curricula, CASES)
        studies = {each: self._studies.of(each) for each in every}
        for view in views:
            study, number = studies[view.enrollment.curriculum], view.enrollment.id
            if study.curriculum.id == CASES and number not in picks:
                failed.append(number)  # case studies cannot be searched now
                continue
            try:
                ready = _ready(view, study, history=histories.get(number))
                change = plan(
                    ready,
                    study,
                    standing=standings.get(number),
                    week=weeks.get(number),
                    pick=picks.get(number),
                )
                changes.append(change if ready is view else replace(change, only_moves=False))
            except Exception:
                log.exception("planning_failed", enrollment_id=view.enrollment.id)
                failed.append(view.enrollment.id)
        return changes, failed

    async def _park(self, enrollments: Sequence[EnrollmentId]) -> None:
        if enrollments:
            log.error("enrollments_parked", count=len(enrollments))
            await self._plans.park(enrollments, until=self._clock.now() + PARKED_FOR)


def _is_group_due(view: EnrollmentView, now: datetime) -> bool:
    return view.enrollment.is_group and view.is_due(ScheduleKind.DIGEST, now)


def _ready(view: EnrollmentView, study: Study, *, history: History | None) -> EnrollmentView:
    """The view to plan with: its kept ids refilled where a history came, else itself."""
    if history is None:
        return view
    fresh = refilled(view.enrollment, study.curriculum, handled=history)
    return replace(view, enrollment=fresh, handled=history)
