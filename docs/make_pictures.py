"""Makes the pictures of the documentation: `make pictures`.

The real bot runs on a clock that stands still, so that a picture changes only where the product
does (or the machine's fonts do: system fonts are what the web chat uses).
"""

import asyncio
import io
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from PIL import Image
from playwright.async_api import Locator, Page, ViewportSize, async_playwright

from bot.library.shipped import shipped
from bot.storage.migrate import Migrations
from tests.fakes.clock import FakeClock
from tests.fakes.installed import chromium
from tests.fakes.live_chat import LiveChat, live_chat

IMAGES = Path(__file__).parent / "images"
DESK = ViewportSize(width=1240, height=900)
STAGE = ViewportSize(width=1040, height=720)
PHONE = ViewportSize(width=390, height=800)
COLOURS = 128
MOST_BYTES = {".png": 400_000, ".gif": 3_000_000}
ON_WHOLE_PIXELS = """() => new Promise((resolve) => {
  scrollTo({ top: Math.floor(scrollY) - 1, behavior: "instant" });
  requestAnimationFrame(() => requestAnimationFrame(resolve));
})"""
PLAYED_IN_S = 12.0
THREAD_AFTER = timedelta(seconds=6)
"""Until what belongs below a reading stands there, and counts are drawn anew."""
SHORT_MS, LONG_MS = 700, 1900
LEARNED = "Most of the work was around the model, not in it."
FIRST = "Using Machine Learning to Predict Value of Homes On Airbnb"
SECOND = "Using Machine Learning to Improve Streaming Quality at Netflix"


@dataclass(slots=True)
class Camera:
    """Takes pictures of a page, and the frames of a recording."""

    page: Page
    settle: Callable[[], Awaitable[None]]
    frames: list[Image.Image] = field(default_factory=list)
    durations: list[int] = field(default_factory=list)

    async def picture(self, name: str) -> None:
        """Write a picture."""
        image = await self._look()
        file = IMAGES / f"{name}.png"
        image.save(file, optimize=True)
        _check(file)

    async def frame(self, shown_ms: int = SHORT_MS) -> None:
        """Add a frame to the recording."""
        self.frames.append((await self._look()).quantize(COLOURS, dither=Image.Dither.NONE))
        self.durations.append(shown_ms)

    def record(self, name: str) -> None:
        """Write the recording."""
        file, first = IMAGES / f"{name}.gif", self.frames[0]
        first.save(
            file,
            save_all=True,
            append_images=self.frames[1:],
            duration=self.durations,
            loop=0,
            optimize=True,
        )
        _check(file)

    async def _look(self) -> Image.Image:
        await self.page.evaluate(ON_WHOLE_PIXELS)
        raw = await self.page.screenshot(animations="disabled", caret="hide")
        return Image.open(io.BytesIO(raw)).convert("RGB")


def _check(file: Path) -> None:
    size, most = file.stat().st_size, MOST_BYTES[file.suffix]
    print(f"{file.name}: {size // 1000} kB")
    if size > most:
        raise SystemExit(f"{file.name} is larger than {most // 1000} kB")


@asynccontextmanager
async def visit(*, viewport: ViewportSize, scheme: str = "light") -> AsyncIterator[Camera]:
    """A newcomer's browser on a fresh bot."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'study.sqlite3'}"
        Migrations(url=url, folder=shipped("migrations")).upgrade()
        clock = FakeClock()
        async with (
            live_chat(url, played_in=PLAYED_IN_S, clock=clock) as chat,
            opened(chat, viewport) as page,
        ):

            async def settle() -> None:
                clock.advance(THREAD_AFTER)
                await chat.app.tick()

            if scheme == "dark":
                await page.emulate_media(color_scheme="dark")
            yield Camera(page, settle)


@asynccontextmanager
async def opened(chat: LiveChat, viewport: ViewportSize) -> AsyncIterator[Page]:
    """The page of the web chat in a browser of its own."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        page = await browser.new_page(
            viewport=viewport, timezone_id="Europe/Paris", reduced_motion="reduce"
        )
        await page.goto(chat.address)
        await _card(page, "The whole bot").wait_for()
        yield page
        await browser.close()


def _card(page: Page, title: str) -> Locator:
    return page.get_by_role("article", name=title).last


async def _say(page: Page, text: str) -> None:
    await page.get_by_label("Message to the bot").fill(text)
    await page.keyboard.press("Enter")


