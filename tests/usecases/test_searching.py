"""`casestudy` and `find` in conversation: hits, pages, one in detail, and companies like us."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.domain.card import Card, Press
from tests.fakes.plain import plain, said
from tests.fakes.talk import Talk, talk_on


@pytest.fixture
async def talk(sqlite_url: str) -> AsyncIterator[Talk]:
    async with talk_on(sqlite_url) as talking:
        yield talking


async def pressed(talk: Talk, card: Card, label: str) -> Card:
    """The card after a press of this button, wherever it stands."""
    rows = (card.buttons, *(option.buttons for option in card.options))
    press = next(each.press for row in rows for each in row if each.label == label)
    reply = await talk.reply(press=press)
    shown = reply.card or reply.update
    assert shown is not None
    return shown


async def asked(talk: Talk, text: str) -> Card:
    card = (await talk.reply(text)).card
    assert card is not None
    return card


async def test_one_hit_is_shown_at_once_and_leads_to_others_like_it(talk: Talk) -> None:
    card = await asked(talk, "casestudy dorpbox")
    assert said(card.title) == "«Creating a Modern OCR Pipeline»"
    assert "I read that as “«dropbox»”." in plain(card)
    alike = await pressed(talk, card, "More like this")
    assert "Nothing else like “«Creating a Modern OCR Pipeline»”" in plain(alike)


async def test_several_hits_say_why_and_open_by_a_press(talk: Talk) -> None:
    card = await asked(talk, "casestudy detection")
    assert said(card.title) == "2 case studies for “«detection»”"
    assert all("Why:" in said(option.text) for option in card.options)
    opened = await pressed(talk, card, "See it")
    assert said(opened.eyebrow) == "Case study"


async def test_a_page_behind_the_last_leads_back(talk: Talk) -> None:
    card = await asked(talk, "casestudy page:9 detection")
    assert said(card.title) == "That was all"
    assert said((await pressed(talk, card, "From the first")).title).startswith("2 case studies")


async def test_the_companies_there_are(talk: Talk) -> None:
    for text in ("casestudy companies", "casestudy all companies", "casestudy company list"):
        assert said((await asked(talk, text)).title) == "Case studies of 4 companies"


async def test_a_filter_that_is_none_is_answered_kindly(talk: Talk) -> None:
    assert "There are `company:`" in await talk.say("casestudy author:ada")


async def test_ticks_change_the_form_in_place_and_end_in_case_studies(talk: Talk) -> None:
    card = await asked(talk, "casestudy like us")
    assert "question 1 of 5" in plain(card)
    ticked = await talk.reply(
        press=next(b.press for b in card.buttons if b.label == "fraud and abuse")
    )
    assert ticked.card is None
    assert ticked.update is not None
    assert "✓ fraud and abuse" in [each.label for each in ticked.update.buttons]
    back = await pressed(talk, ticked.update, "✓ fraud and abuse")
    assert "fraud and abuse" in [each.label for each in back.buttons]
    card = ticked.update
    for _ in range(4):
        card = await pressed(talk, card, "Next question")
    assert "question 5 of 5" in plain(card)
    answer = await pressed(talk, card, "Show the case studies")
    assert said(answer.title) == "1 case study like you: fraud and abuse"
    assert "«Lyft»" in plain(answer)


async def test_a_situation_that_nobody_shares_is_said(talk: Talk) -> None:
    card = (await talk.reply(press=Press("case", "like us =/-6---"))).card
    assert card is not None
    assert "No case study" in plain(card)


async def test_nothing_ticked_asks_again(talk: Talk) -> None:
    reply = await talk.reply(press=Press("case", "like us =/----"))
    assert reply.update is not None
    assert "question 1 of 5" in plain(reply.update)


async def test_traits_may_be_typed(talk: Talk) -> None:
    for text in ("casestudy like: fraud detection", "casestudy like us: fraud detection"):
        assert "«Lyft»" in await talk.say(text)


async def test_find_alone_says_how(talk: Talk) -> None:
    assert await talk.title("find") == "What are you looking for?"


async def test_find_tells_where_a_reading_stands_and_leads_there(talk: Talk) -> None:
    await talk.say("enroll core")
    card = await asked(talk, "find distribution shifts")
    assert "Where: 3 of 4 (to come) in «MLOps core»" in plain(card)
    moved = await pressed(talk, card, "Go there")
    assert said(moved.title) == "Your plan goes on from here"
    again = await asked(talk, "find distribution shifts")
    assert "(next) in" in plain(again)
    handed = await pressed(talk, again, "Send it now")
    assert "Data Distribution Shifts" in plain(handed)


async def test_find_opens_a_reading_without_moving_anything(talk: Talk) -> None:
    await talk.say("enroll core")
    before = (await talk.view()).enrollment
    card = await pressed(talk, await asked(talk, "search myths"), "See it")
    assert said(card.title) == "«Production myths»"
    assert (await talk.view()).enrollment == before


async def test_find_also_finds_case_studies(talk: Talk) -> None:
    card = await asked(talk, "lookup fraud")
    assert "What: case study" in plain(card)
    opened = await pressed(talk, card, "See it")
    assert said(opened.eyebrow) == "Case study"


async def test_find_says_when_there_is_nothing(talk: Talk) -> None:
    assert "Nothing for “«zzzz»”" in await talk.say("find zzzz")


async def test_find_also_finds_one_s_own_notes_and_nobody_else_s(talk: Talk) -> None:
    await talk.say("enroll core")
    await talk.send()
    await talk.say("note ask Bohdan about heuristics")
    card = await asked(talk, "find bohdan heuristics")
    assert said(card.options[0].title) == "«ask Bohdan about heuristics»"
    assert "What: your note" in plain(card)
    opened = await pressed(talk, card, "See the reading")
    assert said(opened.title) == "«Rules of Machine Learning»"
    talk.origin = replace(talk.origin, person="eve", place="dm-eve")
    assert "Bohdan" not in await talk.say("find heuristics")
