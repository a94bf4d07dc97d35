"""Fifty people and a year of study time, in a few seconds: the real planner on plans in memory.

Each person has a zone, a pace and a habit; the same seed gives the same year.
"""

import heapq
import itertools
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

from structlog.testing import capture_logs

from bot.domain.budget import Every, Recipient, RecipientKind, Standing
from bot.domain.curriculum import Curriculum, Plan, Resource, Section
from bot.domain.delivery import DeliveryKind
from bot.domain.enrollment import (
    Attention,
    Calendar,
    Enrollment,
    EnrollmentState,
    EnrollmentView,
    Policy,
    Schedule,
    ScheduleKind,
)
from bot.domain.errors import UserError
from bot.domain.ids import (
    EnrollmentId,
    PersonId,
    PlaceId,
    PlanId,
    ResourceId,
    SectionId,
    WorkspaceId,
)
from bot.domain.pace import EVERY_DAY, WEEKEND, WORKDAYS, Pace, Weekday
from bot.domain.position import Study, finish, open_readings, skip
from bot.domain.quiet import QuietHours
from bot.domain.restart import Restart, restart
from bot.domain.schedule import local, next_local
from bot.domain.steering import Wish, begin, leave, pause, rescheduled, resume, snooze
from bot.library.holidays import CountryHolidays
from bot.ports import Decide
from bot.usecases.imagined import Imagined, ImaginedClock, ImaginedPlans, Life
from bot.usecases.plan_due import Planner
from bot.usecases.study import Studies
from tests.fakes.world import COURSE, PLAN, Shelf, course

SEED = 7
PEOPLE = 50
START = datetime(2026, 11, 23, 6, tzinfo=UTC)
YEAR = timedelta(days=365)
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)
READINGS, SECTION, EXTRA = 110, 6, 30
MORE = PlanId("more")

PLACES = (
    ("Europe/Paris", "FR"), ("America/New_York", "US"), ("America/Sao_Paulo", "BR"),
    ("Australia/Sydney", "AU"), ("Pacific/Auckland", "NZ"), ("Asia/Kolkata", "IN"),
    ("Africa/Johannesburg", "ZA"), ("America/Santiago", "CL"), ("Asia/Tokyo", "JP"),
    ("Pacific/Chatham", ""), ("Australia/Lord_Howe", ""), ("America/St_Johns", ""),
    ("Africa/Casablanca", ""), ("Pacific/Apia", ""), ("UTC", ""),
)  # fmt: skip
HABITS = (
    "never answers", "reads at once", "reads half", "catches up on Sundays", "uses the buttons",
    "pauses and resumes", "leaves", "comes back after weeks", "stops the reminders",
    "asks for less often", "follows two plans", "waits for me", "goes away", "sleeps late",
)  # fmt: skip
BUTTONS = ("Did it", "Move to tomorrow", "Skip this one")


@dataclass(slots=True, kw_only=True)
class Somebody:
    """One person of the cohort, their plans, and how often they pressed which button."""

    number: int
    habit: str
    zone: str
    country: str
    pace: Pace
    plans: list[EnrollmentId] = field(default_factory=list)
    presses: Counter[str] = field(default_factory=Counter)
    restarts: list[datetime] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"{self.number:02} {self.habit}"


def books() -> Curriculum:
    """A plan of 110 readings in sections of six, and a short one beside it."""
    base = course(READINGS + EXTRA)
    resources: dict[ResourceId, Resource] = {}
    for index, (name, each) in enumerate(base.resources.items()):
        resources[name] = replace(each, section=SectionId(f"s{index // SECTION}"))
    ids = tuple(resources)
    names = dict.fromkeys(each.section for each in resources.values())
    return replace(
        base,
        sections=tuple(Section(id=each, title=each) for each in names),
        resources=resources,
        plans=(
            Plan(id=PLAN, title="Plan", summary="", resources=ids[:READINGS]),
            Plan(id=MORE, title="More", summary="", resources=ids[READINGS:]),
        ),
    )


