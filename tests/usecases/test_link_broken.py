"""A link that does not work: who says so is thanked, and two who say so change the cards."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from structlog.testing import capture_logs

from bot.domain.card import Card, Press
from bot.domain.conversation import Reply
from bot.domain.ids import ResourceId, Revision
from bot.domain.links import link_of
from bot.ports import Outgoing
from tests.fakes.curricula import MLOPS, curriculum
from tests.fakes.plain import plain, said
from tests.fakes.talk import Talk, talk_on

NETFLIX = "https://example.org/netflix-quality"
COPY = "https://archive.example/"


@pytest.fixture
async def talk(sqlite_url: str) -> AsyncIterator[Talk]:
    async with talk_on(sqlite_url) as made:
        archived = replace(curriculum(), archive=COPY + "{url}")
        made.library.curricula[MLOPS] = archived
        yield made


def become(talk: Talk, name: str, *, workspace: str = "team") -> None:
    talk.origin = replace(talk.origin, place=f"dm-{name}", person=name, workspace=workspace)


async def first_reading(talk: Talk, name: str, *, workspace: str = "team") -> Outgoing:
    become(talk, name, workspace=workspace)
    await talk.say("enroll case studies")
    return await talk.send()


def card_of(reply: Reply) -> Card:
    assert reply.card is not None
    return reply.card


def urls(card: Card) -> list[str]:
    return [each.url for each in card.links]


async def test_a_press_is_thanked_and_shown_what_is_stored_instead(talk: Talk) -> None:
    message = await first_reading(talk, "ada")
    card = card_of(await talk.press("Link broken?", message))
    assert said(card.title) == "Thank you, I noted it"
    assert urls(card) == [COPY + NETFLIX]
    again = card_of(await talk.press("Link broken?", message))
    assert said(again.title) == "Thank you, you told me already"
    [line] = await talk.store.links.reported()
    assert (line.people, line.broken, line.by) == (1, False, "readers")


async def test_one_person_alone_changes_no_card_however_often_they_say_so(talk: Talk) -> None:
    message = await first_reading(talk, "ada")
    for _ in range(5):
        await talk.press("Link broken?", message)
    become(talk, "ada", workspace="another team")
    await talk.say("link broken netflix-quality")
    assert await talk.store.links.broken() == frozenset()
    assert urls((await first_reading(talk, "eve")).card)[0] == NETFLIX


async def test_two_people_change_the_next_cards_and_tell_the_operator_once(talk: Talk) -> None:
    await talk.press("Link broken?", await first_reading(talk, "ada"))
    bob = await first_reading(talk, "bob", workspace="another team")
    with capture_logs() as logs:
        await talk.press("Link broken?", bob)
        become(talk, "eve")
        await talk.say("link broken netflix-quality")
    warned = [each for each in logs if each["event"] == "link_broken"]
    assert [(each["log_level"], each["reading"]) for each in warned] == [
        ("warning", "netflix-quality")
    ]
    card = (await first_reading(talk, "dan")).card
    assert urls(card)[:2] == [COPY + NETFLIX, NETFLIX]
    assert said(card.text[0]).startswith("The link of this one does not work for everybody")
    assert "Link broken?" not in [each.label for each in card.buttons]
    assert urls(card_of(await talk.reply("casestudy netflix")))[:2] == [COPY + NETFLIX, NETFLIX]


async def test_another_address_in_the_curriculum_clears_it(talk: Talk) -> None:
    for name in ("ada", "bob"):
        await talk.press("Link broken?", await first_reading(talk, name))
    before = talk.library.curricula[MLOPS]
    reading = before.resource(ResourceId("netflix-quality"))
    new = replace(reading, url="https://example.org/new")
    resources = {**before.resources, reading.id: new}
    talk.library.curricula[MLOPS] = replace(
        before, resources=resources, revision=Revision("edited")
    )
    card = card_of(await talk.reply("casestudy netflix"))
    assert urls(card)[0] == new.url


async def test_a_card_that_was_made_before_is_made_anew(talk: Talk) -> None:
    """Equal cards are shared; the shared one must not outlive the news."""
    assert urls((await first_reading(talk, "ada")).card)[0] == NETFLIX
    now = talk.library.curricula[MLOPS]
    await talk.store.links.record([link_of(now, now.resource(ResourceId("netflix-quality")))])
    await talk.broken.refresh(talk.store.links)  # what a tick does
    assert urls((await first_reading(talk, "bob")).card)[0] == COPY + NETFLIX


@pytest.mark.parametrize(
    "text",
    ["link broken", "Broken link!", "go broken", "link broken netflix", "dead link: 1"],
)
async def test_it_can_be_typed(talk: Talk, text: str) -> None:
    await first_reading(talk, "ada")
    assert "Thank you, I noted it" in await talk.say(text)


async def test_a_case_study_that_was_only_looked_up_can_be_reported_too(talk: Talk) -> None:
    card = card_of(await talk.reply("casestudy dropbox"))
    press = next(each.press for each in card.buttons if each.label == "Link broken?")
    assert press == Press("broken", "dropbox-ocr")
    assert said(card_of(await talk.reply(press=press)).title) == "Thank you, I noted it"


async def test_a_part_of_a_book_has_its_books_link(talk: Talk) -> None:
    for name, reading in (("ada", "book-1"), ("bob", "book-3")):
        become(talk, name)
        await talk.say(f"link broken {reading}")
    [link] = await talk.store.links.broken()
    assert link.resource_id == "book"


async def test_before_anything_was_sent_there_is_nothing_to_report(talk: Talk) -> None:
    assert "You are not on a plan here yet" in await talk.say("link broken")
    assert "no reading called" in await (await _enrolled(talk)).say("link broken nonsense")


async def _enrolled(talk: Talk) -> Talk:
    await talk.say("enroll case studies")
    return talk


async def test_nobody_reports_more_than_ten_a_day(talk: Talk) -> None:
    names = [each.id for each in curriculum().resources.values() if not each.unit_of]
    more = {
        ResourceId(f"more-{n}"): replace(
            curriculum().resource(names[0]), id=ResourceId(f"more-{n}")
        )
        for n in range(11)
    }
    before = talk.library.curricula[MLOPS]
    talk.library.curricula[MLOPS] = replace(before, resources={**before.resources, **more})
    answers = [await talk.say(f"link broken {name}") for name in more]
    assert all("Thank you" in each for each in answers[:10])
    assert "Ten broken links are all I note in a day" in answers[10]
    assert len(await talk.store.links.reported()) == 10
    assert "told me already" in await talk.say("link broken more-0")
    talk.clock.advance_to(datetime(2026, 11, 25, tzinfo=UTC))
    assert "Ten broken" not in plain(card_of(await talk.reply("link broken more-10")))
