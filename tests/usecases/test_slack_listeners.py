"""Slack as people use it: real listeners and use cases, a local Slack over Socket Mode."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.domain.verbs import every_verb
from bot.platforms.slack.presses import key_of
from tests.fakes.plain import OUR_WORDS
from tests.fakes.slack_bot import SlackBot, connected, slack_bot
from tests.fakes.slack_person import Person, shown
from tests.fakes.slack_server import Fault
from tests.fakes.slack_state import Channel, Json
from tests.fakes.talk import talk_on


@pytest.fixture
async def bot(sqlite_url: str) -> AsyncIterator[SlackBot]:
    async with slack_bot(sqlite_url) as made:
        yield made


async def begun(bot: SlackBot, person: Person | None = None) -> Json:
    """Somebody is on a plan and has the first reading."""
    person = person or bot.ada
    await person.says("enroll case studies tue 9:00")
    await bot.deliver()
    return await person.message("Welcome to")


def channel(bot: SlackBot, name: str = "C1", *, private: bool = False) -> Channel:
    made = Channel(id=name, name="reading", is_private=private, members={bot.ada.user.id})
    bot.team.channels[made.id] = made
    return made


async def test_from_enroll_to_the_first_reading_it_takes_one_form(bot: SlackBot) -> None:
    assert await bot.ada.types("enroll") == {}
    assert await bot.ada.sends(bot.ada.window, when="weekdays 9am") == {}
    answer = await bot.ada.message("You are on")
    assert "weekdays at 09:00 (Europe/Paris time)" in shown(answer)
    await bot.deliver()
    reading = await bot.ada.message("Welcome to")
    assert reading["metadata"]["event_payload"]["key"] == key_of(reading)
    assert reading["text"].startswith("Using Machine Learning")
    assert (reading["unfurl_links"], reading["unfurl_media"]) == (False, False)


async def test_a_press_changes_the_message_in_place_and_keeps_its_key(bot: SlackBot) -> None:
    reading = await begun(bot)
    key = key_of(reading)
    await bot.ada.presses("Done", reading)
    await bot.ada.message("Done on Mon 23 Nov.")
    assert key_of(reading) == key
    assert reading["metadata"]["event_payload"]["key"] == key
    assert "edited" in reading
    assert await bot.ada.message("1 of 4 done")


async def test_a_choice_in_the_menu_is_a_press_too(bot: SlackBot) -> None:
    reading = await begun(bot)
    await bot.ada.presses("Skip", reading)
    await bot.ada.message("Left out on Mon 23 Nov.")


async def test_two_clicks_at_once_have_one_effect_and_one_answer(bot: SlackBot) -> None:
    reading = await begun(bot)
    seen, before = dict(reading), len(bot.ada.direct.messages)
    await bot.ada.presses("Done", reading, at="1795420900.000100")
    await bot.ada.presses("Done", seen, at="1795420900.900000")
    await bot.ada.message("1 of 4 done")
    assert len(bot.ada.direct.messages) == before + 1


async def test_an_event_that_slack_sends_again_is_answered_once(bot: SlackBot) -> None:
    await bot.ada.says("help", event_id="Ev1")
    await bot.ada.says("help", event_id="Ev1", retry=1)
    await bot.ada.says("progress")
    await bot.ada.message("not on a plan here")
    assert sum("help" in shown(each) for each in bot.ada.direct.messages if "bot_id" in each) <= 2
    answers = [each for each in bot.ada.direct.messages if each.get("bot_id")]
    assert len(answers) == 2


async def test_a_button_of_a_plan_that_was_left_is_answered_kindly(bot: SlackBot) -> None:
    reading = await begun(bot)
    await bot.ada.says("leave")
    question = await bot.ada.message("Leave")
    await bot.ada.presses("Leave this plan", question)
    await bot.ada.presses("Done", reading)
    assert await bot.ada.message("a plan you have left")


async def test_a_mistake_in_a_form_stands_beside_its_field(bot: SlackBot) -> None:
    await bot.ada.types("enroll")
    window = bot.ada.window
    wrong = await bot.ada.sends(window, when="whenever", start="nothing of the kind")
    assert set(wrong) == {"when", "start"}
    assert bot.ada.window == window
    assert await bot.ada.sends(window, when="mon 8:00", start="airbnb") == {}
    assert await bot.ada.message("You are on")


async def test_the_form_shows_what_a_plan_takes_and_more_fields(bot: SlackBot) -> None:
    await bot.ada.types("enroll")
    await bot.ada.presses_in("Show preview", bot.ada.window, {"when": "mon,thu 8:00"})
    assert "Mondays and Thursdays at 08:00" in shown(bot.ada.window)
    await bot.ada.presses_in("More", bot.ada.window, {"when": "mon,thu 8:00"})
    assert set(await bot.ada.sends(bot.ada.window, zone="nowhere at all")) == {"zone"}
    assert await bot.ada.sends(bot.ada.window, zone="Tokyo", pace="wait") == {}
    answer = shown(await bot.ada.message("You are on"))
    assert "(Asia/Tokyo time)" in answer
    assert "wait for me" in answer


async def test_home_is_right_for_somebody_who_never_enrolled_and_follows_every_change(
    bot: SlackBot,
) -> None:
    await bot.ada.opens_home()
    assert "Start this plan" in shown(bot.ada.home)
    reading = await begun(bot)
    await bot.server.state.until(lambda: "0 of 4" in shown(bot.ada.home))
    await bot.ada.presses("Done", reading)
    await bot.server.state.until(lambda: "1 of 4" in shown(bot.ada.home))


async def test_a_press_in_home_answers_in_a_window_and_redraws_it(bot: SlackBot) -> None:
    await begun(bot)
    await bot.ada.opens_home()
    await bot.ada.presses_in("Next reading now", bot.ada.home)
    await bot.server.state.until(lambda: bool(bot.team.modals))
    assert "On its way" in shown(bot.ada.window)


async def test_answers_in_a_channel_are_for_the_one_who_asked_and_say_what_to_type(
    bot: SlackBot,
) -> None:
    place = channel(bot)
    await bot.ada.types("progress", place)
    answer = await bot.ada.message("not on a plan here", place)
    assert answer["to"] == bot.ada.user.id
    assert "/mlops enroll" in shown(answer)
    assert place.messages == []


async def test_an_answer_about_nobody_can_be_shown_to_everyone(bot: SlackBot) -> None:
    place = channel(bot)
    await bot.ada.types("casestudy netflix", place)
    answer = place.ephemeral[-1]
    assert place.messages == []
    await bot.ada.presses("Show everyone", answer, place)
    await bot.server.state.until(lambda: bool(place.messages) and not place.ephemeral)
    assert "Netflix" in shown(place.messages[-1])
    await bot.ada.types("progress", place)
    assert "Show everyone" not in shown(place.ephemeral[-1])


async def test_nothing_is_shown_in_a_direct_message_between_two_other_people(
    bot: SlackBot,
) -> None:
    two = Channel(id="DXY", name="directmessage", is_im=True, members={bot.ada.user.id, "UBOB"})
    bot.team.channels[two.id] = two
    await bot.ada.types("enroll case studies tue 9:00", two)
    await bot.deliver()
    assert two.messages == []
    assert await bot.ada.message("Welcome to")  # in her own direct message with the bot


async def test_a_plan_for_a_channel_joins_it_and_is_announced_there(bot: SlackBot) -> None:
    place = channel(bot)
    await bot.ada.types("enroll", place)
    assert await bot.ada.sends(bot.ada.window) == {}
    answer = await bot.ada.message("You are on", place)
    assert answer in place.ephemeral
    assert bot.team.bot_user.id in place.members
    await bot.deliver()
    assert await bot.ada.message("Read Case studies together", place) in place.messages
    await bot.ada.types("group start", place)
    bot.clock.advance(timedelta(seconds=2))  # a channel gets one message a second
    await bot.deliver()
    assert await bot.ada.message("Welcome to", place) in place.messages


async def test_in_a_private_channel_the_form_says_how_to_let_the_bot_in(bot: SlackBot) -> None:
    await bot.ada.types("enroll", channel(bot, private=True))
    wrong = await bot.ada.sends(bot.ada.window)
    assert "/invite @studybot" in wrong["plan"]


async def test_the_connection_is_renewed_when_slack_asks(bot: SlackBot) -> None:
    await bot.server.sockets.refresh()
    assert bot.server.sockets.count == 1
    await bot.ada.says("help")
    assert await bot.ada.message("you can say")


async def test_a_form_that_slack_does_not_open_becomes_a_message(bot: SlackBot) -> None:
    bot.server.fail("views.open", Fault(error="expired_trigger_id"))
    await bot.ada.types("enroll")
    assert await bot.ada.message("Which plan would you like?")


async def test_an_answer_goes_to_slack_or_to_the_configured_address_alone(bot: SlackBot) -> None:
    reading = await begun(bot)
    address, bot.server.state.address = bot.server.address, "https://example.org"
    await bot.ada.presses("Later", reading)
    bot.server.state.address = address
    await bot.ada.says("progress")
    assert await bot.ada.message("0 of 4")


async def test_a_shortcut_brings_the_next_reading_as_a_direct_message(bot: SlackBot) -> None:
    await begun(bot)
    await bot.ada.shortcut("next_reading")
    await bot.deliver()
    assert await bot.ada.message("Reading 2 of 4")


async def test_a_zone_that_slack_does_not_tell_is_no_reason_to_wait(bot: SlackBot) -> None:
    bot.server.fail("users.info", Fault(error="missing_scope"), Fault(error="missing_scope"))
    await bot.ada.types("enroll")
    assert "UTC" in shown(bot.ada.window)


async def test_every_command_is_answered_within_slack_s_limits(bot: SlackBot) -> None:
    await begun(bot)
    for known in every_verb():
        said = known.path if known.path != "enroll" else "enroll mlops core"
        answer = await bot.ada.types(said)
        assert answer["blocks"], said
        assert not OUR_WORDS.search(shown(answer))


async def test_two_workspaces_see_and_change_nothing_of_each_other(
    bot: SlackBot, sqlite_url: str
) -> None:
    reading = await begun(bot)
    async with (
        talk_on(sqlite_url) as talk,
        connected(bot.server, talk, team_id="T0002") as other,
    ):
        stranger = other.person(bot.ada.user.id, "eve")
        copied = stranger.direct
        copied.messages.append(dict(reading))
        await stranger.presses("Done", copied.messages[-1])
        assert await stranger.message("I no longer know that message")
    await bot.ada.says("progress")
    assert await bot.ada.message("0 of 4")


@pytest.mark.parametrize("kind", ["guest", "outsider"])
async def test_guests_and_outsiders_follow_a_channel_s_plan_but_do_not_run_it(
    bot: SlackBot, kind: str
) -> None:
    place = channel(bot)
    await bot.ada.types("enroll", place)
    await bot.ada.sends(bot.ada.window)
    await bot.ada.message("You are on", place)
    await bot.deliver()
    await bot.ada.types("group start", place)
    bot.clock.advance(timedelta(seconds=2))
    await bot.deliver()
    reading = await bot.ada.message("Welcome to", place)
    guest = bot.person("UGUEST", "gil", home="T0099" if kind == "outsider" else "")
    guest.user.is_restricted = kind == "guest"
    for words in ("enroll", "enroll mlops core", "pause", "next", "group start", "pace mon 9am"):
        await guest.types(words, place)
        assert "its members decide" in shown(place.ephemeral[-1]), words
    await guest.presses("Skip", reading, place)
    await guest.types("progress", place)
    assert "0 of 4" in shown(place.ephemeral[-1])
    await guest.presses("Done", reading, place)
    await guest.message("1 of 2 has read it", place)
    await guest.says("enroll case studies tue 9:00")
    assert await guest.message("You are on")


async def test_who_becomes_a_guest_while_the_form_is_open_starts_nothing(bot: SlackBot) -> None:
    place = channel(bot)
    await bot.ada.types("enroll", place)
    bot.ada.user.is_restricted = True
    bot.clock.advance(timedelta(minutes=2))
    await bot.ada.sends(bot.ada.window)
    await bot.server.state.until(lambda: bool(place.ephemeral))
    assert "its members decide" in shown(place.ephemeral[-1])
    await bot.deliver()
    assert place.messages == []


async def test_a_channel_s_plan_is_changed_by_who_started_it_and_by_admins(bot: SlackBot) -> None:
    place = channel(bot)
    await bot.ada.types("enroll", place)
    await bot.ada.sends(bot.ada.window)
    await bot.deliver()
    bob = bot.person("UBOB", "bob")
    await bob.types("pause", place)
    assert "ada decides on this plan" in shown(place.ephemeral[-1])
    bob.user.is_admin = True
    bot.clock.advance(timedelta(minutes=2))
    await bob.types("pause", place)
    assert "Paused" in shown(place.messages[-1])


async def test_what_stands_in_the_boxes_of_a_message_goes_with_the_press(bot: SlackBot) -> None:
    await bot.ada.presses("Done", await begun(bot))
    asked = await bot.ada.message("1 of 4 done")
    boxes = [each["block_id"] for each in asked["blocks"] if each["type"] == "input"]
    await bot.ada.presses("Keep it", asked, fields={boxes[0]: "Bitrates follow the network"})
    await bot.ada.says("notes")
    assert await bot.ada.message("Bitrates follow the network")


async def test_a_file_comes_in_the_direct_message(bot: SlackBot) -> None:
    await bot.ada.types("data export")
    await bot.server.state.until(lambda: any("files" in each for each in bot.ada.direct.messages))
    assert all(bot.server.state.files.values())


async def test_where_files_are_not_allowed_the_person_is_told(bot: SlackBot) -> None:
    bot.team.scopes -= {"files:write"}
    await bot.ada.types("data export")
    assert await bot.ada.message("files:write")
