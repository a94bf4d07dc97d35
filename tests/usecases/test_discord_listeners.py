"""Talking to the bot on Discord: real gateway connection, real use cases, real database."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.domain.delivery import DeliveryState
from bot.logs import set_up_logs
from tests.fakes.clock import FakeClock
from tests.fakes.command_line import logs_as_they_were
from tests.fakes.discord_bot import DiscordBot, connected, discord_bot
from tests.fakes.discord_person import Person
from tests.fakes.discord_server import discord_server
from tests.fakes.discord_state import Message, text_of

HERE = {"plan": "case-studies", "where": "here"}


@pytest.fixture
async def bot(sqlite_url: str) -> AsyncIterator[DiscordBot]:
    async with discord_bot(sqlite_url) as made:
        yield made


async def started(bot: DiscordBot, person: Person, **options: str) -> Message:
    """Start a plan with its preview's button; the first reading."""
    preview = await person.command("enroll", **{"plan": "case-studies", **options})
    await person.press(preview, "Start this plan")
    if options.get("where"):  # a channel's group gathers first
        await bot.deliver()
        await person.command("group start")
        bot.clock.advance(timedelta(seconds=2))
    await bot.deliver()
    where = bot.channel.id if options.get("where") else bot.server.state.direct(person.id).id
    return delivered(bot, where)[-1]


def delivered(bot: DiscordBot, channel: str) -> list[Message]:
    """What the bot sent by itself."""
    return [each for each in bot.server.state.in_channel(channel) if each.nonce]


async def test_an_answer_in_a_server_is_for_the_person_alone(bot: DiscordBot) -> None:
    answer = await bot.ada.command("help")
    assert answer.is_ephemeral
    assert "`/mlops next`" in text_of(answer.body)
    assert not (await bot.in_direct(bot.ada).command("help")).is_ephemeral


async def test_a_plan_is_previewed_and_started_with_one_press(bot: DiscordBot) -> None:
    preview = await bot.ada.command(
        "enroll", plan="case-studies", when="mon,thu 18:30", zone="Paris"
    )
    assert preview.is_ephemeral
    assert "18:30" in text_of(preview.body)
    await bot.deliver()
    assert bot.ada.directs == []
    await bot.ada.press(preview, "Start this plan")
    assert "You are on" in text_of(preview.body)
    assert "<t:" in text_of(preview.body)
    await bot.deliver()
    assert len(bot.ada.directs) == 1
    assert bot.server.state.in_channel(bot.channel.id) == []


async def test_a_wrong_option_is_told_and_nothing_starts(bot: DiscordBot) -> None:
    for options in ({"plan": "qwertz"}, {"plan": "case-studies", "when": "someday"},
                    {"plan": "case-studies", "zone": "Atlantis"},
                    {"plan": "case-studies", "start": "nowhere " * 20}):  # fmt: skip
        answer = await bot.ada.command("enroll", **options)
        assert answer.is_ephemeral
        assert "Start this plan" not in text_of(answer.body)
    await bot.deliver()
    assert bot.ada.directs == []


async def test_done_changes_the_message_in_place_and_keeps_its_key(bot: DiscordBot) -> None:
    reading = await started(bot, bot.ada)
    person = bot.in_direct(bot.ada)
    call = await person.press(reading, "Done")
    assert "Done" in text_of(reading.body)
    assert reading.nonce in str(reading.body["components"])
    await bot.server.more(call)
    assert "1 of" in text_of(call.messages[-1].body)
    assert "1 of" in await person.say("progress")


async def test_a_second_press_says_so_calmly(bot: DiscordBot) -> None:
    reading = await started(bot, bot.ada)
    person = bot.in_direct(bot.ada)
    button = reading.body["components"][0]["components"][-1]["components"][0]["custom_id"]
    for _ in range(2):
        call = await person.press_id(reading, button)
        await bot.server.more(call)
    assert "already" in text_of(call.messages[-1].body)


async def test_an_interaction_that_comes_twice_has_one_effect(bot: DiscordBot) -> None:
    await started(bot, bot.ada)
    person = bot.in_direct(bot.ada)
    await person.command("next")
    call = next(iter(person.payloads))
    await person.again(bot.server.state.interactions[f"token-{call}"])
    await bot.server.gateway.drop()
    await bot.server.gateway.connected.wait()
    await person.command("help")  # what came before it has been handled
    await bot.deliver()
    assert len(bot.ada.directs) == 1 + 1


