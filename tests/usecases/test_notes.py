"""Notes and ratings: kept with the reading that is meant, seen, changed, thrown away."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.card import Card, Press
from bot.domain.cards.notes import BOXES
from bot.domain.notes import NewNote, NoteKind
from tests.fakes.plain import plain, said
from tests.fakes.talk import Talk, talk_on

TUESDAY = datetime(2026, 11, 24, 9, tzinfo=UTC)
FILLED = {"learned": "rows first", "liked": "", "disagree": " too\tbig ", "rating": "4"}


@pytest.fixture
async def talk(sqlite_url: str) -> AsyncIterator[Talk]:
    async with talk_on(sqlite_url) as made:
        await made.say("enroll case studies")
        yield made


async def bodies(talk: Talk) -> list[str]:
    party = await talk.store.people.party(talk.origin, zone="UTC")
    return [
        f"{n.number} {n.kind} {n.resource_id} {n.text}" for n in await talk.store.notes.mine(party)
    ]


def keep(card: Card | None) -> Press:
    assert card is not None
    return next(each.press for each in card.buttons if each.label == "Keep it")


async def done(talk: Talk) -> Press:
    """The press that sends the boxes below a Done."""
    return keep((await talk.press("Done", await talk.send())).card)


async def test_done_counts_at_once_and_offers_boxes_that_may_stay_empty(talk: Talk) -> None:
    reply = await talk.press("Done", await talk.send())
    assert reply.card is not None
    assert said(reply.card.title) == "1 of 4 done"
    assert [field.name for field in reply.card.fields] == [*BOXES, "rating"]
    assert "Done: 1 of 4" in await talk.say("progress")


async def test_what_was_filled_in_is_kept_with_its_reading_in_place_of_the_boxes(
    talk: Talk,
) -> None:
    reply = await talk.reply(press=await done(talk), values=FILLED)
    assert reply.card is None
    assert reply.update is not None
    assert reply.update.fields == ()
    told = plain(reply.update)
    assert "Learned: «rows first»" in told
    assert "Disagree: «too big»" in told
    assert "Your rating: 4 of 5" in told
    assert await bodies(talk) == [
        "1 learned netflix-quality rows first",
        "2 disagree netflix-quality too big",
    ]


async def test_empty_boxes_keep_nothing_and_other_buttons_do_not_read_them(talk: Talk) -> None:
    press = await done(talk)
    empty = (await talk.reply(press=press)).card
    assert empty is not None
    assert "nothing to keep" in plain(empty)
    reply = await talk.reply(press=Press("next"), values=FILLED | {"learned": "x" * 200})
    assert reply.card is not None
    assert said(reply.card.title) == "On its way"
    assert await bodies(talk) == []


async def test_a_box_that_cannot_be_kept_is_refused_whole(talk: Talk) -> None:
    press = await done(talk)
    for wrong in (
        {"learned": "x" * 201},
        {"rating": "9"},
        {"learned": "a\0b"},
        {"liked": "\ud800"},
    ):
        reply = await talk.reply(press=press, values={"disagree": "fine", **wrong})
        assert reply.update is None
        assert reply.card is not None
        assert await bodies(talk) == []


async def test_boxes_of_a_reading_that_is_none_do_nothing(talk: Talk) -> None:
    assert await talk.title("note page 1") == "No notes yet"
    reply = await talk.reply(press=Press("keep", "forged plan:case-studies"), values=FILLED)
    assert reply.card is not None
    assert said(reply.card.title) == "I no longer know that message"


async def test_done_again_loses_no_note(talk: Talk) -> None:
    first = await talk.send()
    await talk.press("Done", first)
    await talk.say("note learned: rows first")
    again = await talk.press("Done", first)
    assert again.card is not None
    assert "Learned: «rows first»" in plain(again.card)
    assert "Learned: «rows first»" in await talk.say("go repeat")


KEPT = [
    ("note Start simple, then measure!", "note netflix-quality Start simple, then measure!"),
    ("NOTE: start simple, please", "note netflix-quality start simple, please"),
    ("note airbnb: homes are hard", "note airbnb-homes homes are hard"),
    ("note 2: homes: hard", "note airbnb-homes homes: hard"),
    ("note remember: models drift", "note netflix-quality remember: models drift"),
    ("note 9:00 is best", "note netflix-quality 9:00 is best"),
    ("note liked: the charts", "liked netflix-quality the charts"),
    ("note airbnb: learnt: trees", "learned airbnb-homes trees"),
    ("note rate limiting matters", "note netflix-quality rate limiting matters"),
    ("note delete old data first", "note netflix-quality delete old data first"),
    ("note plan:case-studies see plan:core", "note netflix-quality see plan:core"),
    ("note all models are wrong", "note netflix-quality all models are wrong"),
    ("note =1+1", "note netflix-quality =1+1"),
]


async def test_a_note_keeps_its_words_and_finds_its_reading(talk: Talk) -> None:
    for number, (text, kept) in enumerate(KEPT, 1):
        assert await talk.title(text) == "Kept"
        assert (await bodies(talk))[-1] == f"{number} {kept}"


async def test_a_note_is_about_what_was_done_just_now_else_about_what_is_open(talk: Talk) -> None:
    await talk.press("Done", await talk.send())
    await talk.say("next")
    assert "«Using Machine" in await talk.say("note a")
    talk.clock.advance(timedelta(minutes=16))
    assert "«Predicting the Value of Homes»" in await talk.say("note b")
    await talk.say("done")
    talk.clock.advance(timedelta(minutes=16))
    assert "«Predicting the Value of Homes»" in await talk.say("rate 2")


async def test_a_note_has_2000_letters_at_most_and_a_command_1000(talk: Talk) -> None:
    assert await talk.title("note " + "é" * 2_000) == "Kept"
    assert "A note has 2,000 letters at most" in await talk.say("note " + "é" * 2_001)
    assert "longer than the 1,000 letters" in await talk.say("done " + "e" * 1_001)
    assert "longer than the 2,200 letters" in await talk.say("note " + "e" * 10_000)
    assert len(await bodies(talk)) == 1


async def test_letters_that_cannot_be_kept_are_refused_alike_on_every_database(
    database_url: str,
) -> None:
    async with talk_on(database_url) as talk:
        await talk.say("enroll case studies")
        for text in ("note a\0b", "note a\ud800b", "note learned: \u202e\u200b"):
            assert await talk.title(text) != "Kept"
        assert await bodies(talk) == []


async def test_notes_are_paged_the_newest_first_and_those_of_other_plans_are_named(
    talk: Talk,
) -> None:
    for number in range(7):
        await talk.say(f"note thought {number}")
    first = (await talk.reply("note")).card
    assert first is not None
    assert [said(each.text) for each in first.options] == [
        f"«thought {n}»" for n in (6, 5, 4, 3, 2)
    ]
    earlier = next(each.press for each in first.buttons if each.label == "Earlier notes")
    second = (await talk.reply(press=earlier)).card
    assert second is not None
    assert [said(each.text) for each in second.options] == ["«thought 1»", "«thought 0»"]
    await talk.say("enroll core")
    await talk.say("note plan:core about rules")
    assert "7 more notes stand with readings of other plans" in await talk.say("note plan:core")
    assert "# 8 notes" in await talk.say("note all")
    assert "Page 2 of 2" in await talk.say("note all page 99")


async def test_a_note_is_changed_and_thrown_away_by_its_number_or_its_button(talk: Talk) -> None:
    await talk.say("note first")
    await talk.say("note second")
    old = (await talk.reply("note")).card
    assert old is not None
    assert await talk.title("note change 1: better, now") == "Note 1 is changed"
    assert await bodies(talk) == [
        "1 note netflix-quality better, now",
        "2 note netflix-quality second",
    ]
    stale = next(b.press for b in old.options[1].buttons if b.label == "Delete")
    reply = await talk.reply(press=stale)
    assert reply.card is not None
    assert said(reply.card.title) == "I have no such note of yours", "its words are others now"

    ask = (await talk.reply("note change 2")).card
    assert ask is not None
    answer = await talk.reply(press=ask.buttons[0].press, values={"text": "third; plan:core"})
    assert answer.update is not None
    assert "«third; plan:core»" in plain(answer.update)
    assert await talk.title("note delete 1") == "Note 1 is gone"
    assert await talk.title("note delete 1") == "I have no such note of yours"
    assert await talk.title("remove note") == "Which note would you like to throw away?"
    assert await bodies(talk) == ["2 note netflix-quality third; plan:core"]


async def test_a_rating_takes_the_place_of_the_one_before(talk: Talk) -> None:
    question = (await talk.reply("rate")).card
    assert question is not None
    await talk.reply(press=question.buttons[1].press)
    assert "Now it is 2 of 5" in await talk.say("rate")
    for text, told in (
        ("rate 5/5", "5 of 5"),
        ("rate 4 stars", "4 of 5"),
        ("rate 3 airbnb", "3 of 5"),
    ):
        assert f"Your rating: {told}" in await talk.say(text)
    for text in ("rate 0", "rate 6", "rate great", "note rate 11"):
        assert await talk.title(text) == "A rating is a number from 1 to 5"
    assert "Your rating: 4 of 5" in await talk.say("go repeat")


async def test_notes_are_a_persons_own_and_stay_when_a_plan_is_left(talk: Talk) -> None:
    await talk.say("note mine")
    mine = talk.origin
    talk.origin = replace(mine, person="bob", place="dm-bob")
    assert await talk.title("note") == "No notes yet"
    assert await talk.title("note delete 1") == "I have no such note of yours"
    talk.origin = replace(mine, workspace="another")
    assert await talk.title("note") == "No notes yet"
    talk.origin = mine
    await talk.say("leave yes")
    assert "«mine»" in await talk.say("note")
    assert await talk.title("note more") == "You are not on a plan here yet"


async def test_nothing_is_kept_before_anything_was_sent(sqlite_url: str) -> None:
    async with talk_on(sqlite_url) as talk:
        assert await talk.title("rate") == "You are not on a plan here yet"
        assert await talk.title("note x") == "You are not on a plan here yet"


async def test_two_notes_at_once_are_two_and_one_event_is_one(database_url: str) -> None:
    async with talk_on(database_url) as talk:
        await talk.say("enroll case studies")
        await asyncio.gather(*(talk.reply(f"note thought {n}") for n in range(6)))
        await asyncio.gather(*(talk.reply("note once", event="same") for _ in range(3)))
        kept = await bodies(talk)
        assert [each.split()[0] for each in kept] == [str(n) for n in range(1, 8)]
        assert sum("once" in each for each in kept) == 1


async def test_what_search_looks_at_is_bounded_and_the_newest(talk: Talk) -> None:
    party = await talk.store.people.party(talk.origin, zone="UTC")
    view = await talk.view()
    await talk.store.notes.keep(
        party,
        (view.enrollment.curriculum, view.enrollment.next_ids[0]),
        notes=[NewNote(kind=NoteKind.NOTE, text=f"{n}") for n in range(9)],
        rating=None,
        at=talk.clock.now(),
        event_id="many",
    )
    assert [note.text for note in await talk.store.notes.mine(party, limit=3)] == ["6", "7", "8"]


async def test_the_way_to_change_a_note_names_one_that_is_there(talk: Talk) -> None:
    await talk.say("enroll core")
    await talk.send()
    await talk.say("note start simple")
    assert "Change one: `note change 1: TEXT`." in await talk.say("note")
