"""What decisions stand on: the curriculum, study time, and the days a plan rests."""

from datetime import datetime

from bot.domain.case_week import CASES, WITHOUT_READINGS
from bot.domain.curriculum import Curriculum
from bot.domain.enrollment import NO_REST, Calendar, Enrollment
from bot.domain.ids import CurriculumId
from bot.domain.position import Study
from bot.domain.schedule import NO_FREE_DAYS, FreeDays
from bot.ports import Clock, Holidays, Library

YEARS_AHEAD = 4
"""How many calendar years of holidays a decision may look at."""


def curriculum_of(library: Library, curriculum_id: CurriculumId) -> Curriculum | None:
    """A loaded curriculum, or the one without readings that case studies of the week follow."""
    return WITHOUT_READINGS if curriculum_id == CASES else library.curricula.get(curriculum_id)


class Studies:
    """Makes the `Study` of a curriculum at this moment; remembers the free days it worked out."""

    def __init__(self, library: Library, *, clock: Clock, holidays: Holidays) -> None:
        self.library = library
        self._clock = clock
        self._holidays = holidays
        self._free: dict[tuple[Calendar, int], FreeDays] = {}

    def at(self, clock: Clock) -> "Studies":
        """The same library and holidays by another clock."""
        return Studies(self.library, clock=clock, holidays=self._holidays)

    def now(self) -> datetime:
        """Study time."""
        return self._clock.now()

    def has(self, enrollment: Enrollment) -> bool:
        """Whether an enrollment's curriculum is loaded and still has its plan."""
        curriculum = self.library.curricula.get(enrollment.curriculum)
        return curriculum is not None and any(
            plan.id == enrollment.plan for plan in curriculum.plans
        )

    def of(self, curriculum_id: CurriculumId) -> Study:
        """What decisions on this curriculum stand on now.

        Raises:
            KeyError: no such curriculum is loaded.
        """
        curriculum = curriculum_of(self.library, curriculum_id)
        if curriculum is None:
            raise KeyError(curriculum_id)
        now = self._clock.now()
        return Study(
            curriculum=curriculum,
            now=now,
            free=lambda calendar: self.free_days(calendar, now.year),
        )

    def free_days(self, calendar: Calendar, year: int) -> FreeDays:
        """The days on which a calendar rests, from the year before `year` on."""
        if calendar == NO_REST:
            return NO_FREE_DAYS
        known = self._free.get((calendar, year))
        if known is None:
            years = range(year - 1, year + YEARS_AHEAD)
            dates = self._holidays.dates(calendar.country, years) if calendar.country else ()
            known = FreeDays(holidays=frozenset(dates), breaks=calendar.breaks)
            self._free[calendar, year] = known
        return known
