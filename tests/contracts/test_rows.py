"""Values on their way into the database and back: batches, instants and keys."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import BigInteger
from sqlalchemy.dialects import sqlite

from bot.domain.delivery import delivery_key, parse_key
from bot.domain.ids import DeliveryId
from bot.storage.rows import BIG, TXT, Rows, run
from bot.storage.types import UtcDateTime, from_micros, to_micros
from tests.fakes.world import World

BIGGEST = 2**63 - 1

_MIXED = Rows(number=BIG, words=TXT, more=BIG)
WORDS = (
    "plain",
    "",
    'O\'Reilly "quoted" \\ back',
    "{r} :r %s $1 {}",
    "Zürich 東京 🚀 \u202e",
    "line\nbreak\ttab",
    "[1, null]",
    "12",
    "NULL",
    "null",
)


async def test_a_batch_of_rows_arrives_as_it_was_given(world: World) -> None:
    numbers = (0, -1, 2**53 + 1, BIGGEST, -(2**63), None)
    batch = [(number, words, 7) for number in numbers for words in (*WORDS, None)]
    found = await world.store.database.read(
        lambda c: run(c, "SELECT r.number, r.words, r.more FROM {r}", rows=_MIXED, batch=batch)
    )
    assert sorted(map(tuple, found), key=repr) == sorted(batch, key=repr)


async def test_an_empty_batch_runs_nothing(world: World) -> None:
    nothing = await world.store.database.read(
        lambda c: run(c, "SELECT broken {r}", rows=_MIXED, batch=[])
    )
    assert nothing == ()


async def test_a_large_batch_is_one_statement(world: World) -> None:
    batch = [(number, f"r{number}", number) for number in range(5000)]
    found = await world.store.database.read(
        lambda c: run(c, "SELECT count(*) AS many FROM {r}", rows=_MIXED, batch=batch)
    )
    assert found[0].many == 5000


@given(st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31)))  # noqa: DTZ001 - made aware below
def test_an_aware_instant_comes_back_to_the_microsecond(naive: datetime) -> None:
    column, dialect = UtcDateTime(), sqlite.dialect()
    at = naive.replace(tzinfo=UTC)
    assert column.process_result_value(column.process_bind_param(at, dialect), dialect) == at


def test_an_instant_in_another_zone_is_the_same_instant() -> None:
    east = timezone(timedelta(hours=5, minutes=45))
    at = datetime(2026, 11, 23, 9, tzinfo=east)
    assert from_micros(to_micros(at)) == at
    assert from_micros(to_micros(at)).tzinfo is UTC


def test_a_naive_instant_is_refused() -> None:
    column, dialect = UtcDateTime(), sqlite.dialect()
    with pytest.raises(ValueError, match="time zone"):
        column.process_bind_param(datetime(2026, 11, 23), dialect)  # noqa: DTZ001 - the point
    assert isinstance(column.impl, BigInteger)


@given(delivery=st.integers(0, BIGGEST), token=st.integers(0, 2**40 - 1))
@example(delivery=BIGGEST, token=2**40 - 1)
def test_a_key_is_short_and_says_what_it_was_made_of(delivery: int, token: int) -> None:
    key = delivery_key(DeliveryId(delivery), token)
    assert parse_key(key) == (delivery, token)
    assert len(key) <= 25


@given(st.text(st.sampled_from("0aZz19-_+ \u0663"), max_size=24) | st.text(max_size=24))
def test_what_reads_as_a_key_is_spelled_in_one_way_alone(text_: str) -> None:
    parsed = parse_key(text_)
    assert parsed is None or delivery_key(*parsed) == text_
