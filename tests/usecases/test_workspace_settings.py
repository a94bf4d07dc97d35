"""What admins choose for everybody: in words, and by form on each platform."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.authority import Standing, Starters
from bot.domain.conversation import Origin
from bot.domain.workspace import Choices
from tests.fakes.discord_bot import DiscordBot, discord_bot
from tests.fakes.discord_state import Json, text_of
from tests.fakes.slack_bot import SlackBot, slack_bot
from tests.fakes.slack_person import shown
from tests.fakes.slack_server import Fault
from tests.fakes.talk import Talk, talk_on

ADMIN = Origin(
    platform="webchat",
    workspace="local",
    place="#study-group",
    person="you",
    is_dm=False,
    standing=Standing.ADMIN,
)


@pytest.fixture
async def talk(database_url: str) -> AsyncIterator[Talk]:
    async with talk_on(database_url) as made:
        made.origin = ADMIN
        yield made


@pytest.fixture
async def discord(sqlite_url: str) -> AsyncIterator[DiscordBot]:
    async with discord_bot(sqlite_url) as made:
        yield made


@pytest.fixture
async def slack(sqlite_url: str) -> AsyncIterator[SlackBot]:
    async with slack_bot(sqlite_url) as made:
        yield made


async def chosen(talk: Talk) -> Choices:
    party = await talk.store.people.party(talk.origin, zone="")
    return await talk.store.rulebook.choices(party)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("who admins", Choices(starters=Starters.ADMINS)),
        ("who everyone", Choices(starters=Starters.EVERYBODY)),
        ("channels #study-group, #ml", Choices(channels=("#study-group", "#ml"))),
        ("channels <#C12|study> <#C12> C34", Choices(channels=("C12", "C34"))),
        ("zone Paris", Choices(zone="Europe/Paris")),
        ("role <@&77>", Choices(ping_role="77")),
    ],
)
async def test_each_choice_is_made_in_words_and_taken_back(
    talk: Talk, words: str, expected: Choices
) -> None:
    assert "now" in await talk.title(f"settings workspace {words}")
    assert await chosen(talk) == expected
    if expected.starters is None:
        await talk.say(f"settings workspace {words.split(maxsplit=1)[0]} none")
        assert await chosen(talk) == Choices()


@pytest.mark.parametrize(
    "words",
    [
        *("nonsense", "who nobody", "channels #a <script>", "zone Atlantis", "role boss"),
        "channels " + " ".join(f"#c{n}" for n in range(26)),
    ],
)
async def test_what_is_not_understood_changes_nothing(talk: Talk, words: str) -> None:
    before = await chosen(talk)
    reply = await talk.reply(f"settings workspace {words}")
    assert reply.card is not None
    assert reply.card.tone == "gentle"
    assert await chosen(talk) == before


@pytest.mark.parametrize("name", ["#study", "study", "C1, study-2"])
async def test_where_channels_have_ids_a_name_is_none(talk: Talk, name: str) -> None:
    talk.origin = replace(ADMIN, platform="slack", workspace="T1", place="C1")
    assert "which channels" in await talk.say(f"settings workspace channels {name}")
    assert await chosen(talk) == Choices()


async def test_what_holds_is_shown_with_what_to_type(talk: Talk) -> None:
    told = await talk.say("settings workspace")
    assert "everybody" in told
    assert "settings workspace channels all" in told


async def test_who_is_demoted_before_sending_the_form_chooses_nothing(talk: Talk) -> None:
    assert "everybody" in await talk.say("settings workspace")
    talk.origin = replace(ADMIN, standing=Standing.CHANNEL_MANAGER)
    assert "Only admins" in await talk.say("settings workspace who admins")
    assert await chosen(talk) == Choices()


async def test_a_new_person_has_the_zone_that_was_chosen_unless_theirs_is_known(
    talk: Talk,
) -> None:
    await talk.say("settings workspace zone Tokyo")
    for person, zone, expected in (
        ("bob", None, "Asia/Tokyo"),
        ("eve", "Europe/Paris", "Europe/Paris"),
        ("mal", "nowhere", "Asia/Tokyo"),
    ):
        talk.origin = replace(ADMIN, person=person, zone=zone)
        await talk.reply("help")
        party = await talk.store.people.party(talk.origin, zone="UTC")
        assert party.attention.zone == expected


def _components(form: Json) -> dict[str, Json]:
    return {each["component"]["custom_id"]: each["component"] for each in form["components"]}


async def test_on_discord_the_command_opens_a_form_with_what_holds(discord: DiscordBot) -> None:
    boss = discord.person("bob")
    boss.manages = True
    channel = discord.channel.id
    form = await boss.begin("settings workspace")
    call = await boss.fill_in(
        form, "", starters="everybody", channels=channel, new_zone="Tokyo", ping_role="77"
    )
    assert "every" in text_of(call.messages[-1].body)
    assert call.messages[-1].is_ephemeral
    again = await boss.begin("settings workspace")
    assert again.answer is not None
    fields = _components(again.answer["data"])
    assert fields["channels"]["default_values"] == [{"id": channel, "type": "channel"}]
    assert fields["ping_role"]["default_values"] == [{"id": "77", "type": "role"}]
    assert fields["new_zone"]["value"] == "Asia/Tokyo"
    default = [each["value"] for each in fields["starters"]["options"] if each.get("default")]
    assert default == ["everybody"]
    preview = await discord.ada.command("enroll", plan="case-studies", where="here")
    assert "Start this plan" in text_of(preview.body)
    assert "Tokyo" in text_of(preview.body)


async def test_on_discord_only_who_manages_the_server_chooses(discord: DiscordBot) -> None:
    lead = discord.person("bob", leads=True)
    assert "Only admins" in await lead.say("settings workspace")
    lead.manages = True
    form = await lead.begin("settings workspace")
    lead.manages = False  # demoted while the form was open
    call = await lead.fill_in(form, "", starters="everybody")
    assert "Only admins" in text_of(call.messages[-1].body)
    refused = await discord.ada.command("enroll", plan="case-studies", where="here")
    assert "manage this channel" in text_of(refused.body)


async def test_a_person_s_install_chooses_nothing_for_a_server(discord: DiscordBot) -> None:
    stranger = discord.person("eve", leads=True)
    stranger.manages, stranger.installed_by = True, "person"
    assert "cannot post in this channel" in await stranger.say("settings workspace")
    assert "cannot post in this channel" in await discord.in_direct(stranger).say(
        "settings workspace"
    )


async def test_on_slack_the_command_opens_a_form_for_admins(slack: SlackBot) -> None:
    refused = await slack.ada.types("settings workspace")
    assert "Only admins" in shown(refused)
    boss = slack.person("UBOSS", "bob")
    boss.user.is_admin = True
    await boss.types("settings workspace")
    fields = {"field:starters": "admins", "field:channels": "C0001 C0002", "field:new_zone": ""}
    await boss.sends(boss.window, **fields)
    assert "admins" in shown(boss.window)
    await boss.types("settings workspace")
    boxes = {each["block_id"]: each for each in boss.window["blocks"] if "element" in each}
    assert boxes["field:channels"]["element"]["initial_conversations"] == ["C0001", "C0002"]
    assert boxes["field:starters"]["element"]["initial_option"]["value"] == "admins"
    boss.user.is_admin = False  # demoted while the form was open
    slack.clock.advance(timedelta(minutes=2))
    await boss.sends(boss.window, **fields)
    assert "Only admins" in shown(boss.window)


async def test_on_slack_a_mistake_in_the_form_leaves_what_is_filled_in(slack: SlackBot) -> None:
    boss = slack.person("UBOSS", "bob")
    boss.user.is_admin = True
    await boss.types("settings workspace")
    form = boss.window
    await boss.sends(form, **{"field:new_zone": "Nowhere at all"})
    assert "time zone" in shown(boss.window)
    assert slack.team.modals[form["id"]]["blocks"] == form["blocks"]  # below, as it was
    await boss.sends(form, **{"field:new_zone": "Tokyo"})
    assert "Asia/Tokyo" in shown(boss.window)


async def test_while_slack_does_not_answer_nobody_is_taken_for_an_admin(slack: SlackBot) -> None:
    boss = slack.person("UBOSS", "bob")
    boss.user.is_admin = True
    await boss.types("settings workspace")
    slack.clock.advance(timedelta(minutes=2))
    slack.server.fail("users.info", Fault(error="internal_error"))
    assert "Only admins" in shown(await boss.types("settings workspace who admins"))
