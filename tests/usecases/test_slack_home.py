"""App Home in every state a person can be in: real listeners, a local Slack."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.domain.delivery import DeliveryState
from tests.fakes.slack_bot import SlackBot, slack_bot
from tests.fakes.slack_person import Person, shown
from tests.fakes.slack_server import Fault
from tests.fakes.slack_state import Channel, Json


@pytest.fixture
async def bot(sqlite_url: str) -> AsyncIterator[SlackBot]:
    async with slack_bot(sqlite_url) as made:
        yield made


async def begun(bot: SlackBot) -> Json:
    await bot.ada.says("enroll case studies tue 9:00")
    await bot.deliver()
    return await bot.ada.message("Welcome to")


async def doubtful(bot: SlackBot) -> None:
    """The reading of today was cut off, and nobody may look whether it arrived."""
    bot.team.scopes -= {"im:history"}
    bot.clock.advance(timedelta(days=1))
    bot.server.fail("chat.postMessage", Fault(drop=True))
    await bot.deliver()
    bot.clock.advance(timedelta(seconds=31))
    assert await bot.recovery.recover() == 1


async def home(person: Person) -> str:
    await person.opens_home()
    return shown(person.home)


async def test_a_reading_that_may_not_have_arrived_is_shown_and_sent_again_once(
    bot: SlackBot,
) -> None:
    await begun(bot)
    await doubtful(bot)
    assert "I am not sure this one reached you" in await home(bot.ada)
    old = dict(bot.ada.home)
    bot.clock.advance(timedelta(days=2))
    await bot.ada.presses_in("Send it again", bot.ada.home)
    await bot.server.state.until(lambda: "I am not sure" not in shown(bot.ada.home))
    assert "On its way once more" in shown(bot.ada.window)
    await bot.deliver()
    assert await bot.ada.message("Reading 2 of 4")
    await bot.ada.presses_in("Send it again", old, at="1795430000.000100")
    await bot.server.state.until(lambda: "settled already" in shown(bot.ada.window))
    await bot.deliver()
    assert sum("Reading 2 of 4" in shown(each) for each in bot.ada.direct.messages) == 1


async def test_a_doubtful_reading_comes_again_while_the_plan_is_paused(bot: SlackBot) -> None:
    await begun(bot)
    await doubtful(bot)
    await bot.ada.says("pause")
    await bot.ada.opens_home()
    await bot.ada.presses_in("Send it again", bot.ada.home)
    await bot.deliver()
    assert await bot.ada.message("Reading 2 of 4")


async def test_nobody_sends_somebody_else_s_reading_again(bot: SlackBot) -> None:
    await begun(bot)
    await doubtful(bot)
    await bot.ada.opens_home()
    bob = bot.person("UBOB", "bob")
    await bob.presses_in("Send it again", bot.ada.home)
    await bot.server.state.until(lambda: bool(bot.team.modals))
    assert "settled already" in shown(bob.window)
    assert await bot.store.operations.deliveries(DeliveryState.UNCERTAIN, limit=9)


async def test_what_is_done_in_the_meantime_is_in_doubt_no_more(bot: SlackBot) -> None:
    await begun(bot)
    await doubtful(bot)
    await bot.ada.says("done")
    assert "I am not sure" not in await home(bot.ada)


async def test_the_reading_of_today_stands_first_and_is_done_from_there(bot: SlackBot) -> None:
    await begun(bot)
    seen = await home(bot.ada)
    assert seen.startswith("With you now")
    assert "Days and time" in seen
    await bot.ada.presses_in("Done", bot.ada.home)
    await bot.server.state.until(lambda: "1 of 4" in shown(bot.ada.home))
    assert "With you now ·" not in shown(bot.ada.home)


async def test_a_plan_that_is_only_in_a_channel_is_shown_with_its_channel(bot: SlackBot) -> None:
    place = Channel(id="C1", name="reading", members={bot.ada.user.id})
    bot.team.channels[place.id] = place
    await bot.ada.types("enroll case studies tue 9:00", place)
    seen = await home(bot.ada)
    assert "#reading · Case studies" in seen
    assert "Tue 1 Dec" in seen
    assert "A plan for you alone?" in seen
    bob = bot.person("UBOB", "bob")
    place.members.add(bob.user.id)
    assert "#reading" not in await home(bob)
    await bob.types("join", place)
    assert "#reading · Case studies" in await home(bob)
    await bob.types("leave the group", place)
    assert "#reading" not in await home(bob)


async def test_a_paused_plan_says_so_and_goes_on_from_there(bot: SlackBot) -> None:
    await begun(bot)
    await bot.ada.says("pause")
    assert "It is paused" in await home(bot.ada)
    await bot.ada.presses_in("Resume", bot.ada.home)
    await bot.server.state.until(lambda: "It is paused" not in shown(bot.ada.home))


async def test_a_finished_plan_is_still_there_with_the_next_one_to_start(bot: SlackBot) -> None:
    await begun(bot)
    for _ in range(3):
        await bot.ada.says("next")
        await bot.deliver()
    for _ in range(4):
        await bot.ada.says("done")
    seen = await home(bot.ada)
    assert "This plan is finished" in seen
    assert "4 of 4" in seen
    await bot.ada.presses_in("Choose another plan", bot.ada.home)
    await bot.server.state.until(lambda: bool(bot.team.modals))
    assert bot.ada.window["callback_id"] == "enroll"