async def test_old_messages_work_after_a_restart(sqlite_url: str) -> None:
    clock = FakeClock()
    async with discord_server(clock.real) as server:
        guild = server.state.guild()
        async with connected(server, sqlite_url, clock=clock, guild=guild) as bot:
            reading = await started(bot, bot.ada)
            ada = bot.in_direct(bot.ada)
            preview = await ada.command("enroll", plan="core")
        async with connected(server, sqlite_url, clock=clock, guild=guild) as bot:
            await ada.press(reading, "Done")
            assert "Done" in text_of(reading.body)
            await ada.press(preview, "Start this plan")
            await bot.deliver()
            assert len(ada.directs) == 2


async def test_a_press_of_a_message_that_is_not_known_is_answered_kindly(bot: DiscordBot) -> None:
    reading = await started(bot, bot.ada)
    person = bot.in_direct(bot.ada)
    for custom_id in ("a:foreign:button", "o:1-zzzz:done:", "o::no such verb:", "c::done:"):
        call = await person.press_id(reading, custom_id)
        assert call.messages[-1].body["components"]
    assert "0 of" in await person.say("progress")


async def test_a_button_without_words_opens_a_form(bot: DiscordBot) -> None:
    preview = await bot.ada.command("enroll", plan="case-studies")
    await bot.ada.press(preview, "Start this plan")
    form = await bot.ada.press(preview, "Change day and time")
    await bot.ada.fill_in(form, "tue 07:15", preview)
    assert "Tue" in text_of(preview.body)
    assert "07:15" in text_of(preview.body)


async def test_a_wrong_word_in_a_form_changes_nothing(bot: DiscordBot) -> None:
    preview = await bot.ada.command("enroll", plan="case-studies")
    await bot.ada.press(preview, "Start this plan")
    form = await bot.ada.press(preview, "Change day and time")
    call = await bot.ada.fill_in(form, "someday", preview)
    assert call.answer is not None
    assert "someday" not in await bot.ada.say("settings show")


async def test_options_are_suggested_while_they_are_typed(bot: DiscordBot) -> None:
    zones = await bot.ada.suggest("settings timezone", "city", "pari")
    assert zones[0] == {"name": "Europe/Paris, now 09:00", "value": "Europe/Paris"}
    assert len(await bot.ada.suggest("enroll", "zone", "")) > 10
    plans = await bot.ada.suggest("enroll", "plan", "case")
    assert [each["value"] for each in plans] == ["case-studies"]
    assert len(await bot.ada.suggest("enroll", "plan", "")) > 1
    readings = await bot.ada.suggest("go to", "place", "netflix", plan="case-studies")
    assert readings[0]["value"].startswith("netflix")
    assert (await bot.ada.suggest("casestudy", "search", "netflix"))[0]["name"].startswith(
        "Netflix"
    )
    assert await bot.ada.suggest("casestudy", "search", "\0" * 9 + "q" * 5000) is not None
    assert await bot.ada.suggest("pause", "until", "fri") == []


async def test_what_changes_nothing_can_be_shown_to_everybody(bot: DiscordBot) -> None:
    private = await bot.ada.command("casestudy", search="netflix")
    call = await bot.ada.press(private, "Show everyone")
    public = bot.server.state.in_channel(bot.channel.id)
    assert public == call.messages
    assert "Netflix" in text_of(public[0].body)
    for path in ("next", "find", "note write", "data show"):
        assert "Show everyone" not in text_of((await bot.ada.command(path)).body)


async def test_a_plan_of_a_channel_is_started_by_who_manages_it(bot: DiscordBot) -> None:
    refused = await bot.ada.command("enroll", **HERE)
    assert "manage this channel" in text_of(refused.body)
    lead = bot.person("bob", leads=True)
    preview = await lead.command("enroll", **HERE)
    lead.leads = False  # demoted between opening and pressing
    await lead.press(preview, "Start this plan")
    assert "manage this channel" in text_of(preview.body)
    await bot.deliver()
    assert bot.server.state.in_channel(bot.channel.id) == []


