"""The attention budget: whatever is wanted, nobody gets more than their share."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.budget import (
    NEVER_ASKED,
    Every,
    Recipient,
    RecipientKind,
    Reminders,
    Spend,
    Standing,
    Urgency,
    Verdict,
    decide,
    granted,
    has_room,
    reminded,
)

TODAY = date(2026, 11, 30)
NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
ADA = Recipient(kind=RecipientKind.PERSON, id=1)
BOB = Recipient(kind=RecipientKind.PERSON, id=2)
ROOM = Recipient(kind=RecipientKind.CHANNEL, id=1)
PRIVATE = (Urgency.NUDGE, Urgency.REMINDER, Urgency.QUIET)
GAPS = {Every.WEEKLY: 7, Every.FORTNIGHTLY: 14, Every.MONTHLY: 28}


def days(number: int) -> timedelta:
    return timedelta(days=number)


def standing(every: Every = Every.WEEKLY, *, spent: int | None = None) -> Standing:
    """Somebody who got their latest so many days ago."""
    spent_on = TODAY - days(spent) if spent is not None else None
    return Standing(recipient=ADA, reminders=Reminders(every=every), spent_on=spent_on)


def spend(
    recipient: Recipient = ADA,
    *,
    urgency: Urgency = Urgency.REMINDER,
    every: Every = Every.WEEKLY,
) -> Spend:
    reminders = Reminders(every=every)
    return Spend(recipient=recipient, on=TODAY, urgency=urgency, before=reminders, after=reminders)


@pytest.mark.parametrize(
    ("who", "reading_in", "verdict"),
    [
        (standing(), None, Verdict.SEND),
        (standing(spent=7), None, Verdict.SEND),
        (standing(spent=6), 3, Verdict.RIDE),
        (standing(spent=6), 6, Verdict.RIDE),
        (standing(spent=6), 7, Verdict.WAIT),
        (standing(spent=6), None, Verdict.WAIT),
        (standing(Every.FORTNIGHTLY, spent=13), 1, Verdict.WAIT),
        (standing(Every.FORTNIGHTLY, spent=14), 1, Verdict.SEND),
        (standing(Every.MONTHLY, spent=27), 1, Verdict.WAIT),
        (standing(Every.MONTHLY, spent=28), None, Verdict.SEND),
        (standing(Every.OFF), 1, Verdict.WAIT),
        (None, 1, Verdict.WAIT),
    ],
)
def test_a_message_goes_out_rides_along_or_waits(
    who: Standing | None, reading_in: int | None, verdict: Verdict
) -> None:
    reading_on = TODAY + days(reading_in) if reading_in is not None else None
    assert decide(who, on=TODAY, next_reading_on=reading_on) is verdict


def test_the_most_urgent_of_one_moment_goes_first_and_others_are_not_in_its_way() -> None:
    spends = [spend(), spend(urgency=Urgency.NUDGE), spend(BOB), spend(ROOM)]
    kept = dict.fromkeys((ADA, BOB, ROOM), (Every.WEEKLY, None))
    assert granted(spends, kept) == {1, 2, 3}


def test_what_was_decided_before_a_choice_does_not_count_after_it() -> None:
    for now in (Every.OFF, Every.MONTHLY):
        assert granted([spend()], {ADA: (now, None)}) == frozenset()
    assert granted([spend(every=Every.MONTHLY)], {ADA: (Every.MONTHLY, None)}) == {0}


def test_two_that_nothing_answered_bring_the_next_less_often() -> None:
    state, told = NEVER_ASKED, []
    for week in range(7):
        state, lowered = reminded(state, now=NOW + week * days(7))
        told.append(lowered)
    assert told == [None, None, Every.FORTNIGHTLY, None, Every.MONTHLY, None, Every.OFF]
    assert state.every is Every.OFF


def test_an_answer_starts_the_count_anew() -> None:
    state, _ = reminded(NEVER_ASKED, now=NOW)
    state, _ = reminded(state, now=NOW + days(7))
    assert state.ignored == 1
    answered = Reminders(every=state.every, ignored=1, last_at=state.last_at, seen_at=NOW + days(8))
    state, lowered = reminded(answered, now=NOW + days(14))
    assert (state.ignored, lowered) == (0, None)


@given(
    wants=st.lists(st.tuples(st.integers(0, 400), st.sampled_from(PRIVATE)), max_size=60),
    every=st.sampled_from([Every.WEEKLY, Every.FORTNIGHTLY, Every.MONTHLY]),
)
def test_no_order_of_wants_brings_two_within_the_chosen_time(
    wants: list[tuple[int, Urgency]], every: Every
) -> None:
    spent: date | None = None
    sent = []
    for number, urgency in sorted(wants):
        on = TODAY + days(number)
        wanted = Spend(
            recipient=ADA,
            on=on,
            urgency=urgency,
            before=Reminders(every=every),
            after=Reminders(every=every),
        )
        if granted([wanted], {ADA: (every, spent)}):
            assert has_room(every, spent_on=spent, on=on)
            spent = on
            sent.append(on)
    assert all((later - earlier).days >= GAPS[every] for earlier, later in pairwise(sent))
    if wants:
        assert sent, "the first always fits"


@given(wants=st.lists(st.tuples(st.integers(0, 100), st.sampled_from(Urgency)), max_size=60))
def test_a_channel_hears_of_discussions_once_in_their_week_and_of_more_after_seven_days(
    wants: list[tuple[int, Urgency]],
) -> None:
    spent: date | None = None
    sent: list[tuple[date, Urgency]] = []
    for number, urgency in sorted(wants):
        on = TODAY + days(number)
        wanted = Spend(
            recipient=ROOM, on=on, urgency=urgency, before=NEVER_ASKED, after=NEVER_ASKED
        )
        if granted([wanted], {ROOM: (Every.WEEKLY, spent)}):
            spent = on
            sent.append((on, urgency))
    for (earlier, _), (later, urgency) in pairwise(sent):
        if urgency is Urgency.EVE:
            assert later.isocalendar()[:2] > earlier.isocalendar()[:2]
        else:
            assert (later - earlier).days >= 7
