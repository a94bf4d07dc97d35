"""Installing in a workspace: the pages, the way to Slack and back, and what is kept out."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import text

from bot.platforms.slack.http import INSTALL, REDIRECT
from bot.platforms.slack.install_page import request_text
from bot.platforms.slack.installing import LASTS, Site, slack_root
from bot.platforms.slack.manifest import NEEDED, OPTIONAL
from bot.storage.database import statement
from tests.fakes.slack_many import PUBLIC_URL, ManyBot, many_bot
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


def asked_of(address: str) -> dict[str, str]:
    return {name: each[0] for name, each in parse_qs(urlsplit(address).query).items()}


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


async def test_twenty_returns_at_once_with_one_state_install_once(on_both: ManyBot) -> None:
    bot, browser = on_both, on_both.browser
    ada = bot.team()
    back = bot.server.oauth.approve(await browser.begins(), team=ada.team, user=ada.user.id)
    pages = await asyncio.gather(*(browser.opens(back) for _ in range(20)))
    assert sorted(page.status for page in pages) == [200] + [400] * 19
    assert len(bot.posts) == 1


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
    asked = asked_of(await browser.begins())
    told = f"?state={asked['state']}&error=invalid_team_for_non_distributed_app"
    told_page = await browser.opens(PUBLIC_URL + REDIRECT + told)
    assert told_page.title == "Slack did not complete the installation"
    assert await bot.talk.store.installations.workspaces() == []
    for page in (denied, told_page):
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


async def test_where_the_database_fails_the_page_says_whose_fault_it_is(bot: ManyBot) -> None:
    ada, browser = bot.team(), bot.browser
    back = bot.server.oauth.approve(await browser.begins(), team=ada.team, user=ada.user.id)
    gone = statement(text("ALTER TABLE install_states RENAME TO elsewhere"), {})
    await bot.talk.store.database.write(gone)
    for page in (
        await browser.opens(back),
        await browser.opens(PUBLIC_URL + INSTALL, method="POST"),
    ):
        assert (page.status, page.title) == (500, "That did not work, and it is not your fault")


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
