"""The coarse jobs: a step that fails or takes too long keeps nothing else back."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from pydantic import SecretStr
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from bot.app import KEEP_SUSPENDED, open_app
from bot.domain.conversation import Inbound
from bot.domain.delivery import Outcome
from bot.kits import Kits
from bot.platforms.webchat.rooms import origin_of
from bot.ports import Outgoing
from bot.settings import Settings
from tests.fakes.clock import FakeClock
from tests.fakes.recording import RecordingPlatform


async def test_what_is_ready_goes_out_though_a_step_of_planning_fails(sqlite_url: str) -> None:
    clock, platform, arrived = FakeClock(), RecordingPlatform(), asyncio.Event()

    async def note(platform: RecordingPlatform, message: Outgoing) -> Outcome:
        arrived.set()
        return platform.accept(message)

    platform.on_send = note
    settings = Settings(database_url=SecretStr(sqlite_url))
    async with open_app(settings, around=lambda _: platform, clock=clock) as app:
        await app.begin()
        stop, origin = asyncio.Event(), origin_of("you", place="dm:you", zone="Europe/Paris")
        told = Inbound(event_id="1", origin=origin, text="enroll case studies daily 9:00")
        await app.conversation(told)
        await app.drainer.drain()
        arrived.clear()
        clock.advance(timedelta(days=1))
        await app.store.database.write(lambda c: c.execute(text("DROP TABLE votings")))
        async with asyncio.timeout(5), asyncio.TaskGroup() as tasks:
            tasks.create_task(app.engine.run(stop))
            await asyncio.sleep(0)
            app.engine._woken.clear()  # what the enrolling itself had asked for
            with pytest.raises(OperationalError):
                await app.tick()
            await arrived.wait()
            stop.set()


async def test_who_was_gone_for_thirty_days_is_erased_though_a_platform_hangs(
    sqlite_url: str,
) -> None:
    clock, asked = FakeClock(), asyncio.Event()

    class Hanging(Kits):
        """A platform that has to be asked whether we are still there, and does not answer."""

        async def tidy(self) -> None:
            asked.set()
            await asyncio.Event().wait()

    settings = Settings(database_url=SecretStr(sqlite_url))
    async with open_app(settings, clock=clock) as app:
        hanging = replace(app, kits=Hanging(settings=settings))
        origin = origin_of("you", place="dm:you", zone="Europe/Paris")
        await app.store.people.party(origin, zone="UTC")
        await app.store.tenants.suspend("webchat", origin.workspace, now=clock.now())
        clock.advance(KEEP_SUSPENDED)
        tidying = asyncio.create_task(hanging.tidy())
        await asked.wait()
        tidying.cancel()
        assert await app.store.tenants.served("webchat") == {}
