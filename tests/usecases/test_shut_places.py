"""A place that refuses a message pauses its plan, and its owner is told once, on every platform."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.domain.delivery import Outcome, Rejected, Scope
from bot.domain.enrollment import EnrollmentState
from bot.ports import Outgoing
from tests.fakes.plain import plain
from tests.fakes.recording import RecordingPlatform
from tests.fakes.talk import Talk, talk_on


async def in_a_channel(talk: Talk) -> None:
    talk.origin = replace(talk.origin, place="c1", is_dm=False, place_name="reading")
    await talk.reply("enroll case studies tue 9:00 start now")
    await talk.send()


async def test_a_refused_message_is_told_to_the_owner_once(database_url: str) -> None:
    async with talk_on(database_url) as talk:
        await in_a_channel(talk)
        refused: list[str] = []

        async def shut(platform: RecordingPlatform, message: Outgoing) -> Outcome:
            if message.to.place != "c1":
                return platform.accept(message)
            refused.append(message.key)
            return Rejected(reason="is_archived")

        talk.platform.on_send = shut
        await talk.wait_until(datetime(2026, 11, 24, 8, tzinfo=UTC))
        told = await talk.send()
        assert (told.to.place, told.to.is_dm) == ("ada", True)
        assert "#«reading» is archived" in plain(told.card)
        await talk.wait_until(datetime(2026, 12, 24, 8, tzinfo=UTC))
        assert (len(refused), len(talk.platform.messages)) == (1, 3)
        (view,) = await talk.views()
        assert view.enrollment.state is EnrollmentState.PAUSED


async def test_an_owner_who_cannot_be_told_is_not_tried_again(sqlite_url: str) -> None:
    async with talk_on(sqlite_url) as talk:
        await in_a_channel(talk)
        tried: list[str] = []

        async def shut(platform: RecordingPlatform, message: Outgoing) -> Outcome:
            del platform
            tried.append(message.to.place)
            return Rejected(reason="user_not_found")

        talk.platform.on_send = shut
        await talk.wait_until(datetime(2026, 11, 24, 8, tzinfo=UTC))
        for _ in range(3):
            await talk.send()
        assert tried == ["c1", "ada"]


async def test_where_the_whole_workspace_is_shut_nobody_is_told(sqlite_url: str) -> None:
    async with talk_on(sqlite_url) as talk:
        await in_a_channel(talk)
        tried: list[str] = []

        async def shut(platform: RecordingPlatform, message: Outgoing) -> Outcome:
            del platform
            tried.append(message.to.place)
            return Rejected(reason="invalid_auth", scope=Scope.WORKSPACE)

        talk.platform.on_send = shut
        await talk.wait_until(datetime(2026, 11, 24, 8, tzinfo=UTC))
        await talk.send()
        assert tried == ["c1"]


async def test_a_plan_that_was_resumed_and_is_refused_again_tells_again(sqlite_url: str) -> None:
    async with talk_on(sqlite_url) as talk:
        await in_a_channel(talk)

        async def shut(platform: RecordingPlatform, message: Outgoing) -> Outcome:
            if message.to.place != "c1":
                return platform.accept(message)
            return Rejected(reason="not_in_channel")

        talk.platform.on_send = shut
        await talk.wait_until(datetime(2026, 11, 24, 8, tzinfo=UTC))
        await talk.send()
        await talk.reply("resume")
        await talk.wait_until(datetime(2026, 12, 1, 8, tzinfo=UTC))
        told = await talk.send()
        assert "is without me now" in plain(told.card)
        assert len(talk.platform.messages) == 4


async def test_who_began_the_case_study_of_the_week_is_told_too(sqlite_url: str) -> None:
    async with talk_on(sqlite_url) as talk:
        talk.origin = replace(talk.origin, place="c1", is_dm=False, place_name="reading")
        await talk.reply("casestudy weekly")

        async def shut(platform: RecordingPlatform, message: Outgoing) -> Outcome:
            if message.to.place != "c1":
                return platform.accept(message)
            return Rejected(reason="is_archived")

        talk.platform.on_send = shut
        talk.clock.advance_to(datetime(2026, 11, 24, 10, tzinfo=UTC))
        await talk.planner.plan_due()
        await talk.drainer.drain()
        told = await talk.send()
        assert told.to.place == "ada"
        assert "Case study of the week" in plain(told.card)
        assert "#«reading» is archived" in plain(told.card)
