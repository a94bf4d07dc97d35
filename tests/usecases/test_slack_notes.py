"""Rating and noting from a reading's menu and from any message: real listeners, a local Slack."""

from collections.abc import AsyncIterator

import pytest

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


async def in_a_channel(bot: SlackBot) -> tuple[Channel, Json]:
    place = Channel(id="C1", name="reading", members={bot.ada.user.id})
    bot.team.channels[place.id] = place
    await bot.ada.types("enroll", place)
    await bot.ada.sends(bot.ada.window)
    await bot.ada.message("You are on", place)
    await bot.ada.types("start now", place)
    await bot.deliver()
    return place, await bot.ada.message("Welcome to", place)


def somebody_said(bot: SlackBot, text: str, place: Channel | None = None) -> Json:
    message = {"type": "message", "ts": bot.server.state.ts(), "text": text, "user": "UBOB"}
    (place or bot.ada.direct).messages.append(message)
    return message


async def noted(person: Person) -> str:
    await person.says("note")
    return shown(await person.message("Write one:"))


async def test_rate_and_note_open_a_window_that_becomes_its_own_answer(bot: SlackBot) -> None:
    reading = await begun(bot)
    before = len(bot.ada.direct.messages)
    await bot.ada.presses("Rate or note", reading)
    assert "Using Machine Learning" in shown(bot.ada.window)
    filled = {"field:rating": "4", "field:note": "Start simple & <small>"}
    assert await bot.ada.sends(bot.ada.window, **filled) == {}
    assert "4 of 5" in shown(bot.ada.window)
    assert len(bot.ada.direct.messages) == before
    assert "Start simple & <small>" in await noted(bot.ada)


async def test_a_window_without_a_word_says_so_beside_its_box(bot: SlackBot) -> None:
    await bot.ada.presses("Rate or note", await begun(bot))
    wrong = await bot.ada.sends(bot.ada.window)
    assert wrong == {"field:note": "Write a line here, or choose how good it was."}


async def test_a_window_that_slack_does_not_open_becomes_a_question(bot: SlackBot) -> None:
    reading = await begun(bot)
    bot.server.fail("views.open", Fault(error="expired_trigger_id"))
    await bot.ada.presses("Rate or note", reading)
    assert await bot.ada.message("How good was it?")


async def test_every_choice_of_a_reading_s_menu_works(bot: SlackBot) -> None:
    reading = await begun(bot)
    for choice, answer in (
        ("Link broken?", "Thank you"),
        ("Send it again", "Coming once more"),
        ("Pause the plan", "Paused"),
        ("Skip", "Left out"),
    ):
        await bot.ada.presses(choice, dict(reading))
        assert await bot.ada.message(answer), choice


async def test_what_was_only_found_offers_nothing_about_another_reading(bot: SlackBot) -> None:
    await begun(bot)
    found = await bot.ada.types("casestudy airbnb")
    assert "Rate or note" not in shown(found)


async def test_in_a_channel_everybody_notes_for_themselves(bot: SlackBot) -> None:
    place, reading = await in_a_channel(bot)
    bob = bot.person("UBOB", "bob")
    said = len(place.messages)
    await bob.presses("Rate or note", reading, place)
    assert await bob.sends(bob.window, **{"field:note": "Bitrates follow the network"}) == {}
    await bob.types("note", place)
    assert "Bitrates follow" in shown(place.ephemeral[-1])
    assert place.ephemeral[-1]["to"] == bob.user.id
    await bot.ada.types("note", place)
    assert "Bitrates follow" not in shown(place.ephemeral[-1])
    assert len(place.messages) == said


async def test_any_message_becomes_a_note_with_the_reading_that_is_chosen(bot: SlackBot) -> None:
    await begun(bot)
    await bot.ada.says("next")
    await bot.deliver()
    message = somebody_said(bot, "See <https://a.org|the paper> &amp; <@U1> *now* " + "x" * 3000)
    await bot.ada.chooses("add_note", message, bot.ada.direct)
    await bot.server.state.until(lambda: "With which reading?" in shown(bot.ada.window))
    options = bot.ada.window["blocks"][0]["element"]["options"]
    assert len(options) == 2
    assert await bot.ada.sends(bot.ada.window, **{"field:reading": options[1]["value"]}) == {}
    kept = await noted(bot.ada)
    assert "See the paper (https://a.org) & @U1 *now* xxx" in kept
    assert options[1]["text"]["text"] in kept


async def test_a_message_of_ours_names_its_reading_by_itself(bot: SlackBot) -> None:
    reading = await begun(bot)
    await bot.ada.says("next")
    await bot.deliver()
    await bot.ada.chooses("add_note", reading, bot.ada.direct)
    window = bot.ada.window
    assert "With which reading?" not in shown(window)
    assert await bot.ada.sends(window, **{"field:note": "about the first"}) == {}
    assert "Using Machine Learning" in shown(bot.ada.window)


async def test_without_a_reading_the_shortcut_says_what_to_do(bot: SlackBot) -> None:
    await bot.ada.chooses("add_note", somebody_said(bot, "clever"), bot.ada.direct)
    await bot.server.state.until(lambda: "No reading is with you yet" in shown(bot.ada.window))
    assert "enroll" in shown(bot.ada.window)


async def test_the_form_checks_and_starts_in_the_same_zone(bot: SlackBot) -> None:
    await bot.ada.says("settings timezone Tokyo")
    await bot.ada.types("enroll")
    assert "Times are in Asia/Tokyo" in shown(bot.ada.window)
    assert await bot.ada.sends(bot.ada.window, when="weekdays 9am") == {}
    assert "(Asia/Tokyo time)" in shown(await bot.ada.message("You are on"))


async def test_kind_words_are_answered_kindly(bot: SlackBot) -> None:
    reading = await begun(bot)
    await bot.ada.says("thanks!")
    assert await bot.ada.message("You are welcome")
    await bot.ada.says("Yes")
    assert "If you have read" in shown(await bot.ada.message("Yes to what?"))
    await bot.ada.says("no")
    assert "can wait" in shown(await bot.ada.message("Nothing was changed"))
    await bot.ada.says("hi, Done!")
    assert await bot.ada.message("1 of 4 done")
    assert "edited" not in reading
