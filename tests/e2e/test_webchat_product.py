"""The web chat as its visitors use it: the real bot and a real headless Chromium."""

import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Locator, Page, ViewportSize, async_playwright, expect

from bot.domain.verbs import every_verb
from tests.fakes import installed
from tests.fakes.live_chat import LiveChat, live_chat

pytestmark = pytest.mark.asyncio(loop_scope="module")
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
PHONE = ViewportSize(width=360, height=740)
DESK = ViewportSize(width=1280, height=860)
BAD = {"serious", "critical"}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chat(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[LiveChat]:
    file = shutil.copy(sqlite_template, tmp_path_factory.mktemp("chat") / "study.sqlite3")
    async with live_chat(f"sqlite:///{file}") as chat:
        yield chat


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def tab(chat: LiveChat) -> AsyncIterator[Page]:
    """One signed-in tab for the module: a browser and a tab take their time to open."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=installed.chromium(), args=QUIET)
        context = await browser.new_context(timezone_id="Europe/Paris", reduced_motion="reduce")
        context.set_default_timeout(5000)
        page = await context.new_page()
        await page.goto(chat.address)
        await _card(page, "The whole bot").wait_for()
        yield page
        await browser.close()


@pytest_asyncio.fixture(loop_scope="module")
async def page(chat: LiveChat, tab: Page) -> Page:
    """The tab as a newcomer finds it."""
    await chat.forget()
    await tab.set_viewport_size(DESK)
    await tab.emulate_media(color_scheme="light", reduced_motion="reduce")
    await tab.evaluate("localStorage.clear()")
    await tab.goto(chat.page, wait_until="commit")
    await _card(tab, "The whole bot").wait_for()
    return tab


def _card(page: Page, title: str) -> Locator:
    return page.get_by_role("article", name=title)


def _box(page: Page) -> Locator:
    return page.get_by_label("Message to the bot")


async def _say(page: Page, text: str) -> None:
    await _box(page).fill(text)
    await page.keyboard.press("Enter")


async def _become(page: Page, name: str) -> None:
    await page.get_by_role("radio", name=name).check(force=True)


def _place(page: Page, name: str) -> Locator:
    return page.get_by_role("navigation").get_by_role("button", name=name)


async def test_every_command_can_be_completed_by_keyboard(page: Page) -> None:
    box = _box(page)
    options = page.get_by_role("listbox", name="Commands").get_by_role("option")
    await box.press_sequentially("cas")
    await expect(options.first).to_contain_text("casestudy")
    await page.keyboard.press("ArrowDown")
    await expect(box).to_have_attribute("aria-activedescendant", "choice-0")
    await expect(options.first).to_have_attribute("aria-selected", "true")
    await page.keyboard.press("Tab")
    await expect(box).to_have_value("casestudy ")
    await expect(box).to_be_focused()
    await expect(page.locator("#hint")).to_contain_text("For example: casestudy netflix")
    await box.fill("/")
    await expect(options).to_have_count(len(list(every_verb())))
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("listbox", name="Commands")).to_be_hidden()
    await box.fill("snoo")
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("Enter")
    await expect(box).to_have_value("later ")
    await box.fill("he")
    await options.first.click()
    await expect(box).to_have_value("help ")


async def test_discuss_puts_two_questions_under_the_reading(page: Page) -> None:
    await _place(page, "study-group").click()
    await _say(page, "enroll case studies start now")
    reading = _card(page, FIRST).last
    await reading.get_by_role("button", name="Discuss").click()
    await expect(_card(page, "Let us talk about it")).to_contain_text("Only you can see this")
    replies = page.get_by_role("group", name="Replies")
    await expect(replies.get_by_role("article", name="Two questions to talk about")).to_be_visible()
    await expect(replies.get_by_role("listitem")).to_have_count(2)


async def test_three_people_share_a_channel_and_keep_their_own_messages(page: Page) -> None:
    await _say(page, "progress")
    await _place(page, "study-group").click()
    await expect(page.get_by_role("heading", name="A place to study together")).to_be_visible()
    await page.get_by_role("button", name="enroll case studies").click()
    await expect(_card(page, "Read Case studies together")).to_be_visible()
    await _say(page, "start now")
    await expect(_card(page, FIRST)).to_be_visible()
    await _say(page, "progress")
    await expect(_card(page, "Case studies").last).to_contain_text("Only you can see this")
    await expect(page.locator(".person", has_text="Ana")).to_contain_text("has unread messages")

    await _become(page, "Ana")
    await expect(_place(page, "study-group")).to_have_text(re.compile(r"\d unread"))
    await expect(page.locator(".message.you")).to_have_count(0)
    await _place(page, "study-group").click()
    await expect(_card(page, FIRST)).to_be_visible()
    await expect(page.locator(".message.other")).to_contain_text(["start now"])
    await expect(page.locator(".said")).to_have_text(["start now"])
    await expect(_place(page, "study-group")).not_to_contain_text("unread")
    invitation = _card(page, "Read Case studies together")
    await invitation.get_by_role("button", name="Join", exact=True).click()
    welcome = _card(page, "Welcome: you start where the group is")
    await expect(welcome).to_contain_text("Only you can see this")
    await _card(page, FIRST).get_by_role("button", name="Done", exact=True).click()
    read = _card(page, "Read. 1 of 2 has read it")
    await expect(read).to_contain_text("Only you can see this")

    await page.reload()
    await expect(page.get_by_role("radio", name="Ana")).to_be_checked()
    await expect(page.locator("#place-name")).to_have_text("# study-group")
    await _become(page, "Robin")
    await expect(_card(page, FIRST)).to_contain_text("1 of 2 has read it")
    await expect(read).to_have_count(0)

    await _become(page, "Kenji")
    await _place(page, "study-group").click()
    await _card(page, FIRST).get_by_role("button", name="Done", exact=True).click()
    mine = _card(page, "Read. 2 of 3 have read it")
    await mine.locator("summary").click()
    await mine.get_by_label("What did you learn?").fill("Start with a <b>simple</b> model")
    await mine.get_by_role("button", name="Share with the group").click()
    await _become(page, "Robin")
    replies = page.get_by_role("group", name="Replies")
    await expect(replies.get_by_role("article", name="Kenji learned")).to_contain_text(
        "Start with a <b>simple</b> model"
    )


async def test_what_was_said_is_found_again_and_opened(page: Page) -> None:
    await _say(page, "casestudy netflix")
    await expect(page.locator(".message.bot").last).to_contain_text(SECOND)
    await _place(page, "study-group").click()
    await page.get_by_role("heading", name="A place to study together").wait_for()
    await page.keyboard.press("Control+k")
    await page.keyboard.type("STREAMING quality")
    result = page.get_by_role("dialog").get_by_role("listitem").first
    await expect(result.locator("mark")).to_have_text(["Streaming", "Quality"])
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_be_hidden()
    await expect(page.locator(".message.bot").last).to_be_focused()
    await expect(page.locator(".message.bot").last).to_contain_text(SECOND)
    await page.get_by_role("button", name="Search").click()
    await page.keyboard.type("no such thing")
    await expect(page.locator("#search-state")).to_contain_text("Nothing like that")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_be_hidden()


async def test_light_and_dark_follow_the_computer_until_chosen_and_are_kept(page: Page) -> None:
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    light = await page.evaluate(ground)
    await page.emulate_media(color_scheme="dark")
    dark = await page.evaluate(ground)
    assert light != dark
    await page.get_by_label("Colours").select_option("light")
    assert await page.evaluate(ground) == light
    await page.reload()
    await expect(page.get_by_label("Colours")).to_have_value("light")
    assert await page.evaluate(ground) == light
    await page.get_by_label("Colours").select_option("")
    assert await page.evaluate(ground) == dark


async def test_on_a_phone_the_places_are_a_drawer(page: Page) -> None:
    await page.set_viewport_size(PHONE)
    menu = page.get_by_role("button", name="Places and people")
    await expect(_place(page, "study-group")).to_be_hidden()
    await menu.click()
    await expect(menu).to_have_attribute("aria-expanded", "true")
    await expect(page.get_by_role("button", name="Close the list of places")).to_be_focused()
    await expect(page.locator("#main")).to_have_attribute("inert", "")
    await page.keyboard.press("Escape")
    await expect(menu).to_be_focused()
    await menu.click()
    await _place(page, "study-group").click()
    await expect(_place(page, "study-group")).to_be_hidden()
    await expect(page.locator("#place-name")).to_have_text("# study-group")
    assert await page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


async def _press(page: Page, button: Locator) -> None:
    """Walk to a button with the Tab key alone, and press it."""
    await expect(button).to_be_visible()
    for _ in range(40):
        if await button.evaluate("each => each === document.activeElement"):
            break
        await page.keyboard.press("Shift+Tab")
    await expect(button).to_be_focused()
    await page.keyboard.press("Enter")


async def test_the_first_five_minutes_need_no_mouse(page: Page) -> None:
    await expect(_box(page)).to_be_focused()
    await _press(page, page.get_by_role("button", name="Start this plan").first)
    await _box(page).focus()
    await _press(page, _card(page, FIRST).get_by_role("button", name="Done", exact=True))
    answer = _card(page, "1 of 9 done")
    await expect(answer).to_contain_text("Next: Tue 24 Nov, 10:00.")
    await expect(page.locator("#clock")).to_be_hidden()
    await _box(page).focus()
    await _press(page, answer.locator("summary"))
    await answer.get_by_label("What did you learn?").fill("a scheduled notebook")
    await _press(page, answer.get_by_role("button", name="Keep it"))
    kept = _card(page, "Kept")
    await expect(kept).to_contain_text("a scheduled notebook")
    await _box(page).focus()
    await _press(page, kept.get_by_role("button", name="Jump there"))
    await expect(_card(page, SECOND)).to_be_visible()
    await expect(page.locator("#clock-text")).to_have_text("Tue 24 Nov 2026, 10:00")
    await _box(page).focus()
    await page.keyboard.type("casestudy netfilx")
    await page.keyboard.press("Enter")
    await expect(page.locator(".message.bot").last).to_contain_text("Netflix")
    await page.reload()
    await expect(page.locator("#clock-text")).to_be_visible()


async def test_an_answer_comes_before_what_it_sets_off(page: Page) -> None:
    await _say(page, "enroll case studies")
    await _card(page, FIRST).wait_for()
    titles = page.locator(".message .title")
    await expect(titles).to_have_text(
        [re.compile("The whole bot"), "You are on Case studies", FIRST]
    )


async def test_the_whole_plan_plays_to_its_end_and_says_what_comes_then(page: Page) -> None:
    await _say(page, "enroll core")
    await page.locator(".card.reading").wait_for()
    await _say(page, "leave")
    await page.get_by_role("button", name="Leave this plan").click()
    await _card(page, "You have left MLOps core").wait_for()
    await _say(page, "enroll case studies")
    await _card(page, FIRST).wait_for()
    await page.get_by_role("button", name="Study clock").click()
    await page.get_by_role("button", name="Play the whole plan").click()
    finish = _card(page, "You have finished Case studies")
    await expect(finish).to_contain_text("9 of 9")
    await expect(page.locator("#playing")).to_be_hidden()
    await expect(page.locator(".card.reading")).to_have_count(1)  # of the plan that was left
    await finish.get_by_role("button", name="Use it in Slack").click()
    await expect(_card(page, "Use it in Slack")).to_contain_text("SLACK_APP_TOKEN")
    await page.get_by_role("button", name="Play the whole plan").click()
    await expect(page.locator("#notice")).to_contain_text("No plan is under way here.")


async def test_playing_stops_when_asked(chat: LiveChat, page: Page) -> None:
    async with chat.at_leisure() as slow:
        await page.goto(slow.address)
        await _say(page, "enroll case studies")
        await _card(page, FIRST).wait_for()
        await page.get_by_role("button", name="Study clock").click()
        await page.get_by_role("button", name="Play the whole plan").click()
        await _card(page, "1 of 9 done").wait_for()
        await page.get_by_role("button", name="Stop", exact=True).click()
        await expect(page.locator("#playing")).to_be_hidden()
        await expect(_card(page, SECOND)).to_have_count(0)
        await page.get_by_role("button", name="Next reading", exact=True).click()
        await expect(_card(page, SECOND)).to_be_visible()


async def test_what_is_typed_offline_goes_once_when_the_bot_is_back(
    chat: LiveChat, page: Page
) -> None:
    await chat.stop()
    await expect(page.locator("#banner")).to_have_text("Offline. Trying again…")
    for text in ("enroll case studies", "progress"):
        await _say(page, text)
    await expect(page.locator(".pending")).to_have_count(2)
    await page.keyboard.press("Control+k")
    await page.keyboard.type("anything")
    await expect(page.locator("#search-state")).to_contain_text("Offline just now.")
    await page.keyboard.press("Escape")
    chat.start()
    await expect(_card(page, "You are on Case studies")).to_have_count(1)
    await expect(_card(page, "Case studies").last.get_by_role("progressbar")).to_have_attribute(
        "aria-valuetext", "0 of 9"
    )
    await expect(page.locator(".pending, .failed")).to_have_count(0)
    await expect(page.locator(".said")).to_have_text(["enroll case studies", "progress"])
    await expect(page.locator("#banner")).to_be_empty()


async def test_axe_finds_nothing_serious(page: Page) -> None:
    await _say(page, "enroll case studies")
    await _card(page, FIRST).wait_for()
    await page.get_by_role("button", name="Study clock").click()
    await _box(page).press_sequentially("s")
    await page.keyboard.press("ArrowDown")
    await _looks_right(page)
    await page.emulate_media(color_scheme="dark")
    await page.keyboard.press("Escape")
    await page.keyboard.press("Control+k")
    await page.keyboard.type("airbnb")
    await page.locator(".result").first.wait_for()
    await _looks_right(page)
    await page.keyboard.press("Escape")
    await _looks_right(page)
    await page.set_viewport_size(PHONE)
    await page.get_by_role("button", name="Places and people").click()
    await _looks_right(page)


async def _looks_right(page: Page) -> None:
    results = await Axe().run(page, options={"resultTypes": ["violations"]})
    found = results.response["violations"]
    assert [
        (each["id"], [node["html"] for node in each["nodes"]])
        for each in found
        if each["impact"] in BAD
    ] == []


async def test_everybody_lives_in_their_own_zone(page: Page) -> None:
    await expect(page.locator(".person", has_text="Kenji")).to_contain_text("Tokyo 17:00")
    await _become(page, "Kenji")
    await _say(page, "enroll case studies")
    await expect(_card(page, "You are on Case studies")).to_contain_text("Asia/Tokyo time")
