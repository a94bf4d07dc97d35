"""Places whose name no payload has: private channels, and direct messages of several people."""

from collections.abc import AsyncIterator

import pytest

from tests.fakes.slack_bot import SlackBot, slack_bot
from tests.fakes.slack_person import shown
from tests.fakes.slack_server import Fault
from tests.fakes.slack_state import Channel


@pytest.fixture
async def bot(sqlite_url: str) -> AsyncIterator[SlackBot]:
    async with slack_bot(sqlite_url) as made:
        yield made


async def invited(bot: SlackBot, place: Channel) -> None:
    us = bot.team.bot_user.id
    place.members.add(us)
    await bot.ada.event({"type": "member_joined_channel", "user": us, "channel": place.id})


async def test_a_private_channel_is_called_by_its_own_name_once_we_are_in_it(
    bot: SlackBot,
) -> None:
    members = {bot.ada.user.id, bot.team.bot_user.id}
    place = Channel(id="C1", name="secret-readers", is_private=True, members=members)
    bot.team.channels[place.id] = place
    await bot.ada.types("enroll", place)
    assert "For everybody in this channel. Times" in shown(bot.ada.window)
    assert await bot.ada.sends(bot.ada.window) == {}
    await bot.ada.message("Case studies together", place)
    await bot.ada.opens_home()
    assert "#secret-readers · Case studies" in shown(bot.ada.home)
    await bot.ada.types("progress", place)  # the same words again change nothing
    await bot.ada.opens_home()
    assert "#secret-readers · Case studies" in shown(bot.ada.home)


async def test_among_several_people_nobody_is_asked_to_invite_us(bot: SlackBot) -> None:
    place = Channel(id="G1", name="mpdm-ada--bob-1", members={bot.ada.user.id, "UBOB"})
    bot.team.channels[place.id] = place
    told = shown(await bot.ada.types("enroll case studies tue 9:00", place))
    assert "direct message of several people" in told
    assert await bot.ada.types("enroll", place) == {}
    wrong = await bot.ada.sends(bot.ada.window)
    assert "private channel" in wrong["plan"]
    assert "conversations.join" not in [method for method, _ in bot.server.state.calls]


async def test_what_is_to_be_typed_in_a_channel_begins_with_the_command(bot: SlackBot) -> None:
    members = {bot.ada.user.id}
    place = Channel(id="C1", name="secret-readers", is_private=True, members=members)
    bot.team.channels[place.id] = place
    await bot.ada.types("casestudy weekly fraud", place)
    await invited(bot, place)
    message = await bot.ada.message("A case study a week", place)
    assert "Another day: “/mlops casestudy weekly friday 9am”." in shown(message)
    answer = await bot.ada.types("casestudy weekly")
    assert "Another day: “casestudy weekly friday 9am”." in shown(answer)


async def test_one_form_that_cannot_go_on_does_not_hold_up_the_others(bot: SlackBot) -> None:
    bob = bot.person("UBOB", "bob")
    members = {bot.ada.user.id, bob.user.id}
    place = Channel(id="C1", name="secret-readers", is_private=True, members=members)
    bot.team.channels[place.id] = place
    await bot.ada.types("casestudy weekly fraud", place)
    await bob.types("enroll case studies tue 9:00", place)
    bot.server.fail("conversations.members", Fault(error="internal_error"))
    await invited(bot, place)
    assert await bob.message("Case studies together", place)


async def test_what_cannot_go_on_just_now_waits_for_the_next_time(bot: SlackBot) -> None:
    place = Channel(id="C1", name="secret-readers", is_private=True, members={bot.ada.user.id})
    bot.team.channels[place.id] = place
    await bot.ada.types("enroll case studies tue 9:00", place)
    bot.server.fail("conversations.info", Fault(status=503))
    await invited(bot, place)
    await bot.ada.message("try again in a minute", place)
    await bot.ada.opens_home()
    assert await bot.store.forms.places("slack", bot.team.id) == [place.id]
    await invited(bot, place)
    await bot.ada.message("Case studies together", place)
