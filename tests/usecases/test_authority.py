"""Who may do what: every command, by everybody, on every platform, when it is carried out."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.domain.authority import ACTS, Act, Standing, Starters, act_of, every_command
from bot.domain.card import Press
from bot.domain.conversation import Origin, Reply
from bot.domain.workspace import Choices, usual
from bot.usecases.dispatch import HANDLERS
from tests.fakes.plain import plain
from tests.fakes.talk import Talk, talk_on

CHANNEL = Origin(
    platform="recording",
    workspace="team",
    place="#study",
    person="ada",
    is_dm=False,
    person_name="Ada",
    zone="Europe/Paris",
)
REFUSALS = ("decides on this plan", "its members decide", "can start a plan here",
            "Plans run in other channels", "Only admins choose")  # fmt: skip


@pytest.fixture
async def talk(sqlite_url: str) -> AsyncIterator[Talk]:
    async with talk_on(sqlite_url) as made:
        yield made


async def starting(talk: Talk) -> None:
    """Ada starts a plan in the channel."""
    talk.origin = CHANNEL
    assert "You are on" in await talk.say("enroll case studies")


def of(person: str, standing: Standing, *, platform: str = "recording") -> Origin:
    return replace(CHANNEL, platform=platform, person=person, person_name=person, standing=standing)


def is_refused(reply: Reply) -> bool:
    return reply.card is not None and any(each in plain(reply.card) for each in REFUSALS)


def test_every_command_and_button_is_one_act() -> None:
    assert set(ACTS) == every_command() == set(HANDLERS)


def test_a_command_that_was_forgotten_here_is_shut() -> None:
    assert act_of("no such command") is Act.STEER


@pytest.mark.parametrize(
    ("person", "standing", "refused"),
    [
        ("ada", Standing.MEMBER, {Act.GOVERN}),
        ("bob", Standing.OUTSIDER, {Act.START, Act.STEER, Act.GOVERN}),
        ("ada", Standing.OUTSIDER, {Act.START, Act.STEER, Act.GOVERN}),
        ("bob", Standing.MEMBER, {Act.STEER, Act.GOVERN}),
        ("bob", Standing.CHANNEL_MANAGER, {Act.GOVERN}),
        ("bob", Standing.ADMIN, set()),
    ],
)
async def test_everybody_gives_every_command_in_a_channel(
    talk: Talk, person: str, standing: Standing, refused: set[Act]
) -> None:
    await starting(talk)
    for verb in sorted(every_command()):
        talk.origin = of(person, standing)
        press = {"enroll": "start"}.get(verb, verb)
        reply = await talk.reply(press=Press(press, ""))
        assert is_refused(reply) is (act_of(verb) in refused), verb


@pytest.mark.parametrize("standing", list(Standing))
async def test_in_a_direct_message_everything_is_the_persons_own(
    talk: Talk, standing: Standing
) -> None:
    talk.origin = replace(talk.origin, standing=standing)
    assert "You are on" in await talk.say("enroll case studies")
    for words in ("next", "pause", "resume", "settings pace mon 9am", "leave yes"):
        assert not is_refused(await talk.reply(words)), words


@pytest.mark.parametrize(
    ("platform", "chosen", "least"),
    [
        ("slack", None, Standing.MEMBER),
        ("webchat", None, Standing.MEMBER),
        ("discord", None, Standing.CHANNEL_MANAGER),
        ("discord", Starters.EVERYBODY, Standing.MEMBER),
        ("slack", Starters.MANAGERS, Standing.CHANNEL_MANAGER),
        ("slack", Starters.ADMINS, Standing.ADMIN),
    ],
)
async def test_admins_choose_who_may_start_a_plan(
    talk: Talk, platform: str, chosen: Starters | None, least: Standing
) -> None:
    assert usual(platform) in Starters
    for standing in Standing:
        talk.origin = of("bob", standing, platform=platform)
        party = await talk.store.people.party(talk.origin, zone="UTC")
        await talk.store.rulebook.choose(
            party, Choices(starters=chosen), event_id=f"choose-{standing}"
        )
        assert is_refused(await talk.reply("preview case studies")) is (standing < least)
        assert await talk.dispatch.may_start(talk.origin) is (standing >= least)


async def test_plans_start_in_the_channels_that_were_chosen(talk: Talk) -> None:
    talk.origin = of("bob", Standing.ADMIN)
    party = await talk.store.people.party(talk.origin, zone="UTC")
    await talk.store.rulebook.choose(party, Choices(channels=("#other",)), event_id="choose")
    assert "Plans run in other channels" in await talk.say("enroll case studies")
    assert "direct message" in await talk.say("enroll case studies")
    talk.origin = replace(talk.origin, place="#other")
    assert not is_refused(await talk.reply("enroll case studies"))


async def test_what_one_workspace_chose_is_nothing_to_another(talk: Talk) -> None:
    party = await talk.store.people.party(CHANNEL, zone="UTC")
    await talk.store.rulebook.choose(party, Choices(starters=Starters.ADMINS), event_id="choose")
    talk.origin = replace(CHANNEL, workspace="another team")
    assert not is_refused(await talk.reply("enroll case studies"))


async def test_others_are_told_who_decides_in_letters_alone(talk: Talk) -> None:
    await starting(talk)
    talk.origin = of("bob", Standing.MEMBER)
    told = await talk.say("pause")
    assert "«Ada» decides on this plan" in told
    assert "enroll" in told


async def test_a_member_s_time_zone_does_not_move_the_channel_s_plan(talk: Talk) -> None:
    await starting(talk)
    talk.origin = of("bob", Standing.MEMBER)
    assert not is_refused(await talk.reply("settings timezone Tokyo"))
    assert (await talk.view()).enrollment.pace.zone == "Europe/Paris"
    talk.origin = CHANNEL
    await talk.reply("settings timezone Tokyo")
    assert (await talk.view()).enrollment.pace.zone == "Asia/Tokyo"


async def test_who_was_demoted_changes_nothing_any_more(talk: Talk) -> None:
    await starting(talk)
    talk.origin = of("bob", Standing.ADMIN)
    assert not is_refused(await talk.reply("pause"))
    talk.origin = of("bob", Standing.MEMBER)
    assert is_refused(await talk.reply("resume"))
