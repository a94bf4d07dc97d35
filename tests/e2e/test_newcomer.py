"""What a newcomer does, with the real program and a real browser, from the first press on."""

import re
import signal
from pathlib import Path

from playwright.async_api import Locator, Page, async_playwright, expect

from tests.fakes.process import Bot

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
FIRST = "Using Machine Learning to Predict Value of Homes On Airbnb"
SECOND = "Using Machine Learning to Improve Streaming Quality at Netflix"


async def test_start_receive_done_move_the_clock_kill_restart_and_all_is_there(
    tmp_path: Path, chromium: Path
) -> None:
    bot = Bot(tmp_path, anew=True)
    await bot.start()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=QUIET)
        page = await browser.new_page(timezone_id="Europe/Paris", reduced_motion="reduce")
        await page.goto(f"{bot.origin}/?token={bot.token}")
        await _start_and_finish_the_first(page)
        await _get_the_next_at_its_hour(page)

        assert await bot.stop(signal.SIGKILL) == -signal.SIGKILL
        again = Bot(tmp_path, anew=True)
        await again.start()
        await page.goto(f"{again.origin}/?token={again.token}")
        await expect(_card(page, FIRST)).to_contain_text("Done on")
        await expect(_card(page, SECOND)).to_have_count(1)
        await _say(page, "progress")
        await expect(page.get_by_role("progressbar").last).to_have_attribute(
            "aria-valuetext", "1 of 9"
        )
        await browser.close()
    assert await again.stop() == 0


async def _start_and_finish_the_first(page: Page) -> None:
    welcome = _card(page, "The whole bot, on your computer; nothing leaves it")
    await welcome.get_by_role("button", name="Start this plan").first.click()
    reading = _card(page, FIRST)
    await reading.get_by_role("button", name="Done", exact=True).click()
    await expect(reading).to_contain_text("Done on")
    await expect(page.get_by_role("progressbar").last).to_have_attribute("aria-valuetext", "1 of 9")


async def _get_the_next_at_its_hour(page: Page) -> None:
    await page.get_by_role("button", name="Jump there").click()
    await expect(_card(page, SECOND)).to_be_visible()
    await expect(page.get_by_text(re.compile(r"Tue \d+ \w+ \d{4}, 10:00")).first).to_be_visible()


async def _say(page: Page, text: str) -> None:
    box = page.get_by_label("Message to the bot")
    await box.fill(text)
    await box.press("Enter")


def _card(page: Page, title: str) -> Locator:
    return page.get_by_role("article", name=title)
