"""A double click is one press, whichever process gets its halves; on both databases."""

from datetime import timedelta

from bot.platforms.slack.repeats import Clicks
from tests.fakes.slack_state import Json
from tests.fakes.world import World


def clicked(at: str, *, user: str = "U1", team: str = "T1", value: str = "pause|") -> Json:
    return {
        "team": {"id": team},
        "user": {"id": user},
        "container": {"channel_id": "C1", "message_ts": "1.0"},
        "actions": [{"action_id": "press:1", "action_ts": at, "value": value}],
    }


async def test_two_processes_take_a_double_click_for_one(world: World) -> None:
    one, two = Clicks(world.store.facts), Clicks(world.store.facts)
    assert await one.press_id(clicked("1795420900.1")) is not None
    assert await two.press_id(clicked("1795420901.9")) is None
    assert await two.press_id(clicked("1795420901.9", user="U2")) is not None
    assert await two.press_id(clicked("1795420901.9", team="T2")) is not None
    assert await two.press_id(clicked("1795420910.0")) is not None


async def test_the_button_that_took_the_place_of_a_pressed_one_is_another(world: World) -> None:
    clicks = Clicks(world.store.facts)
    assert await clicks.press_id(clicked("1795420900.1")) is not None
    assert await clicks.press_id(clicked("1795420901.9", value="resume|")) is not None
    assert await clicks.press_id(clicked("1795420902.5", value="resume|")) is None
    assert await clicks.press_id(clicked("1795420902.6")) is None


async def test_the_first_press_of_all_is_noted_with_its_time(world: World) -> None:
    facts, now = world.store.facts, world.clock.real()
    gap = timedelta(seconds=3)
    assert await facts.is_first("slack", "x", at=now, within=gap)
    assert not await facts.is_first("slack", "x", at=now + timedelta(seconds=2), within=gap)
    assert await facts.is_first("slack", "x", at=now + gap, within=gap)
    assert await facts.is_first("discord", "x", at=now, within=gap)
