"""`group board` and `group book`: any day, at the end, and for those who may."""

from dataclasses import replace

import pytest

from bot.domain.card import Press
from bot.domain.enrollment import EnrollmentState
from bot.domain.group import LineKind
from bot.usecases.home import HomePage
from tests.fakes.grouped import Grouped
from tests.fakes.plain import plain, said
from tests.fakes.talk import Talk

FIRST = "netflix-quality"


async def test_a_board_tells_counts_and_names_nobody(talk: Talk) -> None:
    group = Grouped(talk, ["ada", "bob", "cy"])
    await group.start()
    await group.done("bob", FIRST)
    reply = await talk.reply("group board")
    assert reply.card is not None
    assert not reply.public
    told = plain(reply.card)
    assert "1 of 4 readings so far, 3 members" in told
    assert "read by 1 of 3" in told
    assert "%" not in told
    assert "Bob" not in told
    assert reply.card.picture is not None


async def test_a_book_holds_lines_leads_dates_and_counts(talk: Talk) -> None:
    group = Grouped(talk, ["ada", "bob"])
    await group.start()
    await group.done("bob", FIRST)
    await group.line("bob", FIRST, LineKind.LEARNED, "Ask first whether a model is needed")
    await group.line("ada", FIRST, LineKind.DISAGREE, "Caching is no model")
    reply = await talk.reply("season book")
    assert reply.card is not None
    assert said(reply.card.title) == "Your season so far"
    page, markdown = reply.files
    assert (page.name, markdown.name) == ("season-2026-11-23.html", "season-2026-11-23.md")
    for file in (page, markdown):
        content = file.content.decode()
        assert "Ask first whether a model is needed" in content
        assert "Caching is no model" in content
        assert "Disagree" in content
        assert "Bob" in content
        assert "23 November 2026" in content


async def test_the_end_of_a_season_offers_its_book(talk: Talk) -> None:
    group = Grouped(talk, ["ada"])
    view = await group.start()
    for _ in view.enrollment.next_ids:
        await talk.say("next")
        await talk.send()
    for reading in (FIRST, *view.enrollment.next_ids):
        await talk.reply(f"done {reading}")
    assert (await talk.views())[0].enrollment.state is EnrollmentState.FINISHED
    await talk.send()
    (end,) = [each for each in talk.platform.messages if "We have read" in plain(each.card)]
    book = await talk.press("Your season as a book", end)
    assert book.card is not None
    assert said(book.card.title) == "Your season"
    assert "Our season" in book.files[1].content.decode()
    assert "4 of 4 readings so far" in await talk.say("group board")


@pytest.mark.parametrize("text", ["group board", "group book"])
async def test_where_there_is_no_group_it_is_said_kindly(talk: Talk, text: str) -> None:
    assert "channel" in await talk.say(text)
    talk.origin = replace(talk.origin, place="#study", is_dm=False)
    assert "There is no study group here yet" in await talk.say(text)
    reply = await talk.reply(press=Press("book", "plan:case-studies"))
    assert reply.files == ()


async def test_a_persons_page_shows_their_groups_small(talk: Talk) -> None:
    group = Grouped(talk, ["ada", "bob"])
    await group.start()
    home = HomePage(talk.dispatch, talk.store.home)
    alone = replace(group.origin("bob"), place="dm-bob", is_dm=True)
    cards = [plain(card) for card in await home.cards(alone)]
    assert "How your group is doing" in cards[0]
    assert "Readings so far: 1 of 4" in cards[0]
    stranger = replace(alone, person="mallory", place="dm-mallory")
    assert not any("How your group" in plain(card) for card in await home.cards(stranger))
