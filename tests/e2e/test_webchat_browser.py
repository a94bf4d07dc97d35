"""The web chat in a real headless Chromium."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from bot.domain.card import Card, Press, words
from bot.platforms.webchat.server import WebChatServer
from bot.ports import ChatMessage, Outgoing, Rewrite
from tests.fakes import installed
from tests.fakes.attacker import attacking
from tests.fakes.webchat_parts import HERE, toy_parts

pytestmark = pytest.mark.asyncio(loop_scope="module")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP rebind.test 127.0.0.1",
)


class App:
    """The app under test: it can be stopped and started again with what it has kept."""

    def __init__(self) -> None:
        self._parts, self.plan = toy_parts()
        self._stop = asyncio.Event()
        self._port = 0
        self.address = ""

    @property
    def page(self) -> str:
        return self.address.partition("?")[0]

    def commands(self) -> int:
        return sum(1 for i in self.plan.inbound if i.press != Press("welcome"))

    async def history(self) -> Sequence[ChatMessage]:
        return await self._parts.log.history(HERE.place)

    async def reply(
        self, message: ChatMessage, title: str, *, number: int, edited: bool = False
    ) -> None:
        """Put a card under a message, or change it there."""
        to, card = replace(HERE, thread=str(message.id)), Card(title=words(title))
        key, platform = f"9-{number}", self.plan.platform
        if edited:
            await platform.edit(Rewrite(to=to, receipt="", card=card, key=key))
        else:
            await platform.send(Outgoing(to=to, card=card, key=key))

    def start(self) -> None:
        server = WebChatServer(self._parts, session_key=b"kept", port=self._port)
        server.bind()
        self.address = server.address
        self._port = int(self.page.rstrip("/").rpartition(":")[2])
        self._stop = asyncio.Event()
        self._serving = asyncio.create_task(server.serve(self._stop))

    async def stop(self) -> None:
        self._stop.set()
        await self._serving


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stopping() -> AsyncIterator[list[asyncio.Task[None]]]:
    """Stops under way; they take their time while other tests run."""
    tasks: list[asyncio.Task[None]] = []
    yield tasks
    await asyncio.gather(*tasks)


@pytest_asyncio.fixture(loop_scope="module")
async def app(stopping: list[asyncio.Task[None]]) -> AsyncIterator[App]:
    app = App()
    app.start()
    yield app
    stopping.append(asyncio.create_task(app.stop()))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=installed.chromium(), args=QUIET)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def tab(chromium: Browser) -> Page:
    """One tab for the module: opening another costs half a second each time."""
    context = await chromium.new_context(timezone_id="Europe/Paris", reduced_motion="reduce")
    context.set_default_timeout(5000)
    return await context.new_page()


@pytest_asyncio.fixture(loop_scope="module")
async def page(app: App, tab: Page) -> Page:
    await tab.context.clear_cookies()
    await tab.goto(app.address, wait_until="commit")
    await _card(tab, "A reading plan").wait_for()
    return tab


def _card(page: Page, title: str) -> Locator:
    return page.get_by_role("article", name=title)


async def test_start_receive_done_move_the_clock_restart_and_the_history_is_there(
    app: App, page: Page
) -> None:
    welcome = _card(page, "A reading plan")
    await expect(welcome.get_by_role("heading", level=3)).to_have_text(
        ["Case studies", "MLOps core", "Whole path"]
    )
    await expect(welcome.locator("dt").nth(2)).to_have_text("Last reading")
    await welcome.get_by_role("button", name="Start").nth(1).click()

    reading = _card(page, "Rules of Machine Learning")
    await expect(reading.get_by_role("link")).to_have_attribute("rel", "noopener noreferrer")
    await reading.get_by_role("button", name="Done").click()
    await expect(reading.get_by_role("progressbar")).to_have_attribute("aria-valuetext", "1 of 36")
    await expect(reading.get_by_role("button")).to_have_count(0)
    assert app.plan.inbound[-1].key == "1-k7x2"

    await page.get_by_role("button", name="Study clock").click()
    await page.get_by_role("button", name="Next reading").click()
    await expect(_card(page, "Hidden Technical Debt")).to_be_visible()
    await expect(page.locator("#clock-text")).to_have_text("Tue 24 Nov 2026, 09:00")
    await expect(page.locator("#clock-ahead")).to_have_text("23 hours ahead of the real clock")
    await expect(page.locator("#notice")).to_contain_text("1 message arrived.")

    await app.stop()
    await expect(page.locator("#banner")).to_have_text("Offline. Trying again…")
    await page.get_by_label("Message to the bot").fill("what is this")
    await page.keyboard.press("Enter")
    await expect(page.locator(".pending")).to_contain_text("what is this")
    app.start()
    await expect(_card(page, "I did not understand that")).to_be_visible()
    await expect(page.locator(".pending, .failed")).to_have_count(0)

    await page.reload()
    await expect(page.locator(".message.bot")).to_have_count(5)
    await expect(page.locator(".message.you")).to_contain_text(["what is this"])
    await expect(page.locator(".day")).to_have_text(["Mon 23 November", "Tue 24 November"])


async def test_replies_stand_under_their_message_and_stay_there_when_it_changes(
    app: App, page: Page
) -> None:
    await page.get_by_label("Message to the bot").fill("next")
    await page.keyboard.press("Enter")
    await expect(_card(page, "Rules of Machine Learning")).to_be_visible()
    (reading,) = [each for each in await app.history() if each.key == "1-k7x2"]
    for number in (2, 3):
        await app.reply(reading, f"Reply {number}", number=number)
    replies = page.get_by_role("group", name="Replies")
    await expect(replies.get_by_role("article")).to_have_count(2)
    await page.locator(".message", has=replies).get_by_role("button", name="Done").first.click()
    await expect(page.get_by_role("progressbar")).to_be_visible()
    await expect(replies.get_by_role("article", name="Reply 3")).to_be_visible()
    await app.reply(reading, "Reply 2 once more", number=2, edited=True)
    await expect(replies.get_by_role("article")).to_have_count(2)
    await expect(replies.get_by_role("article").first).to_contain_text("Reply 2 once more")
    await page.reload()
    await expect(replies.get_by_role("article")).to_have_count(2)


async def test_start_over_asks_first_and_then_forgets_everything(app: App, page: Page) -> None:
    await expect(page.locator("#clock")).to_be_hidden()
    await page.get_by_role("button", name="Study clock").click()
    await page.get_by_role("button", name="Next reading").click()
    await expect(page.locator("#notice")).to_have_text(
        "Nothing is planned yet. Start a plan first: type enroll."
    )
    await page.get_by_role("button", name="+1 day").click()
    await expect(page.locator("#clock-ahead")).to_have_text("1 day ahead of the real clock")
    await page.get_by_role("button", name="Start over").click()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("button", name="Start over")).to_be_focused()
    await page.get_by_label("Message to the bot").fill("hm")
    await page.keyboard.press("Enter")
    await expect(_card(page, "I did not understand that")).to_be_visible()

    await page.get_by_role("button", name="Start over").click()
    await page.get_by_role("button", name="Forget everything").click()
    await expect(page.locator(".message")).to_have_count(1)
    await expect(page.locator("#clock-ahead")).to_have_text("Same as the real clock")
    assert len(app.plan.chat.messages) == 1


async def test_the_keyboard_does_everything_and_what_others_wrote_stays_letters(page: Page) -> None:
    box = page.get_by_label("Message to the bot")
    await expect(box).to_be_focused()
    for text in ("first", "second"):
        await box.fill(text)
        await page.keyboard.press("Enter")
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("ArrowUp")
    await expect(box).to_have_value("first")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowDown")
    await expect(box).to_have_value("")
    await page.get_by_role("button", name="study-group").focus()
    await page.keyboard.press("Shift+Tab")
    await expect(page.get_by_role("link", name="Skip to the message box")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(box).to_be_focused()

    hostile = "<img src=x onerror=alert(1)> https://evil.test [a](http://b.test) \u202etxet"
    await box.fill(hostile)
    await page.keyboard.press("Enter")
    answer = _card(page, "I did not understand that").last
    await expect(answer).to_contain_text("<img src=x onerror=alert(1)> https://evil.test")
    await expect(page.locator("#log img, #log a, #log script")).to_have_count(0)


async def test_a_button_waits_for_its_answer_and_works_again_after_an_error(
    app: App, page: Page
) -> None:
    start = page.get_by_role("button", name="Start", exact=True).first
    app.plan.may_answer.clear()
    await start.click()
    await expect(start).to_have_attribute("aria-disabled", "true")
    await start.click(force=True)
    app.plan.chat.fails = True
    app.plan.may_answer.set()
    await expect(page.locator("#notice")).to_contain_text("That did not work just now")
    await expect(start).not_to_have_attribute("aria-disabled", "true")
    assert app.commands() == 1
    app.plan.chat.fails = False
    await start.click()
    await expect(_card(page, "MLOps core has begun")).to_be_visible()


async def test_a_form_goes_with_the_press_and_quiet_buttons_wait_behind_a_menu(
    app: App, page: Page
) -> None:
    await page.get_by_label("Message to the bot").fill("form")
    await page.keyboard.press("Enter")
    form = _card(page, "What stays with you")
    await form.get_by_label("One thing you learned").fill("a <b>feature</b> store")
    await form.get_by_label("4").check(force=True)
    await expect(form.get_by_role("button", name="Preview")).to_be_hidden()
    await form.locator("summary").click()
    await expect(form.get_by_role("button", name="Preview")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(form.get_by_role("button", name="Preview")).to_be_hidden()
    await form.get_by_role("button", name="Keep it").click()
    await expect(_card(page, "I did not understand that")).to_be_visible()
    assert app.plan.inbound[-1].values == {"learned": "a <b>feature</b> store", "rating": "4"}


async def test_the_address_lets_one_browser_in_whose_pages_all_show_the_same(
    app: App, page: Page, chromium: Browser
) -> None:
    assert page.url == app.page
    stranger = await (await chromium.new_context()).new_page()
    await stranger.goto(app.address)
    await expect(stranger.get_by_role("heading", name="This study bot is private")).to_be_focused()
    await expect(stranger.get_by_role("alert")).to_contain_text("This address was used already.")
    await expect(stranger.locator("#composer")).to_be_hidden()
    assert await stranger.locator(".message").count() == 0
    await stranger.context.close()

    other = await page.context.new_page()
    await other.goto(app.page)
    await expect(_card(other, "A reading plan")).to_be_visible()
    await page.get_by_role("button", name="Start", exact=True).first.click()
    await expect(_card(other, "Rules of Machine Learning")).to_be_visible()
    await _card(other, "Rules of").get_by_role("button", name="Done").click()
    await expect(_card(page, "Rules of").get_by_role("progressbar")).to_be_visible()
    await other.close()


async def test_nothing_is_wider_than_a_phone_or_against_the_policy(app: App, tab: Page) -> None:
    await tab.context.clear_cookies()
    page = await tab.context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: complaints.extend(_elsewhere(request.url, app.page)))
    await page.set_viewport_size({"width": 360, "height": 720})
    await page.goto(app.address)
    await page.get_by_role("button", name="Start", exact=True).first.click()
    await expect(_card(page, "MLOps core has begun")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") == 360
    await page.get_by_role("button", name="Places and people").click()
    await page.get_by_role("button", name="Study clock").click()
    await expect(page.get_by_role("button", name="+1 day")).to_be_hidden()
    await page.get_by_role("button", name="Move the clock").click()
    await expect(page.get_by_role("button", name="+1 day")).to_be_visible()
    assert complaints == []
    await page.close()


async def test_a_picture_is_as_dark_as_the_page_and_has_words(app: App, page: Page) -> None:
    await page.get_by_label("Message to the bot").fill("progress picture")
    await page.keyboard.press("Enter")
    picture = page.get_by_role("img", name="MLOps core: 1 of 3 readings done.")
    height = int(await picture.get_attribute("height") or 0)
    light = await picture.get_attribute("src") or ""
    dark = await page.locator("picture source").get_attribute("srcset") or ""
    await page.emulate_media(color_scheme="dark")
    await expect(picture).to_have_js_property("currentSrc", app.page.rstrip("/") + dark)
    await expect(picture).to_have_js_property("naturalHeight", height)
    await page.emulate_media(color_scheme="light")
    await expect(picture).to_have_js_property("currentSrc", app.page.rstrip("/") + light)
    await expect(picture).to_have_js_property("naturalHeight", height)
    await page.get_by_label("Colours").select_option("dark")
    await expect(picture).to_have_js_property("currentSrc", app.page.rstrip("/") + dark)
    await page.get_by_label("Colours").select_option("")


def _elsewhere(url: str, page: str) -> list[str]:
    return [] if url.startswith(page) else [url]


async def test_a_page_of_another_origin_gets_nothing_done(app: App, page: Page) -> None:
    async with attacking(app.page.rstrip("/")) as address:
        evil = await page.context.new_page()
        await evil.goto(address)
        tried = await evil.evaluate("window.tried")
        assert tried == ["refused"] * 6
        assert [frame.url for frame in evil.frames[1:]] == ["chrome-error://chromewebdata/"] * 2
        await evil.close()
    assert app.commands() == 0
    await expect(_card(page, "A reading plan")).to_be_visible()


async def test_a_rebinding_name_gets_nothing_done(app: App, page: Page) -> None:
    name = app.page.replace("127.0.0.1", "rebind.test")
    answer = await page.goto(name)
    assert answer is not None
    assert (answer.status, await answer.text()) == (421, "Misdirected Request")
    tried = await page.evaluate(
        """() => Promise.all([
          fetch("/session").then((answer) => answer.status),
          fetch("/session", { method: "POST", body: "{}" }).then((answer) => answer.status),
          new Promise((resolve) => {
            const ws = new WebSocket(`ws://${location.host}/socket`);
            ws.onopen = () => resolve("open");
            ws.onerror = () => resolve("refused");
          }),
        ])"""
    )
    assert tried == [421, 421, "refused"]
    assert app.commands() == 0
