"""What every platform promises the delivery; each new one joins `PLATFORMS` and passes the same."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.card import Card, Untrusted, words
from bot.domain.conversation import Origin
from bot.domain.delivery import (
    Absent,
    Destination,
    Found,
    Sent,
    Unknown,
    Unreadable,
    delivery_key,
)
from bot.domain.edits import Edited, Gone
from bot.domain.ids import DeliveryId
from bot.domain.reaching import NotNow, Reached
from bot.ports import Outgoing, Rewrite
from bot.usecases.reach import Reaching
from tests.fakes.platform_cases import PLATFORMS, Case
from tests.fakes.sample_cards import SAMPLES

HOSTILE = "<!channel> @everyone [x](javascript:alert(1)) <script>1</script> \u202egnp\x1b[31m"


@pytest.fixture(params=[("webchat", "postgres_url"), *((name, "sqlite_url") for name in PLATFORMS)],
                ids="-".join)  # fmt: skip
async def case(request: pytest.FixtureRequest) -> AsyncIterator[Case]:
    """The web chat on each database, which keeps what it sent; the others keep it themselves."""
    name, url = request.param
    async with PLATFORMS[name](str(request.getfixturevalue(url))) as made:
        yield made


def outgoing(case: Case, number: int, *, card: Card | None = None) -> Outgoing:
    card = card or Card(title=words(f"Reading {number}"))
    return Outgoing(to=case.to, card=card, key=delivery_key(DeliveryId(number), 2**39 + number))


async def test_it_has_a_name_and_limits_that_a_drain_can_keep(case: Case) -> None:
    assert case.platform.name == case.to.platform
    assert case.platform.in_flight >= 1
    assert case.platform.spacing >= timedelta(0)
    assert case.platform.place_spacing >= timedelta(0)
    assert case.platform.edit_spacing >= timedelta(0)


async def test_who_speaks_in_a_channel_is_written_to_in_private(case: Case) -> None:
    origin = Origin(
        platform=case.platform.name,
        workspace=case.to.workspace,
        place="elsewhere",
        person=case.person,
        is_dm=False,
    )
    assert case.platform.direct(origin) == case.own
    reaching = Reaching({case.platform.name: case.platform})
    repeatable = case.repeatable or not case.to.is_dm  # a direct message always is on Discord
    for _ in range(2 if repeatable else 1):
        assert await reaching(origin, Card(title=words("Hello")), event_id="press") == Reached()
    assert await case.heard() == 1
    await case.cut_off()
    assert await reaching(origin, Card(title=words("Hello")), event_id="other") == NotNow()


async def test_what_was_sent_is_found_by_its_key_and_what_was_not_is_absent(case: Case) -> None:
    sent = await case.platform.send(outgoing(case, 1))
    assert isinstance(sent, Sent)
    since = case.clock.real() - timedelta(minutes=1)
    key, other = outgoing(case, 1).key, outgoing(case, 2).key
    assert await case.platform.find(key, case.to, since=since) == Found(receipt=sent.receipt)
    assert await case.platform.find(other, case.to, since=since) == Absent()


async def test_the_same_key_stands_once_however_often_it_is_sent(case: Case) -> None:
    if not case.repeatable:
        pytest.skip("a resend doubles there: only a look-up by key may come before one")
    first = await case.platform.send(outgoing(case, 1))
    assert await case.platform.send(outgoing(case, 1)) == first
    assert await case.shown() == [outgoing(case, 1).key]


async def test_messages_stand_in_the_order_in_which_they_were_sent(case: Case) -> None:
    for number in (3, 1, 2):
        await case.platform.send(outgoing(case, number))
    assert await case.shown() == [outgoing(case, number).key for number in (3, 1, 2)]


async def test_every_card_of_the_product_can_be_sent(case: Case) -> None:
    for number, card in enumerate(SAMPLES.values(), start=1):
        assert isinstance(await case.platform.send(outgoing(case, number, card=card)), Sent)


async def test_other_peoples_text_is_never_a_reason_to_fail(case: Case) -> None:
    card = Card(title=words(Untrusted(HOSTILE)), text=(words(Untrusted(HOSTILE * 50)),))
    assert isinstance(await case.platform.send(outgoing(case, 1, card=card)), Sent)


async def test_a_platform_that_cannot_be_reached_is_an_outcome_and_not_an_exception(
    case: Case,
) -> None:
    await case.cut_off()
    assert isinstance(await case.platform.send(outgoing(case, 1)), Unknown)
    lookup = await case.platform.find(outgoing(case, 1).key, case.to, since=case.clock.real())
    assert isinstance(lookup, Unreadable)
    assert lookup.retry_in is not None
    assert isinstance(await case.platform.edit(rewrite(case, "1/1")), Unknown)


async def sent(case: Case, number: int, *, to: Destination | None = None) -> str:
    """Send; the receipt."""
    message = outgoing(case, number)
    outcome = await case.platform.send(replace(message, to=to or case.to))
    assert isinstance(outcome, Sent)
    return outcome.receipt


async def opened(case: Case, number: int) -> str:
    """A message with a thread under it; its receipt."""
    receipt = await sent(case, number)
    if case.platform.makes_threads and not case.to.is_dm:
        message = replace(outgoing(case, number + 100), to=case.under(receipt), opens=True)
        assert isinstance(await case.platform.send(message), Sent)
    return receipt


def rewrite(case: Case, receipt: str, *, title: str = "Changed", number: int = 1) -> Rewrite:
    key = outgoing(case, number).key
    return Rewrite(to=case.to, receipt=receipt, card=Card(title=words(title)), key=key)


def skip_without_threads(case: Case) -> None:
    if case.platform.makes_threads and case.to.is_dm:
        pytest.skip("there are no threads there")


async def test_what_is_sent_into_a_thread_stands_in_it_alone_and_is_found_there(
    case: Case,
) -> None:
    skip_without_threads(case)
    first, second = await opened(case, 1), await opened(case, 2)
    since = case.clock.real() - timedelta(minutes=1)
    reply = await sent(case, 3, to=case.under(first))
    key = outgoing(case, 3).key
    assert await case.replies(first) == [key]
    assert await case.replies(second) == []
    assert await case.shown() == [outgoing(case, 1).key, outgoing(case, 2).key]
    found = await case.platform.find(key, case.under(first), since=since)
    assert found == Found(receipt=reply)
    other = outgoing(case, 4).key
    assert await case.platform.find(other, case.under(first), since=since) == Absent()


async def test_a_thread_that_is_there_already_is_as_good_as_a_new_one(case: Case) -> None:
    skip_without_threads(case)
    if not case.platform.makes_threads:
        pytest.skip("threads need no making there")
    receipt = await opened(case, 1)
    message = replace(outgoing(case, 9), to=case.under(receipt), opens=True)
    assert await case.platform.send(message) == await case.platform.send(message)


async def test_an_edit_changes_the_message_in_place_which_keeps_its_key(case: Case) -> None:
    receipt = await sent(case, 1)
    assert await case.platform.edit(rewrite(case, receipt)) == Edited()
    assert "Changed" in await case.words(receipt)
    assert await case.shown() == [outgoing(case, 1).key]
    since = case.clock.real() - timedelta(minutes=1)
    assert await case.platform.find(outgoing(case, 1).key, case.to, since=since) == Found(
        receipt=receipt
    )


async def test_a_reply_is_edited_where_it_stands(case: Case) -> None:
    skip_without_threads(case)
    parent = await opened(case, 1)
    reply = await sent(case, 3, to=case.under(parent))
    change = replace(rewrite(case, reply, number=3), to=case.under(parent))
    assert await case.platform.edit(change) == Edited()
    assert "Changed" in await case.words(reply)
    assert "Changed" not in await case.words(parent)


async def test_a_message_that_is_not_there_any_more_is_gone(case: Case) -> None:
    receipt = await sent(case, 1)
    if case.vanish is not None:
        case.vanish(receipt)
    number = 1 if case.vanish else 2  # the web chat deletes none: here is one it never had
    assert isinstance(await case.platform.edit(rewrite(case, receipt, number=number)), Gone)


async def test_every_card_of_the_product_can_be_shown_by_an_edit(case: Case) -> None:
    receipt = await sent(case, 1)
    for card in SAMPLES.values():
        change = replace(rewrite(case, receipt), card=card)
        assert await case.platform.edit(change) == Edited()
