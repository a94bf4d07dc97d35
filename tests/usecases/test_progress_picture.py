"""`progress` as a picture: asked for by button or by word, with the same numbers as text."""

from collections.abc import AsyncIterator

import pytest

from bot.domain.card import Card
from tests.fakes.plain import plain, said
from tests.fakes.talk import Talk, talk_on


@pytest.fixture
async def talk(sqlite_url: str) -> AsyncIterator[Talk]:
    async with talk_on(sqlite_url) as made:
        await made.say("enroll case studies")
        await made.send()
        yield made


async def answer(talk: Talk, text: str) -> Card:
    card = (await talk.reply(text)).card
    assert card is not None
    return card


async def test_the_numbers_come_at_once_and_the_picture_with_one_press(talk: Talk) -> None:
    numbers = await answer(talk, "progress")
    assert numbers.picture is None
    press = next(each.press for each in numbers.buttons if each.label == "Show it as a picture")
    card = (await talk.reply(press=press)).card
    assert card is not None
    assert card.picture is not None
    assert card.facts == numbers.facts
    assert card.meter == numbers.meter
    assert said(card.picture.alt) == (
        "«Case studies»: 0 of 4 readings done. Now reading number 1, «Using Machine Learning to "
        "Improve Streaming Quality at Netflix». Last date 8 December 2026 at your pace."
    )
    assert "as a picture" not in plain(card), "what is there is not offered"


@pytest.mark.parametrize(
    "text",
    ["progress picture", "Progress MAP", "progress map plan:case-studies", "status image please",
     "show me a picture of my progress"],
)  # fmt: skip
async def test_who_types_asks_in_their_own_words(talk: Talk, text: str) -> None:
    assert (await answer(talk, text)).picture is not None


async def test_other_words_after_it_bring_the_numbers(talk: Talk) -> None:
    assert (await answer(talk, "progress report")).picture is None


async def test_each_plan_has_a_picture_of_its_own(talk: Talk) -> None:
    await talk.say("enroll core")
    await talk.send()
    first, other = [
        (await answer(talk, f"progress picture plan:{plan}")).picture
        for plan in ("case-studies", "core")
    ]
    assert first is not None
    assert other is not None
    assert (first.content.title, other.content.title) == ("Case studies", "MLOps core")


async def test_asking_changes_nothing(talk: Talk) -> None:
    before = await talk.views()
    await answer(talk, "progress picture")
    assert await talk.views() == before
