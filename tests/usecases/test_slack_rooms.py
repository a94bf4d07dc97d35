"""Channels in Slack: invited, large, archived, left; real listeners, a local Slack."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta

import pytest

from tests.fakes.slack_bot import SlackBot, connected, slack_bot
from tests.fakes.slack_checks import interactive
from tests.fakes.slack_person import shown
from tests.fakes.slack_server import running as running_slack
from tests.fakes.slack_state import START_S, Channel, Json
from tests.fakes.talk import talk_on


@pytest.fixture
async def bot(sqlite_url: str) -> AsyncIterator[SlackBot]:
    async with slack_bot(sqlite_url) as made:
        yield made


def channel(bot: SlackBot, *, private: bool = False, strangers: int = 0) -> Channel:
    made = Channel(id="C1", name="reading", is_private=private, members={bot.ada.user.id})
    made.strangers = strangers
    bot.team.channels[made.id] = made
    return made


async def happens(bot: SlackBot, kind: str, **more: object) -> None:
    event = {"type": kind, "event_ts": bot.server.state.ts()} | more
    await bot.ada.event(event)


async def invited(bot: SlackBot, place: Channel, *, event_id: str = "") -> None:
    place.members.add(bot.team.bot_user.id)
    event = {
        "type": "member_joined_channel",
        "user": bot.team.bot_user.id,
        "channel": place.id,
        "channel_type": "G" if place.is_private else "C",
        "team": bot.team.id,
        "inviter": bot.ada.user.id,
        "event_ts": bot.server.state.ts(),
    }
    await bot.ada.event(event, event_id=event_id)


async def running(bot: SlackBot) -> Channel:
    """A channel whose group reads already."""
    place = channel(bot)
    await bot.ada.types("enroll case studies tue 9:00 start now", place)
    await bot.deliver()
    await bot.ada.message("Welcome to", place)
    return place


def said(place: Channel, words: str) -> list[Json]:
    return [each for each in place.messages if words in shown(each)]


def labels(message: Json) -> list[str]:
    return [each["text"]["text"] for each in interactive(message["blocks"]) if "text" in each]


async def test_a_form_for_a_private_channel_waits_for_the_invitation_and_goes_on_by_itself(
    bot: SlackBot,
) -> None:
    place = channel(bot, private=True)
    await bot.ada.types("enroll", place)
    assert await bot.ada.sends(bot.ada.window, when="weekdays 9am") == {}
    answer = await bot.ada.message("/invite @studybot", place)
    assert "here; I carry on from there" in shown(answer)
    assert answer["to"] == bot.ada.user.id
    await invited(bot, place, event_id="Ev1")
    await invited(bot, place, event_id="Ev2")
    begun = await bot.ada.message("You are on", place)
    assert begun["to"] == bot.ada.user.id
    await bot.deliver()
    await bot.deliver()
    (invitation,) = place.messages
    assert "Study group" in shown(invitation)
    assert "Join" in labels(invitation)
    assert len([each for each in place.ephemeral if "You are on" in shown(each)]) == 1
    assert not [each for each in place.ephemeral if "saved already" in shown(each)]
    bot.clock.advance(timedelta(days=4))
    await bot.deliver()
    assert await bot.ada.message("Reading 1 of 4", place)
    assert len(said(place, "Study group")) == 1


async def test_an_invitation_that_nobody_heard_of_is_found_out_after_a_restart(
    sqlite_url: str,
) -> None:
    async with talk_on(sqlite_url) as talk, running_slack(talk.clock.real) as server:
        async with connected(server, talk, team_id="T0001") as before:
            place = channel(before, private=True)
            await before.ada.types("enroll case studies tue 9:00", place)
        place.members.add(before.team.bot_user.id)
        async with connected(server, talk, team=before.team) as after:
            await after.ada.says("help")
            assert await after.ada.message("You are on", place)


async def test_words_typed_in_a_private_channel_wait_too(bot: SlackBot) -> None:
    place = channel(bot, private=True)
    answer = await bot.ada.types("enroll case studies tue 9:00", place)
    assert "/invite @studybot" in shown(answer)
    await invited(bot, place)
    assert "Tuesdays at 09:00" in shown(await bot.ada.message("You are on", place))


@pytest.mark.parametrize("why", ["left", "guest", "gone", "late"])
async def test_nothing_starts_for_somebody_who_may_not_any_more(bot: SlackBot, why: str) -> None:
    place = channel(bot, private=True)
    await bot.ada.types("enroll case studies tue 9:00", place)
    if why == "left":
        place.members.discard(bot.ada.user.id)
    if why == "late":
        bot.clock.advance(timedelta(hours=24))
    bot.ada.user.is_restricted, bot.ada.user.deleted = why == "guest", why == "gone"
    await invited(bot, place)
    bob = bot.person("UBOB", "bob")
    place.members.add(bob.user.id)
    await bob.types("progress", place)
    await bot.deliver()
    assert place.messages == []
    assert not [each for each in place.ephemeral if "You are on" in shown(each)]
    if why != "late":
        await bot.server.state.until(lambda: True)
        assert await waiting(bot) == []


async def waiting(bot: SlackBot) -> list[str]:
    """What waits once the bot, which works beside its handlers, is through with it."""
    found = [""]
    with suppress(TimeoutError):
        async with asyncio.timeout(START_S):
            while found:
                found = list(await bot.store.forms.places("slack", bot.team.id))
    return found


async def test_where_the_bot_may_not_join_a_public_channel_it_asks_to_be_invited(
    bot: SlackBot,
) -> None:
    bot.team.scopes -= {"channels:join"}
    place = channel(bot)
    assert "/invite @studybot" in shown(await bot.ada.types("enroll case studies", place))
    assert bot.team.bot_user.id not in place.members


async def test_a_form_for_a_large_channel_asks_once_more_and_back_loses_nothing(
    bot: SlackBot,
) -> None:
    place = channel(bot, strangers=1239)
    await bot.ada.types("enroll", place)
    form = bot.ada.window
    assert await bot.ada.sends(form, when="weekdays 9am") == {}
    question = bot.ada.window
    assert "1,240 people are in this channel" in shown(question)
    assert form["id"] in bot.team.modals
    assert bot.team.bot_user.id not in place.members
    assert place.messages == place.ephemeral == []
    await bot.ada.sends(question)
    assert "weekdays at 09:00" in shown(await bot.ada.message("You are on", place))
    assert bot.team.modals == {}


async def test_words_typed_in_a_large_channel_ask_once_more(bot: SlackBot) -> None:
    place = channel(bot, strangers=300)
    await bot.ada.types("enroll case studies tue 9:00", place)
    question = place.ephemeral[-1]
    assert "301 people" in shown(question)
    await bot.ada.presses("Not now", question, place)
    await bot.server.state.until(lambda: place.ephemeral == [])
    await bot.ada.types("enroll case studies tue 9:00", place)
    await bot.ada.presses("Start it here", place.ephemeral[-1], place)
    assert "Tuesdays at 09:00" in shown(await bot.ada.message("You are on", place))
    await bot.server.state.until(lambda: len(place.ephemeral) == 1)
    assert place.messages == []
    await bot.deliver()
    assert len(said(place, "Study group")) == 1


async def test_a_case_study_a_week_asks_as_a_plan_does_and_once(bot: SlackBot) -> None:
    place = channel(bot, strangers=300)
    await bot.ada.types("casestudy weekly fraud", place)
    question = place.ephemeral[-1]
    assert "301 people" in shown(question)
    await bot.ada.presses("Start it here", question, place)
    assert await bot.ada.message("A case study a week: fraud", place)
    assert bot.team.bot_user.id in place.members
    assert "A case study a week" in shown(await bot.ada.types("casestudy weekly", place))
    bot.clock.advance(timedelta(hours=25))
    await bot.deliver()
    assert len(said(place, "Your case study of this week.")) == 1


async def test_a_case_study_a_week_waits_for_the_invitation(bot: SlackBot) -> None:
    place = channel(bot, private=True)
    assert "/invite @studybot" in shown(await bot.ada.types("casestudy weekly fraud", place))
    await invited(bot, place)
    assert await bot.ada.message("A case study a week: fraud", place)


async def test_two_hundred_people_are_not_asked_about(bot: SlackBot) -> None:
    place = channel(bot, strangers=199)
    await bot.ada.types("enroll case studies tue 9:00", place)
    assert await bot.ada.message("You are on", place)
    await bot.deliver()
    assert said(place, "Study group")


async def test_an_archived_channel_pauses_its_plan_and_tells_its_owner_once(bot: SlackBot) -> None:
    place = await running(bot)
    place.archived = True
    await happens(bot, "channel_archive", channel=place.id, user="UBOB")
    await happens(bot, "channel_archive", channel=place.id, user="UBOB")
    await bot.deliver()
    told = await bot.ada.message("A plan of yours is paused")
    assert "#reading is archived" in shown(told)
    bot.clock.advance(timedelta(days=30))
    await bot.deliver()
    assert len(said(bot.ada.direct, "A plan of yours is paused")) == 1
    assert len(place.messages) == 2


@pytest.mark.parametrize(
    ("how", "why"), [("archived", "is archived"), ("out", "is without me now")]
)
async def test_where_the_event_was_missed_the_next_send_tells(
    bot: SlackBot, how: str, why: str
) -> None:
    place = await running(bot)
    if how == "archived":
        place.archived = True
    else:
        place.members.discard(bot.team.bot_user.id)
    bot.clock.advance(timedelta(days=1))
    await bot.deliver()
    await bot.deliver()
    assert why in shown(await bot.ada.message("A plan of yours is paused"))


async def test_invited_back_the_plan_goes_on_by_itself_and_says_so_once(bot: SlackBot) -> None:
    place = await running(bot)
    place.members.discard(bot.team.bot_user.id)
    await happens(bot, "channel_left", channel=place.id, actor_id="UBOB")
    await bot.deliver()
    bot.clock.advance(timedelta(days=3))
    await invited(bot, place, event_id="Ev7")
    await invited(bot, place, event_id="Ev8")
    assert await bot.ada.message("Next: Tue 1 Dec", place)
    bot.clock.advance(timedelta(days=5))
    await bot.deliver()
    assert await bot.ada.message("Reading 2 of 4", place)
    assert len(said(place, "Next: Tue 1 Dec")) == 1


async def test_what_somebody_paused_stays_paused_when_the_bot_comes_back(bot: SlackBot) -> None:
    place = await running(bot)
    await bot.ada.types("pause", place)
    before = len(place.messages)
    await happens(bot, "channel_left", channel=place.id)
    await invited(bot, place)
    await bot.ada.types("progress", place)
    assert "Resume" in shown(place.ephemeral[-1])
    assert len(place.messages) == before


async def test_an_unarchived_channel_goes_on_where_the_bot_is_in_it(bot: SlackBot) -> None:
    place = await running(bot)
    await happens(bot, "channel_archive", channel=place.id)
    await happens(bot, "channel_unarchive", channel=place.id)
    assert await bot.ada.message("Welcome back", place)


async def test_the_case_study_of_the_week_goes_on_in_an_unarchived_channel(bot: SlackBot) -> None:
    place = channel(bot)
    await bot.ada.types("casestudy weekly", place)
    await happens(bot, "channel_archive", channel=place.id)
    await happens(bot, "channel_unarchive", channel=place.id)
    assert "Next: Tue 24 Nov, 10:00" in shown(await bot.ada.message("Welcome back", place))


async def test_a_group_that_gathers_hears_of_an_archived_channel_and_starts_on_its_day(
    bot: SlackBot,
) -> None:
    place = channel(bot)
    await bot.ada.types("enroll case studies tue 9:00 start 8 december", place)
    await happens(bot, "channel_archive", channel=place.id)
    await bot.deliver()
    assert place.messages == []
    assert "#reading is archived" in shown(await bot.ada.message("A plan of yours is paused"))
    await happens(bot, "channel_unarchive", channel=place.id)
    assert "Next: Tue 8 Dec" in shown(await bot.ada.message("Welcome back", place))
    await bot.deliver()
    assert len(said(place, "Study group")) == 1
    bot.clock.advance(timedelta(days=8))
    await bot.deliver()
    assert said(place, "Reading 1 of 4") == []
    bot.clock.advance(timedelta(days=7))
    await bot.deliver()
    assert await bot.ada.message("Reading 1 of 4", place)
    assert len(said(place, "Study group")) == 1


async def test_a_closed_account_gets_nothing_more_until_it_is_open_again(bot: SlackBot) -> None:
    await bot.ada.says("enroll case studies tue 9:00")
    await bot.deliver()
    user = {"id": bot.ada.user.id, "team_id": bot.team.id}
    await happens(bot, "user_change", user=user | {"deleted": True})
    bot.clock.advance(timedelta(days=8))
    before = len(bot.ada.direct.messages)
    await bot.deliver()
    assert len(bot.ada.direct.messages) == before
    await happens(bot, "user_change", user=user | {"deleted": False})
    assert await bot.ada.message("Welcome back")