async def test_members_read_along_and_do_not_steer(bot: DiscordBot) -> None:
    lead = bot.person("bob", leads=True)
    reading = await started(bot, lead, **HERE)
    assert await bot.ada.say("progress")
    call = await bot.ada.press(reading, "Skip")
    assert "manage this channel" in text_of(call.messages[-1].body)
    bot.server.state.closed_to_us[bot.ada.id] = 50007
    call = await bot.ada.press(reading, "Later")
    assert "cannot write to you in private" in text_of(call.messages[-1].body)
    assert "manage this channel" in await bot.ada.say("pause")
    call = await bot.ada.press(reading, "Done")
    assert "1 of 2 has read it" in text_of(call.messages[-1].body)
    assert "Paused" in await lead.say("pause")


async def test_a_person_s_install_never_reaches_the_server_s_plan(bot: DiscordBot) -> None:
    lead = bot.person("bob", leads=True)
    reading = await started(bot, lead, **HERE)
    stranger = bot.person("eve", leads=True)
    stranger.installed_by = "person"
    assert "cannot post in this channel" in text_of((await stranger.command("enroll", **HERE)).body)
    assert "not on a plan" in await stranger.say("progress")
    call = await stranger.press(reading, "Done")
    assert "cannot post in this channel" in text_of(call.messages[-1].body)
    assert "0 of" in await lead.say("progress")
    own = await stranger.command("enroll", plan="case-studies")
    assert "only while we share a server" in text_of(own.body)


@pytest.mark.parametrize(
    ("owners", "server_s"),
    [
        ({"0": "GUILD"}, True),
        ({"0": "GUILD", "1": "USER"}, True),
        ({"1": "USER"}, False),
        ({"0": "0"}, False),
        ({"0": "999", "1": "USER"}, False),
        ({}, False),
    ],
)
async def test_who_let_the_call_in_is_the_tenant(
    bot: DiscordBot,
    owners: dict[str, str],
    server_s: bool,  # noqa: FBT001
) -> None:
    lead = bot.person("bob", leads=True)
    known = {"GUILD": bot.guild.id, "USER": lead.id}
    lead.owners = {kind: known.get(owner, owner) for kind, owner in owners.items()}
    preview = await lead.command("enroll", **HERE)
    assert ("Start this plan" in text_of(preview.body)) is server_s
    assert ("cannot post in this channel" in text_of(preview.body)) is not server_s


async def test_closed_direct_messages_are_told_where_the_person_is(bot: DiscordBot) -> None:
    bot.server.state.closed_to_us[bot.ada.id] = 50007
    preview = await bot.ada.command("enroll", plan="case-studies")
    call = await bot.ada.press(preview, "Start this plan")
    await bot.deliver()
    await bot.server.more(call)
    assert "Privacy Settings" in text_of(preview.body)
    await bot.deliver()
    assert len(bot.server.state.requested("POST", "/channels/.*/messages$")) == 1
    del bot.server.state.closed_to_us[bot.ada.id]
    await bot.ada.press(preview, "Try again")
    await bot.ada.press(preview, "Next reading now")
    await bot.deliver()
    assert len(bot.ada.directs) == 1
    rejected = await bot.store.operations.deliveries(DeliveryState.REJECTED, limit=9)
    assert len(rejected) == 1


async def test_nothing_is_lost_when_the_connection_drops(bot: DiscordBot) -> None:
    await bot.server.gateway.drop()
    assert await bot.ada.say("help")
    assert (bot.server.gateway.identified, bot.server.gateway.resumed) == (1, 1)


async def test_joining_a_server_is_silent(bot: DiscordBot) -> None:
    before = len(bot.server.state.requests)
    await bot.server.join()
    await bot.ada.say("help")
    paths = [path for _, path, *_ in bot.server.state.requests[before:]]
    assert [path for path in paths if "/interactions/" not in path] == []


async def test_a_server_that_removes_the_bot_gets_nothing_until_it_is_back(
    bot: DiscordBot,
) -> None:
    lead = bot.person("bob", leads=True)
    await started(bot, lead, **HERE)
    await bot.server.kick(bot.guild, outage=True)
    await bot.until_due()
    await bot.deliver()
    assert len(delivered(bot, bot.channel.id)) == 3
    due = await bot.store.plans.next_due_at("discord", readings=True)
    await bot.server.kick(bot.guild)
    await bot.until_served(bot.guild, served=False)
    assert due is not None
    bot.clock.advance_to(due + timedelta(days=7))
    await bot.deliver()
    assert len(delivered(bot, bot.channel.id)) == 3
    await bot.server.rejoin(bot.guild)
    await bot.until_served(bot.guild, served=True)
    await bot.deliver()
    assert len(delivered(bot, bot.channel.id)) == 4


