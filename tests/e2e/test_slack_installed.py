"""Many workspaces: the real process from the install page to the end, and its pages in Chromium."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, Route, async_playwright, expect

from bot.clock import SystemClock
from bot.platforms.slack.install_page import ended_page, install_page, policy, request_text
from bot.platforms.slack.installing import Ended, Ending, Site
from tests.fakes.process import Bot
from tests.fakes.slack_many import PUBLIC_URL, Browser, a_person
from tests.fakes.slack_server import running

PHONE, DESKTOP = 360, 1280
SITE = Site(public_url=PUBLIC_URL, slack="https://slack.com")


async def test_install_enroll_deliver_done_progress_and_remove(tmp_path: Path) -> None:
    async with running() as server:
        oauth = server.oauth
        settings = {
            "SLACK_CLIENT_ID": oauth.client_id,
            "SLACK_CLIENT_SECRET": oauth.client_secret,
            "SLACK_SIGNING_SECRET": "8f742231b10e8888abcd99yyyzzz85a5",
            "SLACK_API_URL": server.api_url,
            "PUBLIC_URL": PUBLIC_URL,
            "PORT": "0",
        }
        bot = Bot(tmp_path, settings=settings)
        await bot.start()
        assert f"in 0 workspaces. Others install it at {PUBLIC_URL}/slack/install" in bot.said
        address = bot.said.partition("over HTTP on ")[2].split(",")[0]
        ada = a_person(server, server.state.workspace(), address=address)
        browser = Browser(address)
        asked = await browser.begins()
        page = await browser.opens(oauth.approve(asked, team=ada.team, user=ada.user.id))
        assert page.title == "Done: it is in Acme"
        greeting = await ada.message("I am here")
        await ada.presses("Start here, for me", greeting)
        assert await ada.sends(ada.window, plan="case-studies", when="daily 9:00") == {}
        first = await ada.message("Welcome to")
        make_due(bot.database)
        await ada.message("Reading 2 of")
        await ada.presses("Done", first)
        await ada.message("Done on")
        await ada.says("progress")
        await ada.message("Done: 1 of")
        await ada.removes_the_app(at=int(server.state.now().timestamp()) + 2)
        make_due(bot.database)
        answer = await ada.types("progress")
        assert "To have me back" in answer["text"]
        assert await bot.stop() == 0
        assert (tokens(bot.database), states(bot.database)) == (0, ["sent", "sent"])
        assert ada.team.bot_token not in bot.complaint


def make_due(database: Path) -> None:
    """The next date of who is served is now; of who is not it stays a century ahead."""
    now = int(SystemClock().real().timestamp() * 1_000_000)
    with closing(sqlite3.connect(database)) as connection:
        century = 3_000_000_000_000_000
        due = "UPDATE schedules SET due_at = ? WHERE due_at IS NOT NULL AND due_at < ?"
        connection.execute(due, (now, century))
        connection.commit()


def tokens(database: Path) -> int:
    with closing(sqlite3.connect(database)) as connection:
        found = connection.execute("SELECT count(*) FROM slack_installations").fetchone()
        return int(found[0])


def states(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as connection:
        return [row[0] for row in connection.execute("SELECT state FROM deliveries ORDER BY id")]


@pytest.fixture
async def page(chromium: Path) -> AsyncIterator[Page]:
    """A browser to which our public address answers with the page of its path's last word."""
    async with async_playwright() as play:
        browser = await play.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        page = await browser.new_page()
        await page.route("**/*", answer)
        yield page
        await browser.close()


async def answer(route: Route) -> None:
    last = route.request.url.rpartition("/")[2]
    done = Ended(ending=Ending.INSTALLED, team_name="W" * 70, app_link="https://slack.com/x?y=1")
    if last == "install":
        html = install_page(SITE)
    elif last == "done":
        html = ended_page(done, site=SITE)
    else:
        html = ended_page(Ended(ending=Ending[last.upper()]), site=SITE)
    headers = {"Content-Security-Policy": policy()}
    await route.fulfill(body=html, content_type="text/html; charset=utf-8", headers=headers)


async def test_the_pages_fit_phones_are_accessible_and_keep_to_their_own_policy(
    page: Page,
) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    for name in ("install", "done", *(ending.name.lower() for ending in Ending)):
        for width in (PHONE, DESKTOP):
            await page.set_viewport_size({"width": width, "height": 800})
            await page.goto(f"{PUBLIC_URL}/slack/{name}")
            wide = await page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, name
    assert complaints == []
    await page.goto(f"{PUBLIC_URL}/slack/install")
    for scheme in ("light", "dark"):
        await page.emulate_media(color_scheme=scheme)
        found = await Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await page.get_by_role("button", name="Copy the request").click()
    await expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert await page.evaluate("navigator.clipboard.readText()") == request_text(SITE)
