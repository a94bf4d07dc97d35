"""How long people wait when the process that listens to Discord ends, and another takes over.

python bench/take_over.py [ROUNDS]

Two real `mlops-bot serve` on one PostgreSQL and one local Discord. The one that listens is killed
(SIGKILL) or told to stop (SIGTERM); what is measured ends when the other has answered a press.
Then the one that ended starts again and stands by. Exits with 1 where it took longer than the docs
promise.
"""

import asyncio
import base64
import signal
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bench.databases import MISSING, places
from tests.fakes.discord_person import Person
from tests.fakes.discord_process import DiscordProcess
from tests.fakes.discord_server import DiscordServer, discord_server
from tests.fakes.discord_state import Message, every_component
from tests.fakes.process import STARTED, Bot, ProcessDied

BOUND_S = 30.0
"""What docs/discord.md promises."""
ROUNDS = 3
LOOK_S = 0.02
SETTLED_S = 30
WAYS = (signal.SIGKILL, signal.SIGTERM)
STANDS_BY = "duty_stands_by"


@dataclass(frozen=True, slots=True)
class Wait:
    """How the process that listened ended, and for how many seconds nobody answered."""

    way: signal.Signals
    seconds: float


class Process(DiscordProcess):
    """One of two on the same database."""

    def __init__(self, folder: Path, server: DiscordServer, *, database_url: str) -> None:
        folder.mkdir()
        super().__init__(folder, server)
        key = base64.urlsafe_b64encode(bytes(32)).decode()
        self._settings |= {"DATABASE_URL": database_url, "SECRET_KEYS": key}

    async def stand_by(self) -> None:
        """Start beside one that listens.

        Raises:
            ProcessDied: it does not say that it stands by.
        """
        await Bot.start(self)
        for _ in range(int(SETTLED_S / LOOK_S)):
            if STANDS_BY in self.complaint:
                return
            await asyncio.sleep(LOOK_S)
        raise ProcessDied(self.complaint)


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody with a reading, who presses Done on it; again and again is no harm."""

    person: Person
    reading: Message
    done: str

    async def press(self) -> None:
        """Press, and wait for the answer."""
        call = await self.person.press_id(self.reading, self.done)
        assert call.answer is not None


async def measured(folder: Path, database_url: str, *, rounds: int) -> list[Wait]:
    """Let one listen and one stand by, end who listens, wait for an answer; again and again."""
    found = []
    async with discord_server() as server:
        listening, other = (
            Process(folder / name, server, database_url=database_url) for name in ("one", "two")
        )
        try:
            await listening.start()
            reader = await reader_of(server, listening)
            for way in WAYS * rounds:
                await other.stand_by()
                found.append(Wait(way, await waited(server, listening, reader=reader, way=way)))
                listening, other = other, listening
        finally:
            for each in STARTED:
                if each.process.returncode is None:
                    await each.stop()
    return found


async def reader_of(server: DiscordServer, process: DiscordProcess) -> Reader:
    """Somebody who enrolled and has their first reading."""
    guild, number = server.state.guild(), server.state.person("ada")
    ada = Person(server=server, id=number, name="ada")
    ada.guild, ada.channel = guild, next(iter(guild.channels.values()))
    preview = await ada.command("enroll", plan="case-studies", zone="Europe/Paris")
    await ada.press(preview, "Start this plan")
    (reading,) = await process.delivered(ada.id, 1)
    buttons = every_component(reading.body["components"])
    done = next(each["custom_id"] for each in buttons if each.get("label") == "Done")
    reader = Reader(Person(server=server, id=number, name="ada"), reading, done)
    await reader.press()
    return reader


async def waited(
    server: DiscordServer, listening: Process, *, reader: Reader, way: signal.Signals
) -> float:
    """End who listens, and wait until a press is answered; seconds."""
    began = time.perf_counter()
    server.gateway.connected.clear()
    ending = asyncio.ensure_future(listening.stop(way))
    async with asyncio.timeout(2 * BOUND_S):
        await server.gateway.connected.wait()
    await reader.press()
    seconds = time.perf_counter() - began
    await ending
    return seconds


def main(rounds: int) -> int:
    """Print each wait and the longest beside the bound; the exit code."""
    with tempfile.TemporaryDirectory() as folder, places(["takeover"], durable=False) as found:
        urls = [each.urls["takeover"] for each in found if each.kind == "PostgreSQL"]
        if not urls:
            sys.stdout.write(f"{MISSING}\n")
            return 1
        waits = asyncio.run(measured(Path(folder), urls[0], rounds=rounds))
    lines = [f"{each.way.name}: {each.seconds:.1f} s until a press was answered" for each in waits]
    longest = max(each.seconds for each in waits)
    sys.stdout.write("\n".join([*lines, f"longest {longest:.1f} s, bound {BOUND_S:.0f} s", ""]))
    return int(longest > BOUND_S)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS))
