"""Reminders on a real database: when they come, what their buttons do, and how they stop."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from bot.domain.card import Press
from bot.domain.enrollment import EnrollmentState, EnrollmentView, Handled, ScheduleKind
from bot.domain.ids import ResourceId
from bot.ports import Outgoing
from bot.storage.database import statement
from tests.fakes.plain import plain, said
from tests.fakes.talk import Talk, talk_on

TUESDAY = datetime(2026, 11, 24, 9, tzinfo=UTC)  # 10:00 in Paris
MONDAY = TUESDAY + timedelta(days=6)
WEEK = timedelta(weeks=1)
NETFLIX, AIRBNB = ResourceId("netflix-quality"), ResourceId("airbnb-homes")


@pytest.fixture
async def talk(sqlite_url: str) -> AsyncIterator[Talk]:
    async with talk_on(sqlite_url) as made:
        yield made


async def first_reminder(talk: Talk, plan: str = "case studies") -> Outgoing:
    """A plan with two unread readings, and its first reminder on the Monday after."""
    await talk.say(f"enroll {plan}")
    await talk.send()
    await talk.wait_until(TUESDAY)
    return await talk.wait_until(MONDAY)


def titles(talk: Talk) -> list[str]:
    return [said(each.card.title) for each in talk.platform.messages]


async def test_what_waits_is_told_once_on_the_day_before_the_weeks_reading(talk: Talk) -> None:
    reminder = await first_reminder(talk)
    told = plain(reminder.card)
    assert "# 2 readings wait for you" in told
    assert "The buttons mean the latest one, «Predicting the Value of Homes»." in told
    assert "Next reading: Tue 1 Dec, 10:00" in told
    assert "I look back on a Monday" in told
    assert len(talk.platform.messages) == 3
    again = await talk.wait_until(MONDAY + timedelta(hours=5))
    assert again is reminder


async def test_who_is_up_to_date_hears_nothing(talk: Talk) -> None:
    await talk.say("enroll case studies")
    await talk.send()
    await talk.wait_until(TUESDAY)
    await talk.say("done")
    await talk.say("done")
    await talk.wait_until(MONDAY)
    assert len(talk.platform.messages) == 2


@pytest.mark.parametrize(
    ("label", "answer", "how"),
    [
        ("Did it", "1 of 4 done", Handled.DONE),
        ("Move to tomorrow", "Later, then", Handled.SENT),
        ("Skip this one", "Left out", Handled.SKIPPED),
    ],
)
async def test_the_three_buttons_act_on_the_latest_reading(
    talk: Talk, label: str, answer: str, how: Handled
) -> None:
    reply = await talk.press(label, await first_reminder(talk))
    assert reply.card is not None
    assert said(reply.card.title) == answer
    assert reply.update is not None, "the reminder itself shows what became of it"
    view = await talk.view()
    assert view.handled[AIRBNB] is how
    assert view.handled[NETFLIX] is Handled.SENT


async def test_move_to_tomorrow_brings_the_reading_again_and_a_day_after_the_next(
    talk: Talk,
) -> None:
    await talk.press("Move to tomorrow", await first_reminder(talk))
    await talk.wait_until(MONDAY + timedelta(days=1))
    assert sorted(titles(talk)[3:]) == [
        "«From shallow to deep learning in fraud»",
        "«Predicting the Value of Homes»",
    ]


async def test_a_reading_done_before_its_reminder_goes_out_takes_it_back(talk: Talk) -> None:
    await talk.say("enroll case studies")
    await talk.send()
    await talk.wait_until(TUESDAY)
    talk.clock.advance_to(MONDAY)
    await talk.planner.plan_due()
    await talk.say("done")
    await talk.send()
    assert len(talk.platform.messages) == 2


async def test_less_often_is_one_step_and_the_same_press_twice_is_one_press(talk: Talk) -> None:
    reminder = await first_reminder(talk)
    press = next(each.press for each in reminder.card.buttons if each.label == "Less often")
    for _ in range(2):
        await talk.reply(press=press, key=reminder.key, event="once")
    assert "Now: every two weeks at most." in await talk.say("settings reminders")
    assert len(await _reminders_until(talk, MONDAY + WEEK)) == 1
    assert len(await _reminders_until(talk, MONDAY + 2 * WEEK)) == 2


async def test_who_mistypes_was_heard_of_and_is_reminded_as_often_as_before(talk: Talk) -> None:
    await first_reminder(talk)
    for week in range(1, 4):
        assert await talk.title("prgress") == "Nothing was changed"
        assert len(await _reminders_until(talk, MONDAY + week * WEEK)) == week + 1
    assert "Now: once a week at most." in await talk.say("settings reminders")


async def test_less_often_never_becomes_never(talk: Talk) -> None:
    await talk.say("enroll case studies")
    assert await talk.title("settings reminders monthly") == "Reminders: once a month at most"
    assert await talk.title("settings reminders less") == "Once a month is the least"
    await talk.say("settings reminders off")
    assert await talk.title("settings reminders less") == "Reminders are off already"


async def test_stop_ends_reminders_at_once_and_leaves_the_plan_alone(talk: Talk) -> None:
    reminder = await first_reminder(talk)
    reply = await talk.press("Stop", reminder)
    assert reply.card is not None
    assert said(reply.card.title) == "Reminders are off"
    assert "Should the readings stop too?" in plain(reply.card)
    assert (await talk.view()).enrollment.state is EnrollmentState.ACTIVE
    for week in range(1, 4):
        await talk.wait_until(MONDAY + week * WEEK)
        await talk.wait_until(TUESDAY + (week + 1) * WEEK)
    assert titles(talk).count("2 readings wait for you") == 1
    assert len(titles(talk)) == 5, "the readings went on"
    leave = next(each for each in reply.card.buttons if each.label == "Leave this plan")
    await talk.reply(press=leave.press)
    assert await talk.views() == []


async def test_stop_typed_twice_asks_about_the_plan_and_loses_nothing(talk: Talk) -> None:
    await talk.say("enroll case studies")
    assert await talk.title("STOP") == "Reminders are off"
    assert await talk.title("stop.") == "Leave «Case studies»?"
    assert (await talk.view()).enrollment.state is EnrollmentState.ACTIVE


async def test_stop_with_a_plans_name_asks_about_that_plan(talk: Talk) -> None:
    await talk.say("enroll case studies")
    await talk.say("enroll core")
    assert "«Case studies»" in await talk.say("stop case studies")
    assert await talk.title("stop core") == "Leave «MLOps core»?"
    assert await talk.title("stop sending me these") == "Leave «MLOps core»?"
    assert len(await talk.views()) == 2


async def test_stop_takes_back_what_waits_to_be_sent(talk: Talk) -> None:
    await talk.say("enroll case studies")
    await talk.send()
    await talk.wait_until(TUESDAY)
    talk.clock.advance_to(MONDAY)
    await talk.planner.plan_due()
    await talk.say("stop")
    await talk.send()
    assert len(talk.platform.messages) == 2
    assert await _scalar(talk, "SELECT reason FROM deliveries WHERE kind = 'digest'") == "stopped"


async def test_reminders_can_be_had_back(talk: Talk) -> None:
    await first_reminder(talk)
    await talk.say("stop")
    await talk.wait_until(MONDAY + WEEK)
    assert await talk.title("reminders weekly") == "Reminders: once a week at most"
    assert len(await _reminders_until(talk, MONDAY + 2 * WEEK)) == 2


async def test_words_that_say_no_rhythm_change_nothing(talk: Talk) -> None:
    await talk.say("enroll case studies")
    answer = await talk.say("settings reminders mnthly")
    assert "Did you mean `settings reminders monthly`?" in answer
    answer = await talk.say("settings reminders often")
    assert "Try `settings reminders monthly`. You can say weekly, fortnightly," in answer
    assert "Now: once a week at most." in await talk.say("settings reminders")


async def test_the_settings_name_how_often_reminders_come(talk: Talk) -> None:
    await talk.say("enroll case studies")
    await talk.say("settings reminders every two weeks")
    assert "Reminders: every two weeks at most; change with" in await talk.say("settings")


async def test_nobody_in_a_channel_is_reminded_in_private_or_there(talk: Talk) -> None:
    talk.origin = replace(talk.origin, place="channel", is_dm=False)
    assert "Reminders:" not in await talk.say("enroll case studies start now")
    await talk.say("group reminders off")  # the one message a week that a group hears
    await talk.send()
    await talk.wait_until(TUESDAY)
    await talk.wait_until(MONDAY)
    above = [each for each in talk.platform.messages if not each.to.thread]
    assert [plain(each.card).splitlines()[0] for each in above] == [
        *("(info)", "(reading)", "(reading)"),
    ]
    assert await talk.title("settings reminders weekly") == "Reminders are private"
    assert await talk.title("stop") == "Leave «Case studies»?"


async def test_a_plan_from_before_there_were_reminders_asks_first(talk: Talk) -> None:
    await talk.say("enroll case studies")
    await talk.store.database.write(
        statement(text("DELETE FROM schedules WHERE kind = 'digest'"), {})
    )
    await talk.send()
    await talk.wait_until(TUESDAY)
    await talk.wait_until(MONDAY)
    assert len(talk.platform.messages) == 2
    await talk.say("settings reminders weekly")
    assert len(await _reminders_until(talk, MONDAY + WEEK)) == 1


async def test_a_paused_plan_is_not_looked_back_on_and_a_resumed_one_is(talk: Talk) -> None:
    await talk.say("enroll case studies")
    await talk.send()
    await talk.wait_until(TUESDAY)
    await talk.say("pause")
    assert await _reminders_until(talk, MONDAY) == []
    await talk.say("resume")
    assert len(await _reminders_until(talk, MONDAY + WEEK)) == 1


async def test_a_finished_plan_is_not_looked_back_on(talk: Talk) -> None:
    await talk.say("enroll case studies")
    await talk.send()
    for _ in range(3):
        await talk.say("next")
    for _ in range(4):
        await talk.say("done")
    await talk.wait_until(MONDAY)
    await talk.planner.plan_due()
    assert (await talk.view()).enrollment.state is EnrollmentState.FINISHED
    due = [each.due_at for each in (await talk.view()).schedules]
    assert due == [None] * len(due)


async def test_who_never_answers_gets_seven_and_the_last_says_so(talk: Talk) -> None:
    await talk.say("enroll whole path")
    await talk.send()
    told = await _reminders_until(talk, MONDAY + 40 * WEEK)
    assert len(told) == 7
    footers = [said(each.card.footer) for each in told]
    assert "every two weeks" in footers[2]
    assert "once a month" in footers[4]
    assert "this is the last one" in footers[6]
    assert said(told[6].card.title) == "Nothing has piled up"


async def test_an_answer_in_between_keeps_them_weekly(talk: Talk) -> None:
    await talk.say("enroll whole path")
    await talk.send()
    for week in range(6):
        await _reminders_until(talk, MONDAY + week * WEEK)
        await talk.say("progress")
    assert len(_reminders(talk)) == 6


async def test_two_plans_share_one_budget_and_the_second_rides_on_its_reading(talk: Talk) -> None:
    await talk.say("enroll core")
    await talk.send()
    await first_reminder(talk)
    assert len(_reminders(talk)) == 1
    await talk.wait_until(MONDAY + timedelta(days=1))
    lines = [plain(each.card) for each in talk.platform.messages[-2:]]
    assert sum("still with you from before" in each for each in lines) == 1
    assert len(_reminders(talk)) == 1


async def test_a_nudge_spends_the_budget_of_the_other_plan_too(talk: Talk) -> None:
    await talk.say("enroll core wednesday 10:00")
    await talk.say("enroll case studies weekdays 9:00 wait for me")
    await talk.send()
    await _reminders_until(talk, MONDAY + timedelta(days=1))
    nudges = [each for each in talk.platform.messages if "Keep going instead" in plain(each.card)]
    assert len(nudges) == 1
    assert _reminders(talk) == []


async def test_coming_back_after_weeks_offers_three_ways_and_no_backlog(talk: Talk) -> None:
    await talk.say("enroll whole path")
    await talk.send()
    for week in range(6):
        await talk.wait_until(TUESDAY + week * WEEK)
    answer = await talk.reply("progress")
    assert answer.card is not None
    option = answer.card.options[-1]
    assert said(option.title) == "It has been 5 weeks, and nothing has piled up"
    before = len(talk.platform.messages)
    reply = await talk.reply(press=option.buttons[0].press)
    assert reply.card is not None
    assert said(reply.card.title) == "Your plan goes on from here"
    view = await talk.view()
    assert dict(view.handled) == {}
    assert view.enrollment.unfinished == 0
    await talk.wait_until(TUESDAY + 6 * WEEK)
    assert titles(talk)[before:] == titles(talk)[:1], "one reading, the first of them"
    again = await talk.reply("progress")
    assert again.card is not None
    assert "nothing has piled up" not in plain(again.card)


async def test_a_fresh_start_can_be_typed_and_asks_which_way(talk: Talk) -> None:
    await talk.say("enroll core")
    assert await talk.title("restart") == "How would you like to go on?"
    assert await talk.title("restart sideways") == "I do not know that way to go on"
    assert await talk.title("restart on") == "Your plan goes on from here"


async def test_a_slower_pace_is_every_other_week_from_the_first_open_reading(talk: Talk) -> None:
    view = await _after_weeks(talk, "slower")
    assert view.enrollment.pace.every_days == 14
    assert view.enrollment.next_ids[0] == "rules"


async def test_starting_the_section_again_brings_what_was_done_there(talk: Talk) -> None:
    await talk.say("enroll core")
    await talk.say("done")
    await talk.say("next")
    talk.clock.advance(5 * WEEK)
    await talk.reply(press=Press("restart", "section"))
    view = await talk.view()
    assert view.handled == {}
    assert view.enrollment.next_ids[0] == "rules"


async def test_a_fresh_start_sets_a_paused_plan_going(talk: Talk) -> None:
    await talk.say("enroll core")
    await talk.say("next")
    await talk.say("pause")
    talk.clock.advance(5 * WEEK)
    await talk.reply(press=Press("restart", "on"))
    view = await talk.view()
    assert view.enrollment.state is EnrollmentState.ACTIVE
    assert view.next_due_at is not None
    assert any(s.kind is ScheduleKind.DIGEST and s.due_at for s in view.schedules)


async def test_the_clock_bar_shows_readings_alone(talk: Talk) -> None:
    await talk.say("enroll case studies")
    await talk.send()
    await talk.wait_until(TUESDAY)
    plans = talk.store.plans
    assert await plans.next_due_at("recording") == MONDAY
    assert await plans.next_due_at("recording", readings=True) == TUESDAY + WEEK


async def _after_weeks(talk: Talk, how: str) -> EnrollmentView:
    await talk.say("enroll core")
    await talk.send()
    await talk.wait_until(TUESDAY)
    talk.clock.advance(4 * WEEK)
    await talk.reply(press=Press("restart", how))
    return await talk.view()


def _reminders(talk: Talk) -> list[Outgoing]:
    """The reminders among what was sent."""
    return [
        each
        for each in talk.platform.messages
        if "I look back on" in plain(each.card) or "found no answer" in plain(each.card)
    ]


async def _reminders_until(talk: Talk, at: datetime) -> list[Outgoing]:
    """All reminders until then, the clock stopping at every due date on the way."""
    while (due := await talk.store.plans.next_due_at("recording")) is not None and due <= at:
        talk.clock.advance_to(max(due, talk.clock.now()))
        await talk.planner.plan_due()
        await talk.drainer.drain()
    talk.clock.advance_to(max(at, talk.clock.now()))
    return _reminders(talk)


async def _scalar(talk: Talk, query: str) -> object:
    return await talk.store.database.read(lambda c: c.scalar(text(query)))
