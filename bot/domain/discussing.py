"""Reading when a group talks: one day of the week and a time, as people write it."""

from dataclasses import replace
from datetime import date, time

from bot.domain.errors import UserError
from bot.domain.group import Discussion
from bot.domain.pace import Pace, Weekday
from bot.domain.pace_completion import complete_pace
from bot.domain.pace_words import UnclearPace

USUAL_AT = time(16, 0)


class UnclearDiscussion(UserError):
    """Name one day of the week and a time, for example `group discussion thursday 16:00`."""


def parse_discussion(text: str, pace: Pace, *, today: date) -> Discussion:
    """The weekday and time that a text means, on the plan's own clock.

    Raises:
        UnclearDiscussion: it names no single day of the week, or another time zone.
    """
    base = Pace(at=USUAL_AT, zone=pace.zone, weekdays=frozenset({Weekday.THU}))
    try:
        read = complete_pace(text, base, today=today).pace
    except UnclearPace:
        raise UnclearDiscussion from None
    weekly = replace(base, at=read.at, weekdays=read.weekdays) if read.weekdays else None
    if weekly is None or weekly != read or len(read.weekdays) != 1:
        raise UnclearDiscussion
    return Discussion(weekday=next(iter(read.weekdays)), at=read.at)
