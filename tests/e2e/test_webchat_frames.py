"""What an open page may send, and what becomes of it."""

import pytest

from bot.domain.card import Button, Card, Press, words
from bot.platforms.webchat.hub import SEATS
from bot.platforms.webchat.render import card_payload
from tests.fakes.webchat_parts import START
from tests.fakes.webchat_visitor import Socket, Visitor

ID = "0b9c5a52-5c0c-4f6e-9d52-6a9a7e0c1d{:02}"

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_frame_over_16_kib_ends_its_own_page_only(guest: Visitor) -> None:
    greedy, calm = await guest.socket(), await guest.socket()
    await greedy.send(type="say", id=ID.format(1), text="x" * 16_384)
    await greedy.ws.receive(timeout=5)
    assert greedy.ws.close_code == 1009
    await calm.send(type="look")
    assert (await calm.until("clock"))["zone"] == "UTC"
    assert guest.commands == 0


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "{",
        "null",
        "[]",
        '{"type": "unknown"}',
        '{"type": ["say"]}',
        '{"type": "say", "id": "short", "text": "next"}',
        '{"type": "say", "id": "0b9c5a52-5c0c", "text": 5}',
        '{"type": "press", "id": "0b9c5a52-5c0c", "message": "1", "verb": "done", "arg": ""}',
        '{"type": "press", "id": "0b9c5a52-5c0c", "message": true, "verb": "done", "arg": ""}',
        '{"type": "clock", "id": "0b9c5a52-5c0c", "to": "yesterday"}',
        '{"type": "older", "before": -1}',
        "[" * 15_000,
    ],
)
async def test_a_malformed_frame_gets_a_kind_answer(guest: Visitor, raw: str) -> None:
    page = await guest.socket()
    await page.ws.send_str(raw)
    assert (await page.until("error"))["text"].startswith("That did not come through.")
    await page.ws.send_bytes(b"\x00\xff")
    assert (await page.until("error"))["id"] == ""
    assert guest.commands == 0


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("x" * 2_201, "That is more than I can read at once."),
        ("a\0b", "There are signs in that message"),
        ("a\ud800b", "There are signs in that message"),
        (" \u202e\t ", "That message is empty."),
    ],
)
async def test_a_text_that_will_not_do_is_refused_kindly(
    guest: Visitor, text: str, answer: str
) -> None:
    page = await guest.socket()
    assert (await page.refusal(type="say", id=ID.format(1), text=text)).startswith(answer)
    assert guest.commands == 0


async def test_a_message_presses_only_the_buttons_it_has(guest: Visitor) -> None:
    plan = guest.plan
    await plan.chat.post(
        place="dm:you", author="", key="1-a", at=START, payload=card_payload(_one_button())
    )
    await plan.chat.post(
        place="elsewhere", author="", key="2-a", at=START, payload=card_payload(_one_button())
    )
    page = await guest.socket()
    for message, verb, arg in (
        (1, "erase", ""),
        (1, "done", "r2"),
        (2, "done", "r1"),
        (9, "x", ""),
    ):
        refusal = await page.refusal(
            type="press", id=ID.format(message), message=message, verb=verb, arg=arg
        )
        assert refusal.startswith("That button is not there any more.")
    assert guest.commands == 0
    await page.send(type="press", id=ID.format(77), message=1, verb="done", arg="r1")
    await page.until("done")
    assert [(i.press, i.key) for i in plan.inbound] == [(Press("done", "r1"), "1-a")]


def _one_button() -> Card:
    return Card(title=words("A reading"), buttons=(Button("Done", Press("done", "r1")),))


async def test_a_frame_that_comes_twice_acts_once_and_shows_once(guest: Visitor) -> None:
    page = await guest.socket()
    for _ in range(2):
        await page.send(type="say", id=ID.format(1), text="anything")
        await page.until("done")
    after_restart = await guest.socket()
    await after_restart.send(type="hello", zone="Europe/Paris")
    shown = (await after_restart.until("history"))["messages"]
    assert guest.commands == 1
    assert [message.get("ref") for message in shown] == [ID.format(1)] * 2


async def test_a_broken_answer_is_told_and_the_page_goes_on(guest: Visitor) -> None:
    page = await guest.socket()
    refusal = await page.refusal(type="say", id=ID.format(1), text="break")
    assert refusal.startswith("That did not work just now")
    await page.send(type="say", id=ID.format(2), text="anything")
    assert (await page.until("done"))["id"] == ID.format(2)


