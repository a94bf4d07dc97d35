"""The curriculum is edited while people follow it."""

import asyncio
import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.app import open_app
from bot.domain.card import Words
from bot.domain.enrollment import Change, EnrollmentView
from bot.domain.errors import UserError
from bot.domain.ids import CurriculumId, ResourceId, Revision
from bot.domain.position import finish
from bot.library.live import LiveLibrary
from bot.library.shipped import shipped
from bot.settings import load_settings
from bot.storage.database import statement
from bot.usecases.dispatch import NotSaved
from bot.usecases.publish import publish
from bot.usecases.zones_changed import keep_local_times
from tests.fakes.world import COURSE, World, course, world_on

MLOPS = CurriculumId("mlops")


async def test_a_reading_that_joined_later_is_marked_as_new(world: World) -> None:
    await world.enroll()
    await world.drainer.drain()
    fresh = course(revision="2")
    first = ResourceId("r1")
    new = replace(fresh.resources[first], added=date(2026, 12, 1))
    world.shelf.curricula[COURSE] = replace(
        fresh, resources={**fresh.resources, first: new}, revision=Revision("2")
    )
    await publish(world.store, world.studies)
    world.clock.advance_to((await world.view()).next_due_at or world.clock.now())
    await world.planner.plan_due()
    await world.drainer.drain()
    texts = [_plain(text) for text in world.platform.messages[-1].card.text]
    assert "New on Plan since you started." in texts


async def test_a_plan_that_is_gone_or_cannot_be_read_stops_no_start_and_no_other(
    world: World,
) -> None:
    for name in ("ada", "bob", "cy"):
        await world.enroll(name)
    for change in ("plan = 'gone' WHERE id = 1", "pace = 'w:1|9:00|Mars/Olympus|1' WHERE id = 2"):
        spoil = text(f"UPDATE enrollments SET {change}")  # noqa: S608 - our own words
        await world.store.database.write(statement(spoil, {}))
    world.shelf.curricula[COURSE] = course(revision="2")
    assert await publish(world.store, world.studies) == 1
    assert (await world.view("cy")).enrollment.revision == "2"
    await keep_local_times(world.store, world.studies, fingerprint="of tomorrow")
    assert await world.store.facts.zones() == "of tomorrow"


async def test_a_reading_done_before_its_message_went_out_is_not_sent_any_more(
    world: World,
) -> None:
    view = await world.enroll()
    study = world.studies.of(COURSE)
    await world.store.people.change(
        await world.party(),
        view.enrollment.id,
        decide=lambda v: finish(v, study, resource_id=ResourceId("r0"), by=v.enrollment.person_id),
        event_id=world.event(),
    )
    assert await world.drainer.drain() == {}
    assert await world.states() == {"dropped": 1}


def test_a_reload_follows_the_files_and_keeps_what_became_unreadable(tmp_path: Path) -> None:
    shutil.copytree(shipped("curriculum") / "mlops", tmp_path / "mlops")
    live = LiveLibrary([tmp_path])
    before = live.curricula[MLOPS]
    assert not live.reload()

    main = tmp_path / "mlops" / "curriculum.yaml"
    good = main.read_text()
    main.write_text(good.replace("title: ", "title: My ", 1))
    assert live.reload()
    assert live.curricula[MLOPS].title.startswith("My ")
    assert live.curricula[MLOPS].revision != before.revision

    main.write_text("id: [")
    assert not live.reload()
    assert live.curricula[MLOPS].title.startswith("My ")
    assert live.content.refused


def test_files_that_do_not_hold_what_was_published_are_read_once(tmp_path: Path) -> None:
    shutil.copytree(shipped("curriculum") / "mlops", tmp_path / "mlops")
    live = LiveLibrary([tmp_path])
    assert not live.is_behind(live.revisions)
    newer = {MLOPS: Revision("of-another-process")}
    assert live.is_behind(newer)
    assert not live.is_behind(newer)


async def test_study_time_runs_ahead_for_nobody_once_another_platform_is_set(
    sqlite_url: str,
) -> None:
    async with open_app(load_settings(database_url=sqlite_url)) as app:
        await app.store.facts.set_study_offset(timedelta(days=9))
    async with open_app(load_settings(database_url=sqlite_url)) as app:
        assert app.clock.offset == timedelta(days=9)
    both = load_settings(database_url=sqlite_url, discord_token="made-up")
    async with open_app(both) as app:
        assert app.clock.offset == timedelta(0)


async def test_a_running_process_follows_what_another_one_published(
    sqlite_url: str, tmp_path: Path
) -> None:
    shutil.copytree(shipped("curriculum") / "mlops", tmp_path / "own" / "mlops")
    main = tmp_path / "own" / "mlops" / "curriculum.yaml"
    main.write_text(main.read_text().replace("id: mlops\n", "id: own\n", 1))
    settings = load_settings(database_url=sqlite_url, curriculum_dir=tmp_path / "own")
    own = CurriculumId("own")
    async with open_app(settings) as running:
        await running.begin()
        main.write_text(main.read_text().replace("title: ", "title: My ", 1))
        async with open_app(settings) as other:
            await publish(other.store, other.studies)
        await running.tick()
        assert running.library.curricula[own].title.startswith("My ")
        assert running.library.revisions == await running.store.facts.published()


async def test_a_command_that_is_given_up_before_it_runs_changes_nothing(sqlite_url: str) -> None:
    async with world_on(sqlite_url) as world:
        view, party, event = await world.enroll(), await world.party(), world.event()
        blocked, loop = asyncio.Event(), asyncio.get_running_loop()

        def slow(_connection: object) -> None:
            asyncio.run_coroutine_threadsafe(blocked.wait(), loop).result()

        def decide(before: EnrollmentView) -> Change:
            study = world.studies.of(COURSE)
            by = before.enrollment.person_id
            return finish(before, study, resource_id=ResourceId("r0"), by=by)

        people, number = world.store.people, view.enrollment.id
        first = asyncio.create_task(world.store.database.write(slow))
        await asyncio.sleep(0)
        change = people.change(party, number, decide=decide, event_id=event)
        given_up = asyncio.create_task(change)
        await asyncio.sleep(0)
        given_up.cancel()
        with pytest.raises(asyncio.CancelledError):
            await given_up
        blocked.set()
        await first
        assert (await world.view()).handled == view.handled


def test_the_word_for_a_command_given_up_says_what_to_do() -> None:
    assert isinstance(NotSaved(), UserError)
    assert "try again" in NotSaved().text


def _plain(text: Words) -> str:
    parts = (each if isinstance(each, str) else getattr(each, "text", "") for each in text.parts)
    return "".join(parts)
