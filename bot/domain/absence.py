"""Being away: until when nothing may be planned for a person."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.enrollment import Attention
from bot.domain.schedule import away_end

_MOMENT = timedelta(microseconds=1)  # so that a time at the very start of the day back counts


def shared(attention: Attention) -> Attention:
    """What of one person's attention holds for a channel: nobody's absence silences the others."""
    return replace(attention, away_until=None)


def earliest(after: datetime, attention: Attention) -> datetime:
    """The moment after which something may be planned: `after`, or just before a person is back."""
    if attention.away_until is None:
        return after
    return max(after, away_end(attention.away_until, attention.zone) - _MOMENT)
