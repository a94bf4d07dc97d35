"""A group's weekly message on a real database: when it comes, what it tells, who can stop it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from bot.domain.group import LineKind
from bot.domain.ids import ResourceId
from bot.domain.schedule import local
from bot.ports import Pressing
from bot.usecases.imagined import ImaginedClock, ImaginedPlans, Life
from bot.usecases.rehearse import Assume, Stage, rehearse, title_of, why
from tests.fakes.channel import Channel, Heard
from tests.fakes.curricula import MLOPS
from tests.fakes.plain import plain, said
from tests.fakes.talk import Talk, talk_on

MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)  # 09:00 in Paris
EVE = datetime(2026, 11, 25, 15, tzinfo=UTC)  # Wednesday, 16:00 in Paris
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
PEOPLE = ("ada", "bob", "eve", "joe")


@pytest.fixture
async def talk(sqlite_url: str) -> AsyncIterator[Talk]:
    async with talk_on(sqlite_url) as made:
        yield made


async def group(talk: Talk, *, days: str = "monday 10:00", discussion: str = "thursday 16:00",
                place: str = "#study", plan: str = "case studies") -> Channel:  # fmt: skip
    """A group of four that reads on Mondays and talks on Thursdays."""
    channel = Channel(talk, place=place)
    await channel.say("ada", f"enroll {plan} {days}")
    await channel.say("ada", f"group start plan:{plan.replace(' ', '-')}")
    for each in PEOPLE[1:]:
        await channel.say(each, "join")
    if discussion:
        await channel.say("ada", f"group discussion {discussion}")
    return channel


def weekly(heard: list[Heard]) -> list[Heard]:
    return [each for each in heard if "Read by:" in each.text]


def when(heard: list[Heard]) -> list[str]:
    return [f"{local(each.at, 'Europe/Paris'):%a %d %b %H:%M}" for each in heard]


async def test_on_the_working_day_before_a_discussion_the_group_hears_of_it(talk: Talk) -> None:
    channel = await group(talk)
    told = weekly(await channel.until(MONDAY + WEEK))
    assert when(told) == ["Wed 25 Nov 16:00"]
    assert "# Discussion: Thu 26 Nov, 16:00" in told[0].text
    assert "«Using Machine Learning to Improve Streaming Quality at Netflix»" in told[0].text
    assert "- «over 117M members worldwide in 2018»" in told[0].text
    assert "Read by: nobody yet" in told[0].text
    assert "Next reading: Mon 30 Nov, 10:00" in told[0].text


async def test_it_comes_every_week_with_another_reading(talk: Talk) -> None:
    channel = await group(talk)
    told = weekly(await channel.until(MONDAY + 4 * WEEK))
    assert [each[:6] for each in when(told)] == ["Wed 25", "Wed 02", "Wed 09", "Wed 16"]
    assert len({each.message.card.text for each in told}) == 4
    assert len(weekly(await channel.until(MONDAY + 8 * WEEK))) == 0, "nothing more is read"


async def test_a_monday_is_told_of_on_friday_and_a_holiday_is_skipped_back(talk: Talk) -> None:
    channel = await group(
        talk, days="wednesday 10:00", discussion="monday 11:00", plan="whole path"
    )
    await channel.say("ada", "holidays FR")
    told = weekly(await channel.until(MONDAY + 6 * WEEK))
    # Friday 25 December is free, so Monday 28's message comes on Thursday.
    assert when(told)[0] == "Fri 27 Nov 11:00"
    assert "Thu 24 Dec 11:00" in when(told)


async def test_who_has_read_it_is_counted_and_what_they_wrote_is_told(talk: Talk) -> None:
    channel = await group(talk)
    await channel.until(MONDAY + DAY)
    talk.origin = channel.origin("bob")
    party = await talk.store.people.party(talk.origin, zone="UTC")
    view = (await talk.store.people.enrollments_here(party))[0]
    reading = ResourceId("netflix-quality")
    pressing = Pressing(event_id="lines", now=talk.clock.now())
    lines = {LineKind.LEARNED: "Cache by the hour", LineKind.DISAGREE: "TCP is fine"}
    await talk.store.groups.keep_lines(
        party, view.enrollment.id, resource_id=reading, lines=lines, pressing=pressing
    )
    await talk.store.groups.done(
        party,
        view.enrollment.id,
        choose=lambda _: reading,
        settle=lambda *_: pytest.fail("one of four is not half"),
        pressing=replace(pressing, event_id="done"),
    )
    (told,) = weekly(await channel.until(MONDAY + 3 * DAY))
    assert "Read by: 1 of 4" in told.text
    assert "- «Bob» disagrees: «TCP is fine»" in told.text
    assert "- «Bob» learned: «Cache by the hour»" in told.text


async def test_who_leads_stands_on_it_swapped_silently_where_nobody_answered(talk: Talk) -> None:
    channel = await group(talk)
    await channel.until(MONDAY + DAY)
    party = await talk.store.people.party(channel.origin("ada"), zone="UTC")
    view = (await talk.store.people.enrollments_here(party))[0]
    (asked,) = await talk.store.groups.rounds(party, view.enrollment.id)
    (told,) = weekly(await channel.until(MONDAY + 3 * DAY))
    (led,) = await talk.store.groups.rounds(party, view.enrollment.id)
    assert asked.lead_id != led.lead_id
    assert f"Leads: «{led.lead_name}»" in told.text


async def test_a_case_study_that_fits_says_why(talk: Talk) -> None:
    channel = await group(talk, plan="core")
    told = weekly(await channel.until(MONDAY + 3 * WEEK))
    fits = [each for each in told if "A case study that fits:" in each.text]
    assert fits
    assert ". Why: " in fits[0].text
    reply = await channel.press("bob", "See the case study", fits[0])
    assert reply.card is not None
    assert said(reply.card.eyebrow) == "Case study"


async def test_without_a_discussion_it_comes_before_the_weeks_reading_while_one_is_new(
    talk: Talk,
) -> None:
    channel = await group(talk, days="tuesday 10:00", discussion="")
    told = weekly(await channel.until(MONDAY + 3 * WEEK))
    assert when(told) == ["Mon 30 Nov 10:00", "Mon 07 Dec 10:00", "Mon 14 Dec 10:00"][: len(told)]
    assert len(told) >= 2
    assert "# Reading together" in told[0].text


async def test_a_group_that_only_reads_every_four_weeks_hears_of_each_reading_once(
    talk: Talk,
) -> None:
    channel = await group(talk, days="every 4 weeks on monday 10:00", discussion="")
    told = weekly(await channel.until(MONDAY + 11 * WEEK))
    assert len(told) == 3


async def test_less_often_and_stop_are_for_leads_and_others_are_told_who_can(talk: Talk) -> None:
    channel = await group(talk)
    (told,) = weekly(await channel.until(MONDAY + 3 * DAY))
    refused = await channel.press("bob", "Stop", told)
    assert refused.card is not None
    assert "Ada" in plain(refused.card)
    assert len(weekly(await channel.until(MONDAY + 10 * DAY))) == 1
    less = await channel.press("ada", "Less often", told)
    assert less.card is not None
    assert "two weeks" in plain(less.card)
    stopped = await channel.press("bob", "Stop", told, admin=True)
    assert stopped.card is not None
    assert len(weekly(await channel.until(MONDAY + 5 * WEEK))) == 0
    await channel.say("ada", "group reminders on")


async def test_less_often_is_every_other_week(talk: Talk) -> None:
    channel = await group(talk, plan="whole path")
    await channel.say("ada", "group reminders less")
    told = weekly(await channel.until(MONDAY + 8 * WEEK))
    days = [each.at for each in told]
    assert len(days) == 4
    assert {later - earlier for earlier, later in pairwise(days)} == {2 * WEEK}


async def test_what_waits_to_be_sent_is_taken_back_by_a_stop(talk: Talk) -> None:
    channel = await group(talk)
    await channel.until(MONDAY + DAY)
    talk.clock.advance_to(MONDAY + 2 * DAY + timedelta(hours=7))
    await talk.planner.plan_due()
    await channel.say("ada", "group reminders off")
    await channel.tick()
    assert weekly(channel.heard) == []


async def test_two_groups_of_a_channel_share_one_message_a_week(talk: Talk) -> None:
    first = await group(talk)
    second = Channel(talk, place=first.place, heard=first.heard)
    await second.say("ada", "enroll core tuesday 11:00")
    await second.say("ada", "group start plan:core")
    reply = await second.say("ada", "group discussion friday 10:00 plan:core")
    assert "Fridays" in reply
    told = weekly(await first.until(MONDAY + 5 * WEEK))
    days = sorted(each.at for each in told)
    assert len(days) >= 4
    assert all(
        later - earlier >= 7 * DAY - timedelta(hours=12) for earlier, later in pairwise(days)
    )
    readings = [each for each in first.heard if "[Done]" in each.text]
    rides = [each for each in readings if "Discussion:" in each.text]
    assert rides, "the other group's discussion stands on its next reading"
    (line,) = [each for each in rides[0].text.splitlines() if "Discussion:" in each]
    await first.press("bob", "Done", rides[0])
    await first.tick()
    drawn = next(e for e in reversed(talk.platform.edits) if e.key == rides[0].message.key)
    assert line in plain(drawn.card).splitlines(), "it stays when the count is drawn anew"


async def test_nothing_comes_while_a_group_gathers_pauses_or_in_quiet_hours(talk: Talk) -> None:
    channel = Channel(talk)
    await channel.say("ada", "enroll case studies monday 10:00 start 7 december")
    await channel.say("ada", "group discussion thursday 16:00")
    assert weekly(await channel.until(MONDAY + 13 * DAY)) == []
    await channel.say("ada", "quiet 15:00-17:00")
    told = weekly(await channel.until(MONDAY + 18 * DAY))
    assert when(told) == ["Wed 09 Dec 17:00"]
    await channel.say("ada", "pause")
    assert weekly(await channel.until(MONDAY + 30 * DAY)) == []
    await channel.say("ada", "resume")
    assert len(weekly(await channel.until(MONDAY + 40 * DAY))) == 1


async def test_another_time_for_the_discussion_counts_at_once(talk: Talk) -> None:
    channel = await group(talk)
    await channel.until(MONDAY + DAY)
    await channel.say("ada", "group discussion friday 09:00")
    told = weekly(await channel.until(MONDAY + WEEK))
    assert when(told) == ["Thu 26 Nov 09:00"]
    await channel.say("ada", "group discussion off")
    told = weekly(await channel.until(MONDAY + 2 * WEEK))
    assert all("Discussion:" not in each.text for each in told)


def private(heard: list[Heard]) -> list[Heard]:
    return [each for each in heard if each.message.to.is_dm]


async def nudged(talk: Talk) -> Channel:
    """Bob and Eve said yes to nudges; Eve has read it, Joe never said yes."""
    channel = await group(talk, plan="whole path")
    for each in ("bob", "eve"):
        await channel.say(each, "group nudges yes")
    talk.clock.advance(timedelta(hours=2))
    return channel


async def test_a_quiet_member_who_said_yes_is_nudged_once_a_week_in_private(talk: Talk) -> None:
    channel = await nudged(talk)
    heard = private(await channel.until(MONDAY + 2 * WEEK))
    assert {each.place for each in heard} == {"bob", "eve"}
    assert "# Your group is reading" in heard[0].text
    assert "Discussion: Thu 26 Nov, 16:00" in heard[0].text
    assert [each.at for each in heard if each.place == "bob"] == [EVE, EVE + WEEK]


async def test_nobody_is_nudged_who_read_it_left_or_is_away(talk: Talk) -> None:
    channel = await nudged(talk)
    await channel.until(MONDAY + DAY)
    await channel.say("bob", "done")
    await channel.say("eve", "group away until 2026-12-24")
    await channel.say("joe", "group nudges yes")
    await channel.say("joe", "leave group")
    assert private(await channel.until(MONDAY + WEEK)) == []


async def test_a_nudge_is_stopped_where_it_stands(talk: Talk) -> None:
    channel = await nudged(talk)
    (first, *_) = private(await channel.until(MONDAY + 2 * WEEK))
    reply = await channel.press(first.place, "Stop", first)
    assert reply.card is not None
    assert "I send you no private nudges." in plain(reply.card)
    later = private(await channel.until(MONDAY + 5 * WEEK))
    assert first.place not in {each.place for each in later}


async def test_a_nudge_waits_for_the_end_of_its_own_readers_quiet_hours(talk: Talk) -> None:
    channel = await nudged(talk)
    await channel.say("bob", "quiet 15:00-18:30", private=True)
    await channel.say("eve", "group nudges no")
    assert private(await channel.until(EVE + timedelta(hours=1))) == []
    assert when(private(await channel.until(EVE + timedelta(hours=3)))) == ["Wed 25 Nov 19:00"]


async def test_a_nudge_that_waits_is_taken_back_by_done(talk: Talk) -> None:
    channel = await nudged(talk)
    talk.clock.advance_to(EVE)
    await talk.planner.plan_due()
    await channel.say("bob", "done")
    await channel.tick()
    assert {each.place for each in private(channel.heard)} == {"eve"}


async def test_a_rehearsal_shows_the_weekly_messages_that_would_come(talk: Talk) -> None:
    channel = await group(talk)
    await channel.until(MONDAY + DAY)
    (following,) = await talk.store.rehearsing.following(limit=5)
    clock = ImaginedClock(talk.clock.now())
    life = Life(view=following.view, standing=following.standing, week=following.week)
    stage = Stage(plans=ImaginedPlans([life], clock), studies=talk.studies.at(clock), clock=clock)
    told = await rehearse(stage, until=MONDAY + 3 * WEEK, assume=Assume.IDLE)
    assert [why(each) for each in told if title_of(each, talk.studies.of(MLOPS))
            == "Weekly message of the group"] == ["before its discussion"] * 3  # fmt: skip
