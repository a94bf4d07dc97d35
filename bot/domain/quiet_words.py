"""Reading quiet hours as people write them: 22:00-07:00, 10pm to 7am, 22-7."""

import re

from bot.domain.errors import UserError
from bot.domain.pace_scan import NotATime, clock
from bot.domain.quiet import QuietHours

LONGEST_TEXT = 60
_TIME = r"(\d{1,2})(?:[:.h](\d{2}))?\s*(?:([ap])\.?m\.?)?"
_HOURS = re.compile(
    rf"(?:from |between )?{_TIME}\s*(?:-|\u2013|to|until|till|and)\s*{_TIME}", re.ASCII
)


class UnclearHours(UserError):
    """I could not read those hours. Try `settings quiet 22:00-07:00`, or `settings quiet off`."""


def parse_quiet(text: str) -> QuietHours:
    """The quiet hours that a text means.

    Raises:
        UnclearHours: it does not name two different times of day.
    """
    found = _HOURS.fullmatch(text.casefold().strip()) if len(text) <= LONGEST_TEXT else None
    if found is None:
        raise UnclearHours
    try:
        start = clock(found[1], found[2], half=found[3])
        quiet = QuietHours(start=start, end=clock(found[4], found[5], half=found[6]))
    except NotATime:
        raise UnclearHours from None
    if quiet.start == quiet.end:
        raise UnclearHours
    return quiet