class Cohort:
    """The year: the planner's steps and people's doings in one order of time."""

    def __init__(self, *, people: int = PEOPLE, seed: int = SEED) -> None:
        self.chance = random.Random(seed)
        self.clock = ImaginedClock(START)
        self.plans = ImaginedPlans((), self.clock)
        self.studies = Studies(
            Shelf({COURSE: books()}), clock=self.clock, holidays=CountryHolidays()
        )
        self.people = [self._somebody(number) for number in range(people)]
        self.of: dict[EnrollmentId, Somebody] = {}
        self._doings: list[tuple[datetime, int, Callable[[], None]]] = []
        self._order = itertools.count()
        self._ids = itertools.count(1)

    @property
    def told(self) -> list[Imagined]:
        """Everything that was sent."""
        return self.plans.told

    def told_to(self, who: Somebody) -> list[Imagined]:
        """What was sent to one person, in order."""
        return [each for each in self.told if self.of[each.before.enrollment.id] is who]

    @property
    def study(self) -> Study:
        return self.studies.of(COURSE)

    async def live(self) -> None:
        """Everybody starts within the first weeks, and a year goes by."""
        for each in self.people:
            self.at(
                START + timedelta(days=each.number % 25, hours=each.number % 9), each, self._begin
            )
        planner = Planner(self.plans, studies=self.studies, clock=self.clock)
        with capture_logs() as logs:
            while (moment := self._next()) is not None and moment <= START + YEAR:
                self.clock.at = max(moment, self.clock.at)
                self._do_all()
                seen = len(self.told)
                await planner.plan_due()
                for message in self.told[seen:]:
                    self._hear(self.of[message.before.enrollment.id], message)
        assert not [line for line in logs if line["log_level"] == "error"], "planning failed"

    def at(self, when: datetime, who: Somebody, what: Callable[[Somebody], None]) -> None:
        """Somebody does something later on."""
        heapq.heappush(self._doings, (when, next(self._order), lambda: what(who)))

    def view(self, plan: EnrollmentId) -> EnrollmentView:
        return self.plans.views[plan]

    def _next(self) -> datetime | None:
        moments = [self.plans.next_at(), self._doings[0][0] if self._doings else None]
        return min((at for at in moments if at is not None), default=None)

    def _do_all(self) -> None:
        while self._doings and self._doings[0][0] <= self.clock.at:
            heapq.heappop(self._doings)[2]()

    def _somebody(self, number: int) -> Somebody:
        zone, country = PLACES[number % len(PLACES)]
        at = time(self.chance.choice((7, 9, 12, 18, 21)), self.chance.choice((0, 30)))
        paces = (
            Pace(at=at, zone=zone, weekdays=frozenset({Weekday.TUE})),
            Pace(at=at, zone=zone, weekdays=frozenset({Weekday.MON, Weekday.THU})),
            Pace(at=at, zone=zone, weekdays=WORKDAYS),
            Pace(at=at, zone=zone, weekdays=EVERY_DAY),
            Pace(at=at, zone=zone, weekdays=WEEKEND),
            Pace(at=at, zone=zone, weekdays=frozenset({Weekday.WED}), per_slot=3),
            Pace(at=at, zone=zone, every_days=3, anchor=date(2026, 11, 23)),
            Pace(at=at, zone=zone, every_days=14, anchor=date(2026, 11, 27)),
        )
        habit = HABITS[number % len(HABITS)]
        pace = paces[0] if number == 0 else self.chance.choice(paces)
        return Somebody(number=number, habit=habit, zone=zone, country=country, pace=pace)

    def _attention(self, who: Somebody) -> Attention:
        if who.habit == "sleeps late":
            return Attention(zone=who.zone, quiet=QuietHours(start=time(20), end=time(11)))
        quiet = QuietHours(start=time(22), end=time(7)) if who.number % 3 == 0 else None
        return Attention(zone=who.zone, quiet=quiet)

    def _begin(self, who: Somebody) -> None:
        self._enroll(who, PLAN)
        if who.habit == "follows two plans":
            self._enroll(who, MORE)
        every = {
            "catches up on Sundays": (WEEK, self._catch_up),
            "pauses and resumes": (5 * WEEK, self._pause),
            "comes back after weeks": (9 * WEEK, self._come_back),
            "goes away": (6 * WEEK, self._go_away),
            "leaves": (12 * WEEK, self._leave),
        }
        if who.habit in every:
            after, what = every[who.habit]
            self.at(self.clock.at + after, who, what)

    def _enroll(self, who: Somebody, plan: PlanId) -> None:
        wait = Policy.WAIT if who.habit == "waits for me" else Policy.DRIP
        wish = Wish(plan=plan, pace=who.pace, policy=wait, calendar=Calendar(country=who.country),
                    alone=True)  # fmt: skip
        made = begin(wish, self.study, attention=self._attention(who))
        number = EnrollmentId(next(self._ids))
        enrollment = Enrollment(
            id=number, workspace_id=WorkspaceId(1), place_id=PlaceId(who.number),
            person_id=PersonId(who.number), curriculum=COURSE, plan=plan,
            state=EnrollmentState.ACTIVE, policy=wait, pace=who.pace, calendar=made.calendar,
            revision=made.curriculum.revision, next_ids=made.next_ids, left=made.left,
            unfinished=1, version=1, started_at=self.clock.at,
        )  # fmt: skip
        due = {ScheduleKind.LESSON: made.next_due_at, ScheduleKind.DIGEST: made.reminder_at}
        view = EnrollmentView(
            enrollment=enrollment,
            attention=self._attention(who),
            schedules=tuple(Schedule(kind=kind, due_at=at) for kind, at in due.items()),
            handled=dict(made.handled),
        )
        recipient = Recipient(kind=RecipientKind.PERSON, id=who.number)
        self.plans.add(Life(view=view, standing=Standing(recipient=recipient)))
        self.plans.seen(number)
        who.plans.append(number)
        self.of[number] = who
        self.told.append(Imagined(at=self.clock.at, before=view, delivery=made.deliveries[0]))
        self._hear(who, self.told[-1])

    # --- what people do ---------------------------------------------------------------------

    def _hear(self, who: Somebody, message: Imagined) -> None:
        """Somebody gets a message and, by their habit, does something about it hours later."""
        kind, later = message.delivery.kind, self.clock.at + self.chance.randint(1, 9) * HOUR
        by_itself = kind in {DeliveryKind.DIGEST, DeliveryKind.NUDGE}
        if by_itself and who.habit == "stops the reminders":
            self.at(later, who, lambda w: self._choose(w, Every.OFF))
        elif by_itself and who.habit == "asks for less often":
            self.at(later, who, lambda w: self._choose(w, Every.MONTHLY))
        elif kind is DeliveryKind.DIGEST and who.habit == "uses the buttons":
            self.at(later, who, lambda w: self._press(w, message))
        elif self._is_moved_by(who, kind):
            self.at(later, who, self._catch_up)
        elif not by_itself and self._reads(who):
            self.at(later, who, lambda w: self._done(w, message))

    def _is_moved_by(self, who: Somebody, kind: DeliveryKind) -> bool:
        """Whether a message that is no reading makes somebody catch up."""
        if kind is DeliveryKind.DIGEST:
            return who.habit == "follows two plans"
        return kind is DeliveryKind.NUDGE and who.number % 3 > 0

    def _reads(self, who: Somebody) -> bool:
        often = {
            "reads at once": 1.0, "reads half": 0.5, "pauses and resumes": 0.8, "leaves": 0.7,
            "follows two plans": 0.6, "waits for me": 0.7, "goes away": 0.8, "sleeps late": 0.7,
        }  # fmt: skip
        return self.chance.random() < often.get(who.habit, 0.0)

    def _do(self, plan: EnrollmentId, decide: Decide) -> bool:
        """One command; what is refused changes nothing."""
        self.plans.seen(plan)
        try:
            self.plans.change(plan, decide)
        except UserError:
            return False
        return True

    def _done(self, who: Somebody, message: Imagined) -> None:
        reading, plan = message.delivery.resource_id, message.before.enrollment.id
        if reading is not None and reading in open_readings(self.view(plan)):
            self._do(plan, self._finishing(who, reading))

    def _finishing(self, who: Somebody, reading: ResourceId) -> Decide:
        return lambda v: finish(v, self.study, resource_id=reading, by=PersonId(who.number))

    def _press(self, who: Somebody, message: Imagined) -> None:
        """The three buttons of a reminder in turn; each acts on the reading it names."""
        reading, plan = message.delivery.resource_id, message.before.enrollment.id
        assert reading is not None
        label = BUTTONS[sum(who.presses.values()) % len(BUTTONS)]
        tomorrow = next_local(self.clock.at + DAY / 2, who.pace.at, zone=who.zone)
        deeds: dict[str, Decide] = {
            "Did it": self._finishing(who, reading),
            "Move to tomorrow": lambda v: snooze(v, reading, until=tomorrow),
            "Skip this one": lambda v: skip(v, self.study, resource_id=reading),
        }
        if self._do(plan, deeds[label]):
            who.presses[label] += 1

    def _catch_up(self, who: Somebody) -> None:
        for plan in who.plans:
            for reading in reversed(open_readings(self.view(plan))):
                self._do(plan, self._finishing(who, reading))
        if who.habit == "catches up on Sundays":
            self.at(self.clock.at + WEEK, who, self._catch_up)

    def _pause(self, who: Somebody) -> None:
        if self._do(who.plans[0], lambda v: pause(v, self.study, until=None)):
            self.at(self.clock.at + 3 * WEEK, who, self._resume)

    def _resume(self, who: Somebody) -> None:
        self._do(who.plans[0], lambda v: resume(v, self.study))
        self.at(self.clock.at + 8 * WEEK, who, self._pause)

    def _come_back(self, who: Somebody) -> None:
        how = list(Restart)[len(who.restarts) % len(Restart)]
        if self._do(who.plans[0], lambda v: restart(v, self.study, how=how)):
            who.restarts.append(self.clock.at)
        self.at(self.clock.at + 9 * WEEK, who, self._come_back)

    def _go_away(self, who: Somebody) -> None:
        back = local(self.clock.at, who.zone).date() + 17 * DAY
        self._mind(who, away_until=back)
        self.at(self.clock.at + 10 * WEEK, who, self._go_away)

    def _mind(self, who: Somebody, *, away_until: date) -> None:
        for plan in who.plans:
            view = self.view(plan)
            attention = replace(view.attention, away_until=away_until)
            self.plans.views[plan] = replace(view, attention=attention)
            self._do(plan, lambda v: rescheduled(v, self.study, after=v.enrollment))

    def _leave(self, who: Somebody) -> None:
        self._do(who.plans[0], leave)

    def _choose(self, who: Somebody, every: Every) -> None:
        self.plans.seen(who.plans[0])
        self.plans.choose(who.plans[0], every)


async def year(*, people: int = PEOPLE, seed: int = SEED) -> Cohort:
    """A cohort with its year behind it."""
    cohort = Cohort(people=people, seed=seed)
    await cohort.live()
    return cohort