async def _begin(page: Page) -> None:
    await page.get_by_role("button", name="Start this plan").first.click()
    await _card(page, FIRST).wait_for()


async def _done(page: Page, title: str) -> None:
    await _card(page, title).get_by_role("button", name="Done", exact=True).click()


async def _show(page: Page) -> None:
    """Bring the first reading into view."""
    await page.evaluate("document.querySelector('.message:has(.reading)').scrollIntoView()")


async def reading(scheme: str, name: str) -> None:
    """The picture of the README: a reading has come at its hour."""
    async with visit(viewport=DESK, scheme=scheme) as camera:
        page = camera.page
        await _begin(page)
        await _done(page, FIRST)
        await page.get_by_role("button", name="Jump there").click()
        await _card(page, SECOND).wait_for()
        await page.evaluate("document.getElementById('notice').textContent = ''")
        await camera.picture(name)


async def group() -> None:
    """A channel in which three people study, and the search."""
    async with visit(viewport=DESK) as camera:
        page = camera.page
        await page.get_by_role("button", name="study-group").click()
        await page.get_by_role("button", name="enroll case studies").click()
        await _card(page, "Read Case studies together").wait_for()
        await page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        await camera.picture("group-invitation")
        await _say(page, "start now")
        await _card(page, FIRST).wait_for()
        for name in ("Ana", "Kenji"):
            await page.get_by_role("radio", name=name).check(force=True)
            await page.get_by_role("button", name="study-group").click()
            await _say(page, "join")
            await _card(page, "Welcome").wait_for()
        await _say(page, "done")
        share = _card(page, "has read it")
        await share.get_by_text("Write something down").click()
        await share.get_by_role("textbox").first.fill(LEARNED)
        await share.get_by_role("button").last.click()
        await camera.settle()
        await page.get_by_role("radio", name="Ana").check(force=True)
        await page.get_by_text(LEARNED).wait_for()
        await page.evaluate("document.querySelector('.replies').scrollIntoView({block: 'end'})")
        await camera.picture("group-thread")
        await _say(page, "group board")
        await page.get_by_role("article").get_by_role("img").last.wait_for()
        await camera.picture("group-board")
        await page.get_by_role("radio", name="Robin").check(force=True)
        await _say(page, "progress")
        await _card(page, "Case studies").wait_for()
        await camera.picture("webchat-group")
        await page.keyboard.press("Control+k")
        await page.keyboard.type("reading")
        await page.locator(".result mark").first.wait_for()
        await camera.picture("webchat-search")


async def phone() -> None:
    """A reading on a phone, at night."""
    async with visit(viewport=PHONE, scheme="dark") as camera:
        await _begin(camera.page)
        await _show(camera.page)
        await camera.picture("webchat-phone")


async def five_minutes() -> None:
    """The recording: from the first press to the end of the plan."""
    async with visit(viewport=STAGE) as camera:
        page = camera.page
        await camera.frame(LONG_MS)
        await _begin(page)
        await _show(page)
        await camera.frame(LONG_MS)
        await _done(page, FIRST)
        await _card(page, "1 of 9 done").wait_for()
        await camera.frame(LONG_MS)
        await page.get_by_role("button", name="Jump there").click()
        await _card(page, SECOND).wait_for()
        await camera.frame(LONG_MS)
        await page.get_by_label("Message to the bot").press_sequentially("casestu")
        await camera.frame()
        await page.get_by_label("Message to the bot").fill("casestudy netfilx")
        await camera.frame()
        await page.keyboard.press("Enter")
        await page.get_by_text("I read that as").wait_for()
        await camera.frame(LONG_MS)
        await _play(camera)
        camera.record("first-five-minutes")


async def _play(camera: Camera) -> None:
    page = camera.page
    await page.get_by_role("button", name="Play the whole plan").click()
    for number in range(3, 10):
        await page.locator(".eyebrow", has_text=f"Reading {number} of 9").wait_for()
        await camera.frame()
    finish = _card(page, "You have finished")
    await finish.wait_for()
    await page.locator("#playing").wait_for(state="hidden")
    await page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    await camera.frame(LONG_MS * 2)


async def main() -> None:
    """Make every picture anew."""
    await reading("light", "webchat")
    await reading("dark", "webchat-dark")
    await group()
    await phone()
    await five_minutes()


if __name__ == "__main__":
    asyncio.run(main())
