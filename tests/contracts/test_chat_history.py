"""The web chat's history on every database: places beside each other, unread marks, search."""

from datetime import UTC, datetime

from bot.platforms.webchat import found
from bot.platforms.webchat.render import card_payload, said_payload
from bot.storage.chat import MOST_UNREAD
from tests.fakes.webchat_parts import reading_card
from tests.fakes.world import World

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)


async def post(world: World, key: str, place: str, *, author: str = "", text: str = "hm") -> int:
    posted = await world.store.chat.post(
        place=place, author=author, key=key, at=AT, payload=said_payload(text)
    )
    return posted.id


async def test_a_place_and_what_stands_beside_it_are_one_history(world: World) -> None:
    kept = {"#a": "for all", "#a@ben": "for ben", "#a@ada": "for ada", "#b": "elsewhere"}
    ids = [await post(world, text, place, text=text) for place, text in kept.items()]
    chat = world.store.chat
    shown = await chat.history("#a", beside="#a@ben")
    assert [message.id for message in shown] == ids[:2]
    assert [message.id for message in await chat.history("#a", beside="#a@ada", limit=1)] == [
        ids[2]
    ]


async def test_what_others_wrote_since_is_unread(world: World) -> None:
    first = await post(world, "1", "#a", author="ada")
    await post(world, "2", "#a", author="ben")
    newest = await post(world, "3", "#a@ada")
    chat, places = world.store.chat, ("#a", "#a@ada")
    assert await chat.unread(places, after=0, reader="ben") == 2
    assert await chat.unread(places, after=first, reader="ada") == 2
    assert await chat.unread(places, after=newest, reader="ada") == 0
    assert await chat.unread(places, after=newest + 1, reader="ada") == 2, (
        "an erased history's mark"
    )


async def test_more_unread_than_anybody_counts_is_many(world: World) -> None:
    for number in range(MOST_UNREAD + 3):
        await post(world, str(number), "#a")
    assert await world.store.chat.unread(("#a",), after=0, reader="ada") == MOST_UNREAD


async def test_search_takes_every_word_letter_by_letter(world: World) -> None:
    ids = {
        text: await post(world, text, "#a", text=text)
        for text in ("Half of 100% sure", "half of 1000 sure", "under_score", "other")
    }
    await post(world, "elsewhere", "#b", text="half of 100% sure")
    chat = world.store.chat
    for words, wanted in (
        (["half"], ["half of 1000 sure", "Half of 100% sure"]),
        (["sure", "100%"], ["Half of 100% sure"]),
        (["r_s"], ["under_score"]),
        (["!"], []),
    ):
        messages = await chat.search(("#a",), words, limit=10)
        assert [message.id for message in messages] == [ids[text] for text in wanted]
    assert len(await chat.search(("#a",), ["half"], limit=1)) == 1


async def test_only_what_a_message_shows_is_found(world: World) -> None:
    chat = world.store.chat
    await chat.post(
        place="#a", author="", key="1-a", at=AT, payload=card_payload(reading_card("Élan <b>", AT))
    )
    for text, count in (("ÉLAN", 1), ("<b>", 1), ("primary", 0), ("by martin", 1), ('"', 0)):
        words = found.wanted(text)
        messages = await chat.search(("#a",), found.plain_words(words), limit=10)
        shown = found.results(text, messages)["found"]
        assert isinstance(shown, list)
        assert len(shown) == count, text