async def test_a_command_is_finished_even_when_its_page_has_gone(guest: Visitor) -> None:
    guest.plan.may_answer.clear()
    page = await guest.socket()
    await page.send(type="say", id=ID.format(1), text="anything")
    await page.until("busy")
    await page.ws.close()
    guest.plan.may_answer.set()
    again = await guest.socket()
    await again.send(type="say", id=ID.format(1), text="anything")
    await again.until("done")
    assert guest.commands == 1
    assert await guest.plan.chat.find(f"re:{ID.format(1)}")


async def test_a_zone_that_is_none_is_not_believed(guest: Visitor) -> None:
    page = await guest.socket()
    await page.send(type="hello", zone="../../etc/localtime")
    assert (await page.until("clock"))["zone"] == "UTC"
    assert guest.plan.inbound[0].origin.zone is None


async def test_there_are_only_so_many_seats(guest: Visitor) -> None:
    pages = [await guest.socket() for _ in range(SEATS)]
    for page in pages:
        await page.send(type="look")
        await page.until("clock")
    crowded = await guest.socket()
    await crowded.ws.receive(timeout=5)
    assert crowded.ws.close_code == 4429


async def test_a_place_of_somebody_else_is_not_opened(guest: Visitor) -> None:
    page = await guest.socket()
    await page.send(type="hello", zone="Europe/Paris", person="ana", place="dm:ana")
    told = await page.until("places")
    assert [place["id"] for place in told["places"]] == ["#study-group", "dm:ana"]
    for person, place in (("ana", "dm:you"), ("mallory", "dm:ana"), ("ana", "#elsewhere")):
        refusal = await page.refusal(
            type="say", id=ID.format(1), text="hm", person=person, place=place
        )
        assert refusal.startswith("That did not come through.")
    await page.send(type="older", before=9, place="dm:you")
    assert (await page.until("older"))["place"] == "dm:ana"
    await guest.plan.chat.post(
        place="dm:you", author="", key="1-a", at=START, payload=card_payload(_one_button())
    )
    mine = guest.plan.chat.messages[-1].id
    refusal = await page.refusal(type="press", id=ID.format(2), message=mine, verb="done", arg="r1")
    assert refusal.startswith("That button is not there any more.")
    assert guest.commands == 0


async def test_what_a_browser_remembers_wrongly_is_left_out(guest: Visitor) -> None:
    page = await guest.socket()
    marks = [["you", "dm:you", 1], ["you", "dm:you"], ["ana", "dm:you", 9], [[], "x", 1], 5, None]
    await page.send(type="hello", person="mallory", place="dm:ana", read=marks)
    assert (await page.until("places"))["me"] == "you"
    assert (await page.until("history"))["place"] == "dm:you"
    hostile: tuple[object, ...] = ({}, "x", 7, marks * 50)
    for read in hostile:
        await page.send(type="hello", read=read)
        await page.until("clock")


async def test_who_types_in_the_channel_sees_the_answer_alone(guest: Visitor) -> None:
    robin, ana = await guest.socket(), await guest.socket()
    await robin.send(type="hello", place="#study-group")
    await ana.send(type="hello", person="ana", place="#study-group")
    await robin.until("clock")
    await ana.until("clock")
    await robin.send(type="say", id=ID.format(1), text="anything", place="#study-group")
    shown = [(await robin.until("message"))["message"] for _ in range(2)]
    assert [(each["place"], each["author"], each["alone"]) for each in shown] == [
        ("#study-group", "you", True),
        ("#study-group", "", True),
    ]
    assert guest.plan.inbound[-1].origin.place == "#study-group"
    assert not guest.plan.inbound[-1].origin.is_dm
    await ana.send(type="hello", person="ana", place="#study-group")
    assert (await ana.until("history"))["messages"] == []
    found = await _found(ana, "anything")
    assert found == []
    assert [each["place"] for each in await _found(robin, "ANYTHING")] == ["#study-group"] * 2


async def _found(page: Socket, text: str) -> list[dict[str, object]]:
    await page.send(type="search", text=text)
    return list((await page.until("found"))["found"])


@pytest.mark.parametrize(
    "values",
    [
        [],
        {"learned": 5},
        {f"field{number}": "x" for number in range(11)},
    ],
)
async def test_a_form_that_is_none_is_refused(guest: Visitor, values: object) -> None:
    page = await guest.socket()
    refusal = await page.refusal(
        type="press", id=ID.format(1), message=1, verb="done", arg="", values=values
    )
    assert refusal.startswith("That did not come through.")


async def test_hostile_words_are_looked_for_quickly(guest: Visitor) -> None:
    page = await guest.socket()
    for text in ("(" * 200, "%_!" * 60, "a " * 100, "\\" * 200, "É" * 200):
        assert await _found(page, text) == []
