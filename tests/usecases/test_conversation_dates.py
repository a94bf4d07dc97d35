"""Dates and rest, said in the conversation: the schedule follows, and the answer says how."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.enrollment import EnrollmentState, Policy
from tests.fakes.plain import said
from tests.fakes.talk import Talk, talk_on

TUESDAY = datetime(2026, 11, 24, 9, tzinfo=UTC)  # 10:00 in Paris
WEEK = timedelta(weeks=1)


@pytest.fixture
async def talk(sqlite_url: str) -> AsyncIterator[Talk]:
    async with talk_on(sqlite_url) as made:
        yield made


async def test_a_pause_keeps_everything_and_ends_when_it_said(talk: Talk) -> None:
    await talk.say("enroll case studies")
    await talk.send()
    assert "Nothing is sent until Tue 8 Dec." in await talk.say("pause for 15 days")
    assert (await talk.view()).next_due_at is None
    await talk.wait_until(TUESDAY + WEEK)
    assert len(talk.platform.messages) == 1
    await talk.wait_until(TUESDAY + 2 * WEEK - timedelta(hours=10))
    assert (await talk.view()).enrollment.state is EnrollmentState.ACTIVE
    assert (await talk.view()).next_due_at == TUESDAY + 2 * WEEK


async def test_resume_goes_on_from_the_next_date(talk: Talk) -> None:
    await talk.say("enroll case studies")
    await talk.say("pause")
    assert await talk.title("pause") == "Your plan is paused already"
    assert await talk.title("pause until yesterday") == "That day has passed already"
    answer = await talk.say("resume")
    assert "Next: Tue 24 Nov, 10:00" in answer
    assert await talk.title("resume") == "Your plan is running already; nothing had to change"


async def test_another_pace_moves_the_dates(talk: Talk) -> None:
    await talk.say("enroll case studies")
    answer = await talk.say("pace weekdays 9am")
    assert "# Weekdays at 09:00 (Europe/Paris time)" in answer
    assert "Next: Tue 24 Nov, 09:00" in answer
    assert "Last: 26 November 2026" in answer
    assert (await talk.view()).next_due_at == TUESDAY - timedelta(hours=1)
    assert "Tuesdays" not in await talk.say("pace 8pm")


async def test_a_pace_never_brings_a_second_reading_close_to_the_first(talk: Talk) -> None:
    await talk.say("enroll case studies")
    await talk.say("pace daily 11:00")
    assert (await talk.view()).next_due_at == TUESDAY + timedelta(hours=1)


async def test_another_time_zone_keeps_the_local_time(talk: Talk) -> None:
    await talk.say("enroll case studies")
    await talk.say("enroll core")
    answer = await talk.say("timezone New York")
    assert "# Your time zone is America/New_York" in answer
    due = [view.next_due_at for view in await talk.views()]
    assert due == [TUESDAY + timedelta(hours=6)] * 2


async def test_quiet_hours_move_what_falls_into_them(talk: Talk) -> None:
    await talk.say("enroll case studies")
    assert "Next: Tue 24 Nov, 11:30" in await talk.say("settings quiet 22:00-11:30")
    assert "Quiet hours: 22:00 to 11:30" in await talk.say("settings")
    assert "Next: Tue 24 Nov, 10:00" in await talk.say("settings quiet off")


async def test_being_away_moves_the_dates_behind_the_return(talk: Talk) -> None:
    await talk.say("enroll case studies")
    await talk.send()
    answer = await talk.say("away until 2026-12-24")
    assert "Next: Tue 29 Dec, 10:00" in answer
    await talk.wait_until(TUESDAY + 2 * WEEK)
    assert len(talk.platform.messages) == 1
    assert await talk.title("away today") == "That day is here already"
    assert "Next: Tue 15 Dec, 10:00" in await talk.say("away off")


async def test_holidays_and_breaks_put_dates_off_and_say_how_many(talk: Talk) -> None:
    await talk.say("enroll whole path")
    answer = await talk.say("settings holidays fr")
    assert "# Days off in FR are days off here" in answer
    assert "1 date moves because of holidays and breaks." in answer
    assert await talk.title("settings holidays XY") == "I do not know that country"
    answer = await talk.say("settings break 2026-11-23 to 2026-12-06")
    assert "3 dates move because of holidays and breaks." in answer
    assert "Next: Mon 7 Dec, 10:00" in answer
    assert await talk.title("settings break 2027-01-01 to 2028-06-01") == (
        "Breaks may last a year in all"
    )
    assert (await talk.view()).enrollment.calendar.breaks == (
        (date(2026, 11, 23), date(2026, 12, 6)),
    )
    await talk.say("settings break off")
    answer = await talk.say("settings holidays off")
    assert "move" not in answer


async def test_wait_for_me_and_keep_going(talk: Talk) -> None:
    await talk.say("enroll case studies")
    await talk.say("wait for me")
    assert (await talk.view()).enrollment.policy is Policy.WAIT
    await talk.send()
    await talk.wait_until(TUESDAY)
    reminder = await talk.wait_until(TUESDAY + WEEK)
    assert said(reminder.card.title) == "2 readings are waiting for you"
    reply = await talk.press("Keep going instead", reminder)
    assert reply.card is not None
    assert said(reply.card.title) == "Your plan keeps going"
    assert (await talk.view()).enrollment.policy is Policy.DRIP


async def test_a_group_cannot_wait_for_one_person(talk: Talk) -> None:
    talk.origin = replace(talk.origin, place="channel", is_dm=False)
    assert "direct message" in await talk.say("enroll case studies wait for me")
    await talk.say("enroll case studies")
    assert "direct message" in await talk.say("wait for me")
