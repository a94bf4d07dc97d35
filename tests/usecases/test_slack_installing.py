"""Many workspaces install the bot: pages, tokens, the one message, and how it ends again."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.domain.card import Card, words
from bot.domain.delivery import DeliveryState, Destination, Throttled
from bot.platforms.slack.composition import SlackKit
from bot.platforms.slack.teams import open_session
from bot.ports import Outgoing
from bot.storage.database import statement
from tests.fakes.slack_many import NOWHERE, PUBLIC_URL, ManyBot, many_bot, many_kit
from tests.fakes.slack_person import Person, shown
from tests.fakes.slack_server import Fault

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
async def bot(sqlite_url: str) -> AsyncIterator[ManyBot]:
    async with many_bot(sqlite_url) as made:
        yield made


@pytest.fixture
async def on_both(database_url: str) -> AsyncIterator[ManyBot]:
    async with many_bot(database_url) as made:
        yield made


async def test_the_installer_gets_one_message_and_starts_from_it(on_both: ManyBot) -> None:
    bot, ada = on_both, on_both.team()
    page = await bot.installs(ada)
    assert (page.status, page.title) == (200, "Done: it is in Acme")
    assert "You have one message" in page.text
    assert f"{bot.server.address}/app_redirect?app=A0001&amp;team=T0001" in page.text
    greeting = await ada.message("I am here")
    assert "/mlops enroll" in shown(greeting)
    assert [each["channel"] for each in bot.posts] == [ada.user.id]
    await ada.presses("Start here, for me", greeting)
    assert await ada.sends(ada.window, when="daily 9:00") == {}
    await bot.deliver()
    assert await ada.message("Welcome to")


async def test_a_page_opened_again_sends_nothing_and_says_so(bot: ManyBot) -> None:
    ada, browser = bot.team(), bot.browser
    back = bot.server.oauth.approve(await browser.begins(), team=ada.team, user=ada.user.id)
    await browser.opens(back)
    again = await browser.opens(back)
    assert (again.status, again.title) == (400, "This page was opened before")
    await bot.installs(ada)
    assert len(bot.posts) == 1, "not even after installing again"


async def test_where_the_names_or_the_message_fail_it_is_installed_all_the_same(
    bot: ManyBot,
) -> None:
    ada = bot.team()
    bot.server.fail("auth.test", Fault(error="internal_error"))
    bot.server.fail("chat.postMessage", Fault(error="messages_tab_disabled"))
    assert (await bot.installs(ada)).status == 200
    bot.talk.clock.advance(DAY)
    await bot.kit.removals.sweep()
    known = await bot.talk.store.installations.of("T0001")
    assert known is not None
    assert (known.handle, known.bot_id) == ("studybot", ada.team.bot_id)


async def begun(bot: ManyBot, ada: Person) -> None:
    """Installed, on a plan, with the first reading."""
    await bot.installs(ada)
    await ada.types("enroll case studies daily 9:00")
    await bot.deliver()
    await ada.message("Welcome to")


async def test_a_removed_app_sends_nothing_and_after_a_return_the_plan_goes_on(
    on_both: ManyBot,
) -> None:
    bot, ada = on_both, on_both.team()
    await begun(bot, ada)
    bot.talk.clock.advance(HOUR)
    for _ in range(2):
        await ada.removes_the_app(event_id="Ev9")
        bot.talk.clock.advance(timedelta(seconds=1))  # Slack signs what it sends again anew
    assert await bot.talk.store.installations.of("T0001") is None
    sent = len(bot.posts)
    for _ in range(3):
        bot.talk.clock.advance(DAY)
        await bot.deliver()
    assert len(bot.posts) == sent
    page = await bot.installs(ada)
    assert "Nobody was written to" in page.text
    assert len(bot.posts) == sent, "no second greeting"
    await bot.deliver()
    assert await ada.message("Reading 2 of 4")


async def test_an_old_word_of_a_removal_changes_nothing(bot: ManyBot) -> None:
    ada = bot.team()
    before = int(bot.talk.clock.real().timestamp())
    bot.talk.clock.advance(HOUR)
    await begun(bot, ada)
    await ada.event({"type": "app_uninstalled"}, at=before)
    await ada.event({"type": "tokens_revoked", "tokens": {"oauth": ["UADA"], "bot": []}})
    await ada.types("progress")
    assert await ada.message("0 of 4")
    await ada.event({"type": "tokens_revoked", "tokens": {"bot": [ada.team.bot_user.id]}})
    assert await bot.talk.store.installations.of("T0001") is None


async def test_in_a_workspace_without_us_a_command_says_where_to_install(bot: ManyBot) -> None:
    ada = bot.team()
    answer = await ada.types("enroll")
    assert f"To have me back: {PUBLIC_URL}/slack/install" in answer["text"]


async def test_the_daily_look_finds_a_removal_that_nobody_told(bot: ManyBot) -> None:
    ada, bob = bot.team(), bot.team("T0002", name="Other")
    await begun(bot, ada)
    await begun(bot, bob)
    ada.team.installed = False
    bot.talk.clock.advance(DAY - HOUR)
    await bot.kit.removals.sweep()
    assert await bot.talk.store.tenants.served("slack") == {"T0001": True, "T0002": True}
    bot.talk.clock.advance(HOUR)
    await bot.kit.removals.sweep()
    assert await bot.talk.store.tenants.served("slack") == {"T0001": False, "T0002": True}


async def test_a_send_that_meets_a_removed_app_stops_the_workspace_and_pauses_no_plan(
    bot: ManyBot,
) -> None:
    ada = bot.team()
    await begun(bot, ada)
    ada.team.installed = False
    bot.talk.clock.advance(DAY)
    await bot.deliver()
    assert await bot.talk.store.tenants.served("slack") == {"T0001": False}
    await bot.installs(ada)
    bot.talk.clock.advance(DAY)
    await bot.deliver()
    assert await ada.message("Reading 2 of 4")


async def test_who_cannot_be_asked_for_a_reason_of_ours_is_asked_again_tomorrow(
    bot: ManyBot,
) -> None:
    await bot.installs(bot.team())
    bot.talk.clock.advance(DAY)
    bot.server.fail("auth.test", Fault(drop=True), Fault(error="invalid_auth"))
    for _ in range(3):
        await bot.kit.removals.sweep()
    assert [m for m, _ in bot.server.state.calls].count("auth.test") == 3, "one is the install's"
    assert await bot.talk.store.tenants.served("slack") == {"T0001": True}


async def test_tokens_that_cannot_be_read_cost_no_reading_and_installing_again_mends_it(
    bot: ManyBot,
) -> None:
    ada = bot.team()
    await begun(bot, ada)
    spoilt = text("UPDATE slack_installations SET bot_token = 'gAAAAAB'")
    await bot.talk.store.database.write(statement(spoilt, {}))
    bot.talk.clock.advance(DAY)
    sent = len(bot.posts)
    await bot.deliver()
    assert len(bot.posts) == sent
    assert "To have me back" in (await ada.types("progress"))["text"]
    await bot.installs(ada)
    bot.talk.clock.advance(timedelta(minutes=6))
    await bot.deliver()
    assert await ada.message("Reading 2 of 4")
    uncertain = await bot.talk.store.operations.deliveries(DeliveryState.UNCERTAIN, limit=9)
    assert list(uncertain) == []


async def test_where_the_database_fails_before_a_send_nothing_is_in_doubt(bot: ManyBot) -> None:
    gone = text("ALTER TABLE slack_installations RENAME TO elsewhere")
    await bot.talk.store.database.write(statement(gone, {}))
    to = Destination(platform="slack", workspace="T0001", place="UADA", is_dm=True)
    outcome = await bot.kit.platform.send(Outgoing(to=to, card=Card(title=words("x")), key="1-k"))
    assert isinstance(outcome, Throttled)


async def test_one_workspace_by_token_goes_on_after_it_was_one_of_many(bot: ManyBot) -> None:
    ada = bot.team()
    await begun(bot, ada)
    await ada.removes_the_app()
    team, store = ada.team, bot.talk.store
    team.installed = True
    async with open_session() as session:
        kit = SlackKit(
            session,
            bot_token=team.bot_token,
            api_url=bot.server.api_url,
            clock=bot.talk.clock,
            spool=NOWHERE,
            tenants=store.tenants,
        )
        to = Destination(platform="slack", workspace=team.id, place=ada.user.id, is_dm=True)
        await kit.platform.find("1-k7x2", to, since=bot.talk.clock.real())
    assert await store.tenants.served("slack") == {"T0001": True}


async def test_a_workspace_that_never_installed_is_not_served(bot: ManyBot) -> None:
    await begun(bot, bot.team())
    await bot.talk.store.installations.uninstalled(
        "T0001", at=bot.talk.clock.real(), event_id="e", now=bot.talk.clock.now()
    )
    await bot.talk.store.tenants.restore("slack", "T0001")
    assert await bot.kit.removals.compare() == 0
    assert await bot.talk.store.tenants.served("slack") == {"T0001": False}


async def test_tokens_are_renewed_before_they_end_by_one_of_two_processes(
    on_both: ManyBot,
) -> None:
    bot, ada = on_both, on_both.team()
    bot.server.oauth.rotates = True
    await begun(bot, ada)
    first = ada.team.bot_token
    bot.talk.clock.advance(10 * HOUR + timedelta(minutes=1))
    async with open_session() as session:
        other = many_kit(session, bot.server, talk=bot.talk)
        found = await asyncio.gather(
            *(teams.of("T0001") for teams in (bot.kit.teams, other.teams) for _ in range(4))
        )
        assert ada.team.bot_token != first
        assert {team.client.token for team in found if team} <= {first, ada.team.bot_token}
        assert [m for m, _ in bot.server.state.calls].count("oauth.v2.access") == 2
        bot.talk.clock.advance(DAY)
        late = await asyncio.gather(bot.kit.teams.of("T0001"), other.teams.of("T0001"))
        assert {team.client.token for team in late if team} == {ada.team.bot_token}
        assert [m for m, _ in bot.server.state.calls].count("oauth.v2.access") == 3
    await ada.says("progress")
    assert await ada.message("0 of 4")


async def test_while_new_tokens_cannot_be_had_the_old_one_does_as_long_as_it_lasts(
    bot: ManyBot,
) -> None:
    ada = bot.team()
    bot.server.oauth.rotates = True
    await begun(bot, ada)
    first, teams = ada.team.bot_token, bot.kit.teams
    bot.talk.clock.advance(11 * HOUR)
    bot.server.fail("oauth.v2.access", Fault(drop=True), Fault(error="internal_error"))
    for _ in range(2):
        team = await teams.of("T0001")
        assert team is not None
        assert team.client.token == first
        bot.talk.clock.advance(timedelta(seconds=40))
    renewed = await teams.of("T0001")
    assert renewed is not None
    assert renewed.client.token == ada.team.bot_token != first


async def test_a_spent_refresh_token_ends_the_installation_once_the_old_one_is_over(
    bot: ManyBot,
) -> None:
    ada = bot.team()
    bot.server.oauth.rotates = True
    await begun(bot, ada)
    bot.server.oauth.refreshes.clear()
    bot.talk.clock.advance(11 * HOUR)
    assert await bot.kit.teams.of("T0001") is not None
    bot.talk.clock.advance(2 * HOUR)
    assert await bot.kit.teams.of("T0001") is None
    assert await bot.talk.store.tenants.served("slack") == {"T0001": False}


async def test_two_workspaces_speak_with_their_own_tokens(bot: ManyBot) -> None:
    ada, bob = bot.team(), bot.team("T0002", name="Other")
    await begun(bot, ada)
    await begun(bot, bob)
    await ada.removes_the_app()
    await bob.types("progress")
    assert await bob.message("0 of 4")
