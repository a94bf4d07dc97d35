"""Who leads the discussion of a reading: a fair rotation. Pure.

Everybody in turn: whoever was asked longest ago is next, and of those equal the one who led least.
Newcomers stand at the end. Between two turns of one always-active member every other one has had
theirs, so that over any time their counts differ by one at most.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.group import Discussion, LeadState, Member, Round
from bot.domain.ids import PersonId
from bot.domain.pace import Pace
from bot.domain.schedule import FreeDays, away_end, local, next_local, next_slot

_SATURDAY = 5
_MOMENT = timedelta(microseconds=1)


def next_lead(members: Sequence[Member], *, but: Collection[PersonId] = ()) -> Member | None:
    """Who is to lead next; None where nobody is active besides those in `but`."""
    willing = [each for each in members if each.active and each.person_id not in but]
    return min(willing, key=_order, default=None)


def appointed(
    round_: Round, members: Sequence[Member], *, now: datetime, answer_by: datetime
) -> Round:
    """The reading with who is asked to lead it, or asked in place of one who did not answer.

    `answer_by` is until when the first one may answer. A replacement is not asked again: the eve
    has come, and the group needs a name.
    """
    first = round_.lead_state is LeadState.OPEN
    chosen = next_lead(members, but=_tried(round_))
    if chosen is None and not first and round_.lead_id is not None:
        # Nobody else is there: whoever was asked stays named.
        return replace(round_, lead_state=LeadState.SWAPPED, answer_by=None)
    if chosen is None:
        return replace(
            round_, lead_id=None, lead_name="", lead_state=LeadState.NOBODY, answer_by=None
        )
    asked = first and answer_by > now
    return replace(
        round_,
        lead_id=chosen.person_id,
        lead_name=chosen.name,
        lead_state=LeadState.ASKED if asked else LeadState.SWAPPED,
        answer_by=answer_by if asked else None,
    )


def meeting(
    discussion: Discussion | None, pace: Pace, *, after: datetime, free: FreeDays
) -> datetime:
    """When a reading sent at `after` is talked about: at the group's time, else until the next one.

    The discussion is at least a day after its reading; a free day puts it off as it does readings.
    """
    if discussion is None:
        return next_slot(pace, after, free=free)
    weekly = Pace(at=discussion.at, zone=pace.zone, weekdays=frozenset({discussion.weekday}))
    return next_slot(weekly, after + timedelta(days=1), free=free)


def eve(of: datetime, zone: str, *, free: FreeDays) -> datetime:
    """The same time on the working day before; free days are none."""
    here = local(of, zone)
    day = here.date() - timedelta(days=1)
    while day.weekday() >= _SATURDAY or day in free:
        day -= timedelta(days=1)
    return next_local(away_end(day, zone) - _MOMENT, here.time(), zone=zone)


def _tried(round_: Round) -> tuple[PersonId, ...]:
    return (round_.lead_id,) if round_.lead_id is not None else ()


def _order(member: Member) -> tuple[int, int, datetime, PersonId]:
    return member.turn, member.led, member.joined_at, member.person_id
