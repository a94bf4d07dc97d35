"""Plans in memory: the real planner works on them, and nothing is sent or kept."""

import heapq
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain.budget import Every, Recipient, Reminders, Standing, granted
from bot.domain.case_week import CaseHistory
from bot.domain.delivery import NewDelivery
from bot.domain.enrollment import Change, EnrollmentState, EnrollmentView, Handled, Schedule
from bot.domain.group import GroupState, LeadState, Reads, Round
from bot.domain.group_week import GroupWeek, Told
from bot.domain.ids import CurriculumId, EnrollmentId, ResourceId, Revision


class ImaginedClock:
    """Implements `ports.Clock`: it stands wherever a rehearsal has got to."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        """Study time."""
        return self.at

    def real(self) -> datetime:
        """The same: nothing here waits."""
        return self.at

    def monotonic(self) -> float:
        """Seconds since the epoch of the imagined moment."""
        return self.at.timestamp()


@dataclass(frozen=True, slots=True, kw_only=True)
class Imagined:
    """A message that would go out at `at` (study time, UTC), and its plan as it was before."""

    at: datetime
    before: EnrollmentView
    delivery: NewDelivery


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """One plan to imagine, with its history, and whose attention it spends."""

    view: EnrollmentView
    standing: Standing
    week: GroupWeek | None = None


class ImaginedPlans:
    """Implements `ports.Plans` in memory; `told` is everything that would have gone out."""

    def __init__(self, lives: Iterable[Life], clock: ImaginedClock) -> None:
        self.views: dict[EnrollmentId, EnrollmentView] = {}
        self.told: list[Imagined] = []
        self._clock = clock
        self._recipients: dict[EnrollmentId, Recipient] = {}
        self._weeks: dict[EnrollmentId, GroupWeek] = {}
        self._kept: dict[Recipient, tuple[Reminders, date | None]] = {}
        self._queue: list[tuple[datetime, EnrollmentId]] = []
        for life in lives:
            self.add(life)

    def add(self, life: Life) -> None:
        """One more plan."""
        recipient, enrollment_id = life.standing.recipient, life.view.enrollment.id
        self.views[enrollment_id] = life.view
        self._recipients[enrollment_id] = recipient
        if life.week is not None:
            self._weeks[enrollment_id] = life.week
        self._kept.setdefault(recipient, (life.standing.reminders, life.standing.spent_on))
        self._wake(enrollment_id)

    def next_at(self) -> datetime | None:
        """When something is due next, None where nothing ever is."""
        while self._queue:
            at, enrollment_id = self._queue[0]
            if at == _earliest(self.views[enrollment_id]):
                return at
            heapq.heappop(self._queue)
        return None

    def seen(self, enrollment_id: EnrollmentId) -> Reminders:
        """The person of this plan says something now; what held before."""
        recipient = self._recipients[enrollment_id]
        before, spent_on = self._kept[recipient]
        self._kept[recipient] = (replace(before, seen_at=self._clock.now()), spent_on)
        return before

    def choose(self, enrollment_id: EnrollmentId, every: Every) -> None:
        """The person of this plan says how often they want to be reminded."""
        recipient = self._recipients[enrollment_id]
        before, spent_on = self._kept[recipient]
        self._kept[recipient] = (replace(before, every=every, ignored=0), spent_on)

    def change(
        self, enrollment_id: EnrollmentId, decide: Callable[[EnrollmentView], Change]
    ) -> Change:
        """A command of a person's; a UserError of the decision leaves all as it was."""
        change = decide(self.views[enrollment_id])
        self._write(change)
        return change

    async def due(self, now: datetime, *, limit: int) -> Sequence[EnrollmentView]:
        """See `ports.Plans.due`."""
        found: list[EnrollmentView] = []
        while len(found) < limit and (at := self.next_at()) is not None and at <= now:
            _, enrollment_id = heapq.heappop(self._queue)
            found.append(replace(self.views[enrollment_id], handled={}))
        for view in found:
            self._wake(view.enrollment.id)
        return list({view.enrollment.id: view for view in found}.values())

    async def handled(
        self, enrollments: Sequence[EnrollmentId]
    ) -> Mapping[EnrollmentId, Mapping[ResourceId, Handled]]:
        """See `ports.Plans.handled`."""
        return {each: self.views[each].handled for each in enrollments}

    async def standings(
        self, enrollments: Sequence[EnrollmentId]
    ) -> Mapping[EnrollmentId, Standing]:
        """See `ports.Plans.standings`."""
        found = {}
        for each in enrollments:
            recipient = self._recipients[each]
            reminders, spent_on = self._kept[recipient]
            found[each] = Standing(recipient=recipient, reminders=reminders, spent_on=spent_on)
        return found

    async def apply(self, changes: Sequence[Change]) -> frozenset[EnrollmentId]:
        """See `ports.Plans.apply`: the same rules, nobody else writes here."""
        spending = [(change, change.spend) for change in changes if change.spend is not None]
        kept = {each: (reminders.every, day) for each, (reminders, day) in self._kept.items()}
        fits = granted([spend for _, spend in spending], kept)
        refused = {change.enrollment.id for i, (change, _) in enumerate(spending) if i not in fits}
        within = [change for change in changes if change.enrollment.id not in refused]
        for change in within:
            self._write(change)
        for spend in (change.spend for change in within if change.spend is not None):
            self._kept[spend.recipient] = (spend.after, spend.on)
        return frozenset(change.enrollment.id for change in within)

    async def weeks(
        self, enrollments: Sequence[EnrollmentId], *, now: datetime
    ) -> Mapping[EnrollmentId, GroupWeek]:
        """See `ports.Plans.weeks`."""
        del now
        return {each: self._weeks[each] for each in enrollments if each in self._weeks}

    async def case_histories(
        self, enrollments: Sequence[EnrollmentId]
    ) -> Mapping[EnrollmentId, CaseHistory]:
        """See `ports.Plans.case_histories`: what comes is not imagined."""
        del enrollments
        return {}

    async def park(self, enrollments: Sequence[EnrollmentId], *, until: datetime) -> None:
        """See `ports.Plans.park`."""
        for each in enrollments:
            view = self.views[each]
            parked = tuple(
                replace(s, due_at=until) if s.due_at and s.due_at < until else s
                for s in view.schedules
            )
            self.views[each] = replace(view, schedules=parked)
            self._wake(each)

    async def next_due_at(self, platform: str, *, readings: bool = False) -> datetime | None:
        """See `ports.Plans.next_due_at`; every plan here is of one platform."""
        del platform, readings
        return self.next_at()

    async def outdated(
        self, curriculum: CurriculumId, revision: Revision, *, after: EnrollmentId, limit: int
    ) -> Sequence[EnrollmentView]:
        """See `ports.Plans.outdated`: the planner brings each along when it is due."""
        del curriculum, revision, after, limit
        return ()

    async def active(self, *, after: EnrollmentId, limit: int) -> Sequence[EnrollmentView]:
        """See `ports.Plans.active`."""
        running = (v for v in self.views.values() if v.enrollment.state is EnrollmentState.ACTIVE)
        return sorted(
            (view for view in running if view.enrollment.id > after),
            key=lambda view: view.enrollment.id,
        )[:limit]

    def _write(self, change: Change) -> None:
        """What the store would write, with its deliveries told."""
        before = self.views[change.enrollment.id]
        after = replace(change.enrollment, version=before.enrollment.version + 1)
        self.views[after.id] = replace(
            before,
            enrollment=after,
            schedules=_schedules(before, change),
            handled=_handled(before, change),
        )
        for delivery in change.deliveries:
            if delivery.dropped is None:
                self.told.append(Imagined(at=self._clock.now(), before=before, delivery=delivery))
            self._tell_group(after.id, delivery)
        self._wake(after.id)

    def _tell_group(self, enrollment_id: EnrollmentId, delivery: NewDelivery) -> None:
        """A group's next reading is what its weekly message tells of."""
        week, reading = self._weeks.get(enrollment_id), delivery.resource_id
        if week is None or reading is None or not delivery.moves or delivery.dropped is not None:
            return
        latest = Round(
            number=len(week.told) + 1,
            resource_id=reading,
            sent_at=delivery.slot_at,
            lead_id=None,
            lead_name="",
            lead_state=LeadState.OPEN,
            answer_by=None,
        )
        group = replace(week.group, state=GroupState.RUNNING)
        told = (Told(round=latest, reads=Reads(done=0, of=0)), *week.told)
        self._weeks[enrollment_id] = replace(week, group=group, told=told)

    def _wake(self, enrollment_id: EnrollmentId) -> None:
        at = _earliest(self.views[enrollment_id])
        if at is not None:
            heapq.heappush(self._queue, (at, enrollment_id))


def _earliest(view: EnrollmentView) -> datetime | None:
    return min((each.due_at for each in view.schedules if each.due_at is not None), default=None)


def _schedules(before: EnrollmentView, change: Change) -> tuple[Schedule, ...]:
    rows = {(each.kind, each.resource_id): each for each in before.schedules}
    rows |= {(each.kind, each.resource_id): each for each in change.schedules}
    return tuple(
        each for each in rows.values()
        if each.resource_id is None or each.resource_id not in change.end_snoozes
    )  # fmt: skip


def _handled(before: EnrollmentView, change: Change) -> dict[ResourceId, Handled]:
    rows = {**before.handled, **change.handled}
    return {each: how for each, how in rows.items() if how is not None}
