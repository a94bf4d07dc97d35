"""Many workspaces install the bot: pages, tokens, the one message, and how it ends again."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.platforms.slack.http import INSTALL, REDIRECT
from bot.platforms.slack.install_page import request_text
from bot.platforms.slack.installing import LASTS, Site, slack_root
from bot.platforms.slack.manifest import NEEDED, OPTIONAL
from bot.platforms.slack.teams import open_session
from tests.fakes.slack_many import PUBLIC_URL, ManyBot, many_bot, many_kit
from tests.fakes.slack_person import Person, shown
from tests.fakes.slack_server import Fault
from tests.fakes.slack_state import Json

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
async def bot(sqlite_url: str) -> AsyncIterator[ManyBot]:
    async with many_bot(sqlite_url) as made:
        yield made


@pytest.fixture
async def on_both(database_url: str) -> AsyncIterator[ManyBot]:
    async with many_bot(database_url) as made:
        yield made


def asked_of(address: str) -> dict[str, str]:
    return {name: each[0] for name, each in parse_qs(urlsplit(address).query).items()}


def posts(bot: ManyBot) -> list[Json]:
    return [args for method, args in bot.server.state.calls if method == "chat.postMessage"]


async def test_the_page_says_why_for_each_permission_and_what_may_be_left_out(
    bot: ManyBot,
) -> None:
    page = await bot.browser.opens(PUBLIC_URL + INSTALL)
    assert page.status == 200
    needed, optional = page.text.split("What you may leave out")
    for name in NEEDED:
        assert name in needed
    for name in OPTIONAL:
        assert name in optional
        assert name not in needed
    assert request_text(Site(public_url=PUBLIC_URL, slack="https://slack.com")) in unescape(
        page.text
    )
    assert bot.server.state.calls == []
    assert "set-cookie" not in page.headers, "looking begins nothing"


async def test_the_way_to_slack_asks_for_what_the_page_says_and_comes_back_to_us_alone(
    bot: ManyBot,
) -> None:
    browser = bot.browser
    first, second = await browser.begins(), await browser.begins()  # a Host of others is sent too
    for address in (first, second):
        asked = asked_of(address)
        assert address.startswith(f"{bot.server.address}/oauth/v2/authorize?")
        assert asked["redirect_uri"] == PUBLIC_URL + REDIRECT
        assert asked["scope"].split(",") == [*NEEDED, *OPTIONAL]
    assert asked_of(first)["state"] != asked_of(second)["state"]
    assert len(browser.cookies) == 1, "two windows share it"


async def test_the_cookie_is_guarded_and_every_answer_carries_the_same_guards(
    bot: ManyBot,
) -> None:
    begun = await bot.browser.opens(PUBLIC_URL + INSTALL, method="POST")
    cookie = begun.headers["set-cookie"]
    assert cookie.startswith("__Host-slack-install=")
    for guard in ("HttpOnly", "Secure", "SameSite=lax", "Path=/", "Max-Age=600"):
        assert guard in cookie
    for page in (
        begun,
        await bot.browser.opens(PUBLIC_URL + INSTALL),
        await bot.browser.opens(PUBLIC_URL + REDIRECT),
        await bot.installs(bot.team()),
    ):
        assert page.headers["cache-control"] == "no-store"
        assert page.headers["referrer-policy"] == "no-referrer"
        assert "default-src 'none'" in page.headers["content-security-policy"]
        assert "frame-ancestors 'none'" in page.headers["content-security-policy"]


async def test_the_installer_gets_one_message_and_starts_from_it(on_both: ManyBot) -> None:
    bot, ada = on_both, on_both.team()
    page = await bot.installs(ada)
    assert (page.status, page.title) == (200, "Done: it is in Acme")
    assert f"{bot.server.address}/app_redirect?app=A0001&amp;team=T0001" in page.text
    greeting = await ada.message("I am here")
    assert "/mlops enroll" in shown(greeting)
    assert [each["channel"] for each in posts(bot)] == [ada.user.id]
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
    assert len(posts(bot)) == 1, "not even after installing again"


async def test_twenty_returns_at_once_with_one_state_install_once(on_both: ManyBot) -> None:
    bot, browser = on_both, on_both.browser
    ada = bot.team()
    back = bot.server.oauth.approve(await browser.begins(), team=ada.team, user=ada.user.id)
    pages = await asyncio.gather(*(browser.opens(back) for _ in range(20)))
    assert sorted(page.status for page in pages) == [200] + [400] * 19
    assert len(posts(bot)) == 1


async def test_a_state_of_another_browser_a_missing_and_an_old_one_install_nothing(
    bot: ManyBot,
) -> None:
    ada, browser, other = bot.team(), bot.browser, bot.browser
    back = bot.server.oauth.approve(await browser.begins(), team=ada.team, user=ada.user.id)
    assert (await bot.browser.opens(back)).title == "Please begin in this browser"
    await other.begins()
    assert (await other.opens(back)).title == "This page was opened before"
    for missing in ("", "?code=1", "?code=1&state=", "?state=x&error=%3Cb%3E", "?state=" + "a" * 9):
        page = await browser.opens(PUBLIC_URL + REDIRECT + missing)
        assert (page.status, page.title) == (400, "This address is not complete")
        assert "%3Cb" not in page.text
        assert "<b>" not in page.text
    bot.talk.clock.advance(LASTS)
    assert (await browser.opens(back)).title == "That took longer than ten minutes"
    assert await bot.talk.store.installations.workspaces() == []
    assert "oauth.v2.access" not in [method for method, _ in bot.server.state.calls]


async def test_each_way_that_slack_says_no_has_a_page_with_the_next_step(bot: ManyBot) -> None:
    ada, browser = bot.team(), bot.browser
    denied = await browser.opens(bot.server.oauth.cancel(await browser.begins()))
    assert denied.title == "Nothing was installed"
    assert "Copy the request" in denied.text
    bot.server.fail("oauth.v2.access", Fault(error="invalid_code"), Fault(drop=True))
    titles = [(await bot.installs(ada, browser)).title for _ in range(2)]
    assert titles == ["Slack did not complete the installation", "Slack could not be reached"]
    assert await bot.talk.store.installations.workspaces() == []
    for page in (denied,):
        assert "Begin once more" in page.text


async def test_a_whole_organization_is_asked_for_one_workspace_and_its_token_given_back(
    bot: ManyBot,
) -> None:
    ada, browser = bot.team(), bot.browser
    back = bot.server.oauth.approve(
        await browser.begins(), team=ada.team, user=ada.user.id, whole_organization=True
    )
    page = await browser.opens(back)
    assert page.title == "One workspace at a time, please"
    assert bot.server.oauth.revoked == [ada.team.bot_token]
    assert await bot.talk.store.installations.workspaces() == []


async def test_a_workspace_called_like_markup_is_shown_as_letters(bot: ManyBot) -> None:
    page = await bot.installs(bot.team(name="<script>alert(1)</script>"))
    assert page.title == "Done: it is in &lt;script&gt;alert(1)&lt;/script&gt;"


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
    sent = len(posts(bot))
    for _ in range(3):
        bot.talk.clock.advance(DAY)
        await bot.deliver()
    assert len(posts(bot)) == sent
    await bot.installs(ada)
    assert len(posts(bot)) == sent, "no second greeting"
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
    bot.server.fail("auth.test", Fault(error="invalid_auth"))
    await bot.kit.removals.sweep()
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


@pytest.mark.parametrize(
    ("api_url", "root"),
    [
        (None, "https://slack.com"),
        ("https://slack-gov.com/api/", "https://slack-gov.com"),
        ("http://127.0.0.1:99/api", "http://127.0.0.1:99"),
    ],
)
def test_slack_s_pages_stand_beside_its_api(api_url: str | None, root: str) -> None:
    assert slack_root(api_url) == root
