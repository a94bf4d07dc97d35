"""How many commands count in a minute and a second, in bounded memory."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.conversation import Inbound, Origin
from bot.domain.limits import Limit, LimitReached
from bot.usecases.dispatch import Dispatch
from bot.usecases.rates import MOST_REMEMBERED, CommandRates, Recent
from tests.fakes.clock import FakeClock
from tests.fakes.plain import said
from tests.fakes.talk import talk_on

ADA = Origin(platform="recording", workspace="team", place="dm", person="ada")
SECOND = timedelta(seconds=1)


class Allowed:
    """Implements `ports.Limits`: what an operator changed; counts how often it was asked."""

    def __init__(self) -> None:
        self.values: dict[tuple[str, str], dict[Limit, int]] = {}
        self.asked = 0

    async def changed(self) -> dict[tuple[str, str], dict[Limit, int]]:
        self.asked += 1
        return {where: dict(limits) for where, limits in self.values.items()}

    async def set(self, workspace: tuple[str, str], limit: Limit, *, value: int | None) -> bool:
        self.values.setdefault(workspace, {})[limit] = value or 0
        return True


async def admitted(rates: CommandRates, origin: Origin, *, times: int) -> int:
    count = 0
    for _ in range(times):
        try:
            await rates.admit(origin)
        except LimitReached:
            continue
        count += 1
    return count


async def test_twenty_a_minute_for_a_person_and_refused_ones_do_not_count() -> None:
    clock = FakeClock()
    rates = CommandRates(Allowed(), clock)
    assert await admitted(rates, ADA, times=30) == 20
    assert await admitted(rates, replace(ADA, person="bob"), times=1) == 1
    assert await admitted(rates, replace(ADA, workspace="another"), times=1) == 1
    clock.advance(59 * SECOND)
    assert await admitted(rates, ADA, times=5) == 0
    clock.advance(SECOND)
    assert await admitted(rates, ADA, times=30) == 20


async def test_fifty_a_second_for_a_workspace() -> None:
    clock = FakeClock()
    rates = CommandRates(Allowed(), clock)
    people = [replace(ADA, person=f"p{number}") for number in range(60)]
    counts = [await admitted(rates, each, times=1) for each in people]
    assert sum(counts) == 50
    with pytest.raises(LimitReached, match="more than 50 commands in one second"):
        await rates.admit(people[-1])
    clock.advance(SECOND)
    assert await admitted(rates, people[-1], times=1) == 1


async def test_an_operators_limit_holds_within_half_a_minute() -> None:
    clock, allowed = FakeClock(), Allowed()
    rates = CommandRates(allowed, clock)
    assert await admitted(rates, ADA, times=3) == 3
    await allowed.set(("recording", "team"), Limit.COMMANDS_A_MINUTE, value=25)
    clock.advance(29 * SECOND)
    assert await admitted(rates, ADA, times=30) == 17
    assert allowed.asked == 1, "it is not read with every command"
    clock.advance(SECOND)
    assert await admitted(rates, ADA, times=30) == 5


@given(st.lists(st.tuples(st.floats(0, 5), st.integers(0, 3)), max_size=60), st.integers(1, 5))
def test_never_more_than_allowed_in_any_stretch(steps: list[tuple[float, int]], most: int) -> None:
    recent, now, taken = Recent(within_s=10), 0.0, dict[int, list[float]]()
    for wait, key in steps:
        now += wait
        within = [at for at in taken.get(key, ()) if now - at < 10]
        assert recent.full(key, now, most=most) == (len(within) >= most)
        if len(within) < most:
            recent.add(key, now, most=most)
            taken.setdefault(key, []).append(now)


def test_memory_is_bounded_and_those_heard_of_last_stay() -> None:
    recent = Recent(within_s=60)
    for number in range(MOST_REMEMBERED + 500):
        recent.add(number, 0.0, most=1)
    assert len(recent) == MOST_REMEMBERED
    assert recent.full(MOST_REMEMBERED + 499, 1.0, most=1)
    assert not recent.full(0, 1.0, most=1)
    for now in range(1_000):
        recent.add("busy", float(now), most=20)
    assert len(recent._moments["busy"]) == 20


async def test_the_conversation_refuses_kindly_and_changes_nothing(sqlite_url: str) -> None:
    async with talk_on(sqlite_url) as talk:
        rates = CommandRates(talk.store.limits, talk.clock)
        dispatch = Dispatch(
            store=talk.store,
            studies=talk.studies,
            engine=talk.engine,
            search=talk.search,
            rates=rates,
        )
        for number in range(21):
            reply = await dispatch(
                Inbound(event_id=f"e{number}", origin=talk.origin, text="note plan")
            )
        assert reply.card is not None
        assert said(reply.card.title).startswith("That was more than 20 commands in a minute")
        await talk.store.limits.set(("recording", "team"), Limit.COMMANDS_A_MINUTE, value=99)
        talk.clock.advance(30 * SECOND)
        await dispatch(Inbound(event_id="more", origin=talk.origin, text="enroll core"))
        assert await talk.views()