async def test_a_removal_while_nobody_listened_is_noticed_at_the_start(sqlite_url: str) -> None:
    clock = FakeClock()
    async with discord_server(clock.real) as server:
        guild, other = server.state.guild(), server.state.guild("Other")
        async with connected(server, sqlite_url, clock=clock, guild=guild) as bot:
            await started(bot, bot.person("bob", leads=True), **HERE)
        del server.state.guilds[guild.id]
        async with connected(server, sqlite_url, clock=clock, guild=other) as again:
            await again.until_served(guild, served=False)


async def test_the_menu_is_synced_only_when_it_changed(bot: DiscordBot) -> None:
    assert await bot.kit.sync(bot.store.facts)
    assert not await bot.kit.sync(bot.store.facts)
    assert len(bot.server.state.requested("PUT", "/commands$")) == 1
    assert await bot.kit.sync(bot.store.facts, again=True)
    assert bot.server.state.commands[0]["name"] == "mlops"


async def test_an_export_is_a_file_for_the_person_alone(bot: DiscordBot) -> None:
    await started(bot, bot.ada)
    answer = await bot.ada.command("data export")
    assert answer.is_ephemeral
    exported = next(text for name, text in bot.server.state.files.items() if name.endswith("json"))
    assert b"netflix" in exported


async def test_progress_comes_as_a_picture_with_its_words(bot: DiscordBot) -> None:
    await started(bot, bot.ada)
    answer = await bot.ada.command("progress")
    call = await bot.ada.press(answer, "Show it as a picture")
    await bot.server.more(call)
    assert bot.server.state.files["path.png"].startswith(b"\x89PNG")
    assert "description" in str(call.messages[-1].body["components"])
    assert (await bot.ada.begin("progress", picture="picture")).answer is not None


async def test_the_boxes_below_a_done_open_as_a_form(bot: DiscordBot) -> None:
    reading = await started(bot, bot.ada)
    person = bot.in_direct(bot.ada)
    call = await person.press(reading, "Done")
    await bot.server.more(call)
    form = await person.press(call.messages[-1], "Keep it")
    await person.fill_in(form, "4", call.messages[-1])
    assert "4" in await person.say("note write")


async def test_no_interactions_token_is_logged(
    bot: DiscordBot, capsys: pytest.CaptureFixture[str]
) -> None:
    with logs_as_they_were():
        set_up_logs(as_json=True, secrets=frozenset())
        bot.server.state.fail("POST /interactions", 429, retry_after=0.01)
        assert await bot.ada.say("help")
    printed = capsys.readouterr()
    assert "token-" not in printed.out + printed.err


@pytest.mark.parametrize("in_direct", [False, True])
async def test_an_answer_that_takes_long_is_announced_and_follows(
    sqlite_url: str,
    in_direct: bool,  # noqa: FBT001
) -> None:
    clock, released = FakeClock(), asyncio.Event()
    async with discord_server(clock.real) as server:
        guild = server.state.guild()
        async with connected(
            server, sqlite_url, clock=clock, guild=guild, released=released
        ) as bot:
            ada = bot.in_direct(bot.ada) if in_direct else bot.ada
            call = await ada.begin("help")
            assert call.messages == []
            released.set()
            await server.more(call)
            assert call.messages[0].is_ephemeral is not in_direct
            released.clear()
            pressed = await ada.begin("enroll")
            released.set()
            await server.more(pressed)
            released.clear()
            press = await ada.press(pressed.messages[0], "Start this plan")
            assert press.answer == {"type": 6}
            released.set()
            await server.more(press)
            assert "You are on" in str([each.body for each in [*press.messages, *pressed.messages]])


async def test_a_note_stands_in_the_form_that_changes_it(bot: DiscordBot) -> None:
    await started(bot, bot.ada)
    person = bot.in_direct(bot.ada)
    await person.say("note write", text="start simple")
    notes = await person.command("note write")
    form = await person.press(notes, "Change")
    assert form.answer is not None
    box = form.answer["data"]["components"][0]["component"]
    assert box["value"] == "start simple"
    await person.fill_in(form, "start with a rule", notes)
    assert "start with a rule" in await person.say("note write")
