"""A channel's calendar address is its owner's as long as they are there."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.domain.conversation import Origin
from bot.usecases.calendar import digest_of
from tests.fakes.slack_bot import SlackBot, slack_bot
from tests.fakes.talk import Talk

SECRET = "s" * 43


@pytest.fixture
async def bot(sqlite_url: str) -> AsyncIterator[SlackBot]:
    async with slack_bot(sqlite_url) as made:
        yield made


async def followed(talk: Talk, origin: Origin, secret: str = SECRET) -> None:
    """Somebody has the address of where they are."""
    party = await talk.store.people.party(origin, zone="Europe/Paris")
    await talk.store.feeds.renew(party, digest=digest_of(secret), event_id=f"feed-{secret}")


async def shows(talk: Talk, secret: str = SECRET) -> bool:
    return await talk.store.feeds.opened(digest_of(secret)) is not None


async def test_it_ends_when_its_owner_leaves_their_last_group_there(talk: Talk) -> None:
    here = replace(talk.origin, place="#study", place_name="study", is_dm=False)
    talk.origin = here
    await talk.say("enroll case studies tue 9:00")
    await talk.say("enroll whole path mon 9:00")
    bob = replace(here, person="bob", person_name="Bob")
    for origin, secret in ((bob, "b" * 43), (here, "a" * 43)):
        await followed(talk, origin, secret)
    talk.origin = bob
    for said in ("join plan:case-studies", "join plan:whole-path", "leave group plan:whole-path"):
        await talk.say(said)
    assert await shows(talk, "b" * 43)
    await talk.say("leave group plan:case-studies")
    assert not await shows(talk, "b" * 43)
    assert await shows(talk, "a" * 43)


async def test_a_workspace_without_the_bot_shows_none(talk: Talk) -> None:
    here = replace(talk.origin, place="#study", place_name="study", is_dm=False)
    await followed(talk, here)
    tenants, now = talk.store.tenants, talk.clock.now()
    await tenants.suspend(here.platform, here.workspace, now=now)
    assert not await shows(talk)
    await tenants.restore(here.platform, here.workspace)
    assert await shows(talk)


async def test_slack_tells_who_left_a_channel_and_whose_account_is_closed(bot: SlackBot) -> None:
    ada, ben, talk = bot.ada, bot.person("UBEN", "ben"), bot.talk
    at = Origin(
        platform="slack", workspace=bot.team.id, place="C1", person=ada.user.id, is_dm=False
    )
    adas = {"a" * 43: "C1", "e" * 43: "C2"}
    for secret, place in adas.items():
        await followed(talk, replace(at, place=place), secret)
    await followed(talk, replace(at, person=ben.user.id))
    left = {
        "type": "member_left_channel",
        "channel": "C1",
        "channel_type": "C",
        "team": bot.team.id,
    }
    await ada.event({**left, "user": ada.user.id, "event_ts": bot.server.state.ts()})
    assert [await shows(talk, each) for each in (*adas, SECRET)] == [False, True, True]
    await followed(talk, replace(at, person="T9/UEVE"), "g" * 43)
    for number, home in ((ada.user.id, bot.team.id), ("UEVE", "T9")):
        user = {"id": number, "team_id": home, "deleted": True}
        await ada.event({"type": "user_change", "user": user, "event_ts": bot.server.state.ts()})
    shown = [await shows(talk, each) for each in (*adas, "g" * 43, SECRET)]
    assert shown == [False, False, False, True]
