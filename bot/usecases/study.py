"""What decisions stand on: the curriculum, study time, and the days a plan rests."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from bot.domain.enrollment import NO_REST, Calendar
from bot.domain.ids import CurriculumId
from bot.domain.position import Study
from bot.domain.schedule import NO_FREE_DAYS, FreeDays
from bot.ports import Clock, Holidays, Library

YEARS_AHEAD = 4
"""How many calendar years of holidays a decision may look at."""


@dataclass(frozen=True, slots=True)
class Studies:
    """Makes the `Study` of a curriculum at this moment."""

    library: Library
    clock: Clock
    holidays: Holidays

    def of(self, curriculum_id: CurriculumId) -> Study:
        """What decisions on this curriculum stand on now.

        Raises:
            KeyError: no such curriculum is loaded.
        """
        now = self.clock.now()
        year = now.year
        return Study(
            curriculum=self.library.curricula[curriculum_id],
            now=now,
            free=lambda calendar: free_days(self.holidays, calendar, year),
        )


def free_days(holidays: Holidays, calendar: Calendar, year: int) -> FreeDays:
    """The days on which a calendar rests, from the year before `year` on."""
    if calendar == NO_REST:
        return NO_FREE_DAYS
    dates = _holidays(holidays, calendar.country, year) if calendar.country else frozenset()
    return FreeDays(holidays=dates, breaks=calendar.breaks)


@lru_cache(maxsize=512)
def _holidays(holidays: Holidays, country: str, year: int) -> frozenset[date]:
    return holidays.dates(country, range(year - 1, year + YEARS_AHEAD))
