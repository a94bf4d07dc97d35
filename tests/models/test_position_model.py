"""Position against a plain list: every move, in any order, with the curriculum edited meanwhile."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.domain.enrollment import (
    NEXT_IDS,
    Attention,
    Change,
    Enrollment,
    EnrollmentState,
    EnrollmentView,
    Handled,
    Policy,
    Schedule,
    ScheduleKind,
)
from bot.domain.errors import UserError
from bot.domain.ids import EnrollmentId, PersonId, PlaceId, ResourceId, WorkspaceId
from bot.domain.pace import Pace, Weekday
from bot.domain.planning import plan
from bot.domain.position import Study, finish, hand_out, jump, repeat, skip
from bot.domain.schedule import NO_FREE_DAYS
from bot.domain.steering import Wish, begin
from bot.domain.waiting import needs_refill, refilled
from tests.fakes.world import COURSE, PLAN, course

START = datetime(2026, 11, 23, 8, tzinfo=UTC)
PACE = Pace(at=time(9), zone="Europe/Paris", weekdays=frozenset(Weekday))
ME = PersonId(1)
MOST = 20


class Position(RuleBasedStateMachine):
    """The real functions on the left, a list of ids with marks on the right."""

    def __init__(self) -> None:
        super().__init__()
        self.size, self.gone, self.edits = 12, set[int](), 0
        self.now = START
        self.curriculum = course(self.size)
        beginning = begin(Wish(plan=PLAN, pace=PACE), self.study(), attention=Attention(zone="UTC"))
        self.view = EnrollmentView(
            enrollment=Enrollment(
                id=EnrollmentId(1),
                workspace_id=WorkspaceId(1),
                place_id=PlaceId(1),
                person_id=ME,
                curriculum=COURSE,
                plan=PLAN,
                state=EnrollmentState.ACTIVE,
                policy=Policy.DRIP,
                pace=PACE,
                calendar=beginning.calendar,
                revision=self.curriculum.revision,
                next_ids=beginning.next_ids,
                left=beginning.left,
                unfinished=1,
                version=1,
                started_at=START,
            ),
            attention=Attention(zone="UTC"),
            schedules=(Schedule(kind=ScheduleKind.LESSON, due_at=beginning.next_due_at),),
            handled=dict(beginning.handled),
        )
        self.marks: dict[str, str] = {"r0": "sent"}
        self.sent: list[str] = ["r0"]

    # --- the plain-list model ---------------------------------------------------------------

    def order(self) -> list[str]:
        return [f"r{number}" for number in range(self.size) if number not in self.gone]

    def waiting(self) -> list[str]:
        return [each for each in self.order() if each not in self.marks]

    # --- plumbing ---------------------------------------------------------------------------

    def study(self) -> Study:
        return Study(curriculum=self.curriculum, now=self.now, free=lambda _calendar: NO_FREE_DAYS)

    def write(self, change: Change) -> None:
        """What the store does with a change, in plain Python."""
        handled = dict(self.view.handled)
        for each, how in change.handled.items():
            if how is None:
                handled.pop(each, None)
            else:
                handled[each] = how
        schedules = {(s.kind, s.resource_id): s for s in self.view.schedules}
        schedules |= {(s.kind, s.resource_id): s for s in change.schedules}
        self.view = replace(
            self.view,
            enrollment=replace(change.enrollment, version=self.view.enrollment.version + 1),
            handled=handled,
            schedules=tuple(schedules.values()),
        )
        self.sent += [str(d.resource_id) for d in change.deliveries if d.dropped is None]

    # --- moves ------------------------------------------------------------------------------

    @rule()
    def next(self) -> None:
        waiting = self.waiting()
        try:
            self.write(hand_out(self.view, self.study()))
        except UserError:
            assert not waiting
            return
        self.marks[waiting[0]] = "sent"
        assert self.sent[-1] == waiting[0]

    @rule()
    def the_date_comes(self) -> None:
        """The planner sends the next one, or finds that nothing is left."""
        lesson = self.view.next_due_at
        if lesson is None or self.view.enrollment.state is not EnrollmentState.ACTIVE:
            return
        self.now = max(self.now, lesson)
        view = self.view
        if needs_refill(view.enrollment, self.curriculum):
            view = replace(
                view, enrollment=refilled(view.enrollment, self.curriculum, handled=view.handled)
            )
        waiting = self.waiting()
        self.write(plan(view, self.study()))
        if waiting:
            self.marks[waiting[0]] = "sent"
            assert self.sent[-1] == waiting[0]

    @rule(number=st.integers(0, MOST))
    def done(self, number: int) -> None:
        name = ResourceId(f"r{number}")
        try:
            self.write(finish(self.view, self.study(), resource_id=name, by=ME))
        except UserError:
            assert name not in self.order()
            assert name not in self.marks
            return
        self.marks[name] = "done"

    @rule(number=st.none() | st.integers(0, MOST))
    def skip(self, number: int | None) -> None:
        name = None if number is None else ResourceId(f"r{number}")
        opened = [each for each, how in self.marks.items() if how == "sent"]
        try:
            change = skip(self.view, self.study(), resource_id=name)
        except UserError:
            assert (name is None and not opened and not self.waiting()) or (
                name is not None and name not in self.order() and name not in self.marks
            )
            return
        self.write(change)
        chosen = name or next(iter(change.handled))
        if name is None:
            assert chosen in (opened or self.waiting()[:1])
        self.marks[chosen] = "skipped"

    @rule()
    def again(self) -> None:
        before = dict(self.marks)
        try:
            self.write(repeat(self.view, self.study()))
        except UserError:
            assert not [each for each, how in self.marks.items() if how in ("sent", "done")]
            return
        assert self.marks == before
        assert self.marks[self.sent[-1]] in ("sent", "done")

    @rule(number=st.integers(0, MOST))
    def jump(self, number: int) -> None:
        name = ResourceId(f"r{number}")
        ids = self.order()
        try:
            self.write(jump(self.view, self.study(), target=name))
        except UserError:
            assert name not in ids
            return
        place = ids.index(name)
        for each in ids[:place]:
            self.marks.setdefault(each, "passed")
        for each in ids[place:]:
            if self.marks.get(each) not in (None, "done") or each == name:
                self.marks.pop(each, None)
        assert self.view.enrollment.next_ids[0] == name

    @precondition(lambda self: self.edits < 6)
    @rule(grow=st.integers(0, 3), retire=st.integers(0, MOST))
    def edit_the_curriculum(self, grow: int, retire: int) -> None:
        """Readings are added and retired in the middle of the plan; nobody's place is lost."""
        self.edits += 1
        self.size = min(MOST, self.size + grow)
        self.gone.add(retire)
        self.curriculum = course(self.size, revision=f"edit-{self.edits}", retired=self.gone)

    @rule()
    def a_day_passes(self) -> None:
        self.now += timedelta(days=1)

    # --- what always holds ------------------------------------------------------------------

    @invariant()
    def the_same_readings_are_handled_in_the_same_way(self) -> None:
        assert {k: v.value for k, v in self.view.handled.items()} == self.marks

    @invariant()
    def the_next_readings_are_the_first_unhandled_of_the_plan(self) -> None:
        fresh = refilled(self.view.enrollment, self.curriculum, handled=self.view.handled)
        assert list(fresh.next_ids) == self.waiting()[:NEXT_IDS]
        assert fresh.left == len(self.waiting())
        kept = self.view.enrollment
        if kept.revision == self.curriculum.revision:
            assert list(kept.next_ids) == self.waiting()[: len(kept.next_ids)]
            assert kept.left == len(self.waiting())

    @invariant()
    def a_finished_plan_has_nothing_open_and_nothing_planned(self) -> None:
        if self.view.enrollment.state is EnrollmentState.FINISHED and not self.edits:
            assert Handled.SENT not in self.view.handled.values() or self.view.next_due_at is None

    @invariant()
    def at_most_one_date_is_planned(self) -> None:
        lessons = [s for s in self.view.schedules if s.kind is ScheduleKind.LESSON]
        assert len(lessons) <= 1


TestPosition = Position.TestCase
TestPosition.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
