"""kill -9 of the real process at named places and at random moments: nothing lost or doubled."""

import os
import random
import signal
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.usecases import failpoints
from tests.fakes.process import Bot, Page, ProcessDied

PLAN = "enroll mlops core daily 9:00 2 at a time"
NAMED = (
    f"{failpoints.PLANNED}:2",
    f"{failpoints.CLAIMED}:3",
    f"{failpoints.MARKED}:2",
    f"{failpoints.SENT}:3",
    f"{failpoints.SETTLED}:2",
    f"{failpoints.RECOVERING}:1",
)
RANDOM_KILLS = int(os.environ.get("FAULT_KILLS", "6"))
SEED = 20261123


@pytest.mark.timeout(120 + 5 * RANDOM_KILLS)
async def test_every_delivery_stands_once_after_kills_at_every_named_place(tmp_path: Path) -> None:
    for spec in NAMED:
        await _run_until_it_dies(tmp_path, spec)
    await _finish_and_check(tmp_path)


@pytest.mark.faults
@pytest.mark.timeout(120 + 5 * RANDOM_KILLS)
async def test_every_delivery_stands_once_after_kills_at_random_moments(tmp_path: Path) -> None:
    chance = random.Random(SEED)
    for _ in range(RANDOM_KILLS):
        await _kill_after_frames(tmp_path, chance.randint(1, 25))
    await _finish_and_check(tmp_path)


async def test_a_term_signal_finishes_what_is_claimed_and_exits_with_0(tmp_path: Path) -> None:
    bot = Bot(tmp_path)
    await bot.start()
    async with bot.page() as page:
        await page.say(PLAN)
    assert await bot.stop() == 0
    assert set(_ledger(bot.database)) <= {"sent", "ready"}


async def test_a_second_process_on_the_same_file_is_refused(tmp_path: Path) -> None:
    bot, second = Bot(tmp_path), Bot(tmp_path)
    await bot.start()
    with pytest.raises(ProcessDied):
        await second.start()
    assert await second.gone() == 2
    assert await bot.stop() == 0


async def _run_until_it_dies(folder: Path, spec: str) -> None:
    """Use the bot until it reaches its failpoint; some places are reached at the start."""
    bot = Bot(folder, failpoint=spec)
    try:
        await bot.start()
        await _use_until_it_dies(bot, lambda _number: None)
    except ProcessDied:
        assert await bot.gone() == -signal.SIGKILL, spec


async def _kill_after_frames(folder: Path, frames: int) -> None:
    """Use the bot until its page has seen so many frames, and kill it right then."""
    bot = Bot(folder)
    await bot.start()

    def kill(number: int) -> None:
        if number == frames:
            bot.process.send_signal(signal.SIGKILL)

    with pytest.raises(ProcessDied):
        await _use_until_it_dies(bot, kill)
    assert await bot.gone() == -signal.SIGKILL


async def _use_until_it_dies(bot: Bot, on_frame: Callable[[int], None]) -> None:
    async with bot.page() as page:
        page.frames, page.on_frame = 0, on_frame
        await _use(page)
        while True:
            await page.move()


async def _use(page: Page) -> None:
    """Start the plan; where it is followed already the answer says so and nothing changes."""
    await page.say(PLAN)


async def _finish_and_check(folder: Path) -> None:
    bot = Bot(folder)
    await bot.start()
    async with bot.page() as page:
        await page.say("progress")
        await page.move()
    assert await bot.stop() == 0
    ledger = _ledger(bot.database)
    assert set(ledger) <= {"sent", "dropped"}, ledger
    with closing(sqlite3.connect(bot.database)) as database:
        handled = database.execute(
            "SELECT resource_id FROM handled WHERE how = 'sent' ORDER BY seq"
        ).fetchall()
        sent = database.execute(
            "SELECT id, resource_id FROM deliveries WHERE state = 'sent' AND moves = 1 ORDER BY id"
        ).fetchall()
        shown = database.execute(
            "SELECT key FROM chat_messages WHERE key NOT LIKE '%:%'"
        ).fetchall()
    assert len(sent) >= 4
    assert [resource for _, resource in sent] == [resource for (resource,) in handled]
    assert max(Counter(resource for _, resource in sent).values()) == 1
    assert len(shown) == len(set(shown)) == sum(1 for _ in sent) + _others(bot.database)


def _others(path: Path) -> int:
    """Deliveries that moved nothing (reminders): they stand in the chat too."""
    with closing(sqlite3.connect(path)) as database:
        return int(
            database.execute(
                "SELECT count(*) FROM deliveries WHERE state = 'sent' AND moves = 0"
            ).fetchone()[0]
        )


def _ledger(path: Path) -> Counter[str]:
    with closing(sqlite3.connect(path)) as database:
        return Counter(row[0] for row in database.execute("SELECT state FROM deliveries"))
