"""Boards and season books in real Chromium: phone and desk, light and dark, and paper."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, ViewportSize, async_playwright

from bot.domain.group import LineKind
from bot.pictures.painter import PillowPainter
from bot.web.public_pages import public_pages
from tests.fakes import installed
from tests.fakes.grouped import Grouped
from tests.fakes.public_listener import listening
from tests.fakes.talk import talk_on

pytestmark = pytest.mark.asyncio(loop_scope="module")
QUIET = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
PHONE, DESK = ViewportSize(width=360, height=740), ViewportSize(width=1280, height=860)
HOSTILE = "<img src=x onerror=document.title='owned'><script>document.title='owned'</script>"
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
NAMES = ["ada", HOSTILE, LONG, "dee", "eve", "finn"]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=installed.chromium(), args=QUIET)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="module")
async def page(chromium: Browser) -> AsyncIterator[Page]:
    context = await chromium.new_context(viewport=PHONE)
    context.set_default_timeout(5000)
    yield await context.new_page()
    await context.close()


@pytest_asyncio.fixture(loop_scope="module")
async def group(sqlite_url: str) -> AsyncIterator[Grouped]:
    async with talk_on(sqlite_url, public_url="http://127.0.0.1:1") as talk:
        made = Grouped(talk, NAMES)
        await made.start()
        for name in NAMES[1:]:
            await made.join(name, on_board=True)
            await made.done(name, "netflix-quality")
            await made.line(name, "netflix-quality", LineKind.LEARNED, f"{HOSTILE} {LONG}")
        yield made


async def _fits(page: Page) -> None:
    """Nothing is wider than its window, and nothing ran."""
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert await page.evaluate(wide) == 0
    assert await page.title() != "owned"


async def _reads_well(page: Page) -> None:
    results = await Axe().run(page, options={"resultTypes": ["violations"]})
    found = [each for each in results.response["violations"] if each["impact"] != "minor"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []


async def test_a_lead_opens_the_board_on_a_phone_and_at_a_desk(group: Grouped, page: Page) -> None:
    talk = group.talk
    pages = public_pages(
        talk.store,
        studies=talk.studies,
        clock=talk.clock,
        painter=PillowPainter(),
        public_url="http://127.0.0.1:1",
    )
    problems: list[str] = []
    page.on("console", lambda each: problems.append(each.text))
    async with listening(pages) as address:
        reply = await talk.reply("group board")
        assert reply.card is not None
        (link,) = reply.card.links
        await page.goto(address + link.url.removeprefix("http://127.0.0.1:1"))
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/board")
        picture = page.get_by_role("img")
        assert await picture.evaluate("image => image.complete && image.naturalWidth") == 1200
        told = await picture.get_attribute("alt")
        assert told is not None
        assert told.startswith("Case studies: by 23 November 2026 the plan had 1 of 4 readings")
        rows = page.get_by_role("region", name="Who has read what").get_by_role("row")
        assert await rows.count() == len(NAMES)
        for scheme in ("light", "dark"):
            await page.emulate_media(color_scheme=scheme)
            for size in (PHONE, DESK):
                await page.set_viewport_size(size)
                await _fits(page)
            await _reads_well(page)
    assert problems == []


async def test_a_book_is_one_file_that_reads_well_everywhere(
    group: Grouped, page: Page, tmp_path: Path
) -> None:
    html, markdown = (await group.talk.reply("group book")).files
    assert (html.media_type, markdown.media_type) == ("text/html", "text/markdown")
    file = tmp_path / html.name
    file.write_bytes(html.content)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.goto(file.as_uri())
    assert asked == [file.as_uri()]
    assert await page.get_by_role("article").count() == 1
    assert HOSTILE in await page.get_by_role("article").inner_text()
    for size in (PHONE, DESK):
        await page.set_viewport_size(size)
        await _fits(page)
    await page.emulate_media(media="print")
    ground = await page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == "rgb(255, 255, 255)"
