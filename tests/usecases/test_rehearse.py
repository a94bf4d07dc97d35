"""Rehearsal: the real planner tells what would be sent, and leaves no trace."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest

from bot.domain.delivery import DeliveryKind
from bot.domain.ids import EnrollmentId
from bot.usecases.imagined import Imagined, ImaginedClock, ImaginedPlans, Life
from bot.usecases.rehearse import Assume, Stage, rehearse, title_of, why
from tests.fakes.command_line import CommandLine
from tests.fakes.curricula import MLOPS
from tests.fakes.plain import plain, said
from tests.fakes.talk import Talk, talk_on

TUESDAY = datetime(2026, 11, 24, 9, tzinfo=UTC)
DAY = timedelta(days=1)
PLANNED = "reading, Tuesdays at 10:00 (Europe/Paris time)"


@pytest.fixture
async def talk(sqlite_url: str) -> AsyncIterator[Talk]:
    async with talk_on(sqlite_url) as made:
        yield made


async def ahead(talk: Talk, days: int, *, assume: Assume = Assume.FINISHES) -> list[Imagined]:
    """What a rehearsal of everybody's plans tells."""
    found = await talk.store.rehearsing.following(limit=100)
    clock = ImaginedClock(talk.clock.now())
    lives = [Life(view=each.view, standing=each.standing) for each in found]
    stage = Stage(plans=ImaginedPlans(lives, clock), studies=talk.studies.at(clock), clock=clock)
    return await rehearse(stage, until=clock.now() + days * DAY, assume=assume)


def lines(talk: Talk, told: list[Imagined]) -> list[str]:
    study = talk.studies.of(MLOPS)
    return [f"{each.at:%a %d %H:%M} {title_of(each, study)} ({why(each)})" for each in told]


async def test_it_tells_what_then_really_happens(talk: Talk) -> None:
    await talk.say("enroll whole path mon,thu 9:00 wait for me")
    await talk.say("enroll case studies")
    await talk.send()
    told = await ahead(talk, 60, assume=Assume.IDLE)
    end, begun = talk.clock.now() + 60 * DAY, len(talk.platform.messages)
    while (due := await talk.store.plans.next_due_at("recording")) is not None and due <= end:
        talk.clock.advance_to(due)
        await talk.planner.plan_due()
        await talk.drainer.drain()
    ledger = await talk.store.operations.deliveries(None, limit=500)
    sent = [(x.due_at, x.kind, x.reading) for x in reversed(ledger)][begun:]
    imagined = [
        (each.delivery.slot_at, each.delivery.kind.value, each.delivery.resource_id or "")
        for each in told
    ]
    assert sorted(sent) == sorted(imagined)
    assert {kind for _, kind, _ in sent} == {"lesson", "nudge", "digest"}


async def test_it_says_why(talk: Talk) -> None:
    await talk.say("enroll case studies")
    await talk.send()
    assert lines(talk, await ahead(talk, 15, assume=Assume.IDLE)) == [
        f"Tue 24 09:00 Predicting the Value of Homes ({PLANNED})",
        "Mon 30 09:00 Reminder: 2 waiting (weekly look back: 2 waiting)",
        f"Tue 01 09:00 From shallow to deep learning in fraud ({PLANNED})",
        "Mon 07 09:00 Reminder: 3 waiting (weekly look back: 3 waiting)",
    ]


async def test_who_finishes_everything_gets_readings_alone(talk: Talk) -> None:
    await talk.say("enroll case studies")
    told = await ahead(talk, 365)
    assert [each.delivery.kind for each in told] == [DeliveryKind.LESSON] * 3


async def test_a_pause_that_ends_is_seen_and_one_without_end_is_silent(talk: Talk) -> None:
    await talk.say("enroll case studies")
    await talk.say("pause until friday")
    assert [each.at for each in await ahead(talk, 10)] == [TUESDAY + 7 * DAY]
    await talk.say("pause")
    assert await ahead(talk, 365) == []


async def test_it_starts_from_what_reminders_are_now(talk: Talk) -> None:
    await talk.say("enroll case studies")
    await talk.say("settings reminders off")
    told = await ahead(talk, 60, assume=Assume.IDLE)
    assert {each.delivery.kind for each in told} == {DeliveryKind.LESSON}


async def test_only_the_plan_that_is_named_and_only_so_many(talk: Talk) -> None:
    await talk.say("enroll case studies")
    await talk.say("enroll core")
    number = (await talk.view()).enrollment.id
    one = await talk.store.rehearsing.following(limit=9, only=number)
    assert [each.view.enrollment.id for each in one] == [number]
    assert one[0].to.place == "dm-ada"
    assert len(await talk.store.rehearsing.following(limit=1)) == 1
    assert await talk.store.rehearsing.following(limit=9, only=EnrollmentId(99)) == []


async def test_a_preview_lists_the_first_dates_and_starts_nothing(talk: Talk) -> None:
    card = (await talk.reply("enroll")).card
    assert card is not None
    press = next(b.press for b in card.options[0].buttons if b.label == "Show preview")
    reply = await talk.reply(press=press)
    assert reply.card is not None
    told = plain(reply.card)
    assert "- At once: «Using Machine Learning to Improve Streaming Quality at Netflix»" in told
    assert "- Tue 24 Nov, 10:00: «Predicting the Value of Homes»" in told
    assert "Last: 8 December 2026" in told
    assert await talk.views() == []
    start = next(b.press for b in reply.card.buttons if b.label == "Start this plan")
    await talk.reply(press=start)
    assert (await talk.view()).next_due_at == TUESDAY


async def test_a_preview_takes_the_same_words_as_the_start(talk: Talk) -> None:
    press = (await talk.reply("enroll")).card
    assert press is not None
    shown = press.options[1].buttons[1].press
    words = f"{shown.arg} weekdays 18:30 from 2 wait for me"
    reply = await talk.reply(press=replace(shown, arg=words))
    assert reply.card is not None
    first = said(reply.card.points[0])
    start = next(b.press for b in reply.card.buttons if b.label == "Start this plan")
    begun = await talk.reply(press=start)
    assert begun.card is not None
    assert "weekdays at 18:30" in plain(begun.card)
    assert "If you fall behind: wait for me" in plain(begun.card)
    sent = await talk.send()
    assert first == f"At once: {said(sent.card.title)}"


async def test_a_preview_of_a_running_plan_says_so(talk: Talk) -> None:
    await talk.say("enroll case studies")
    card = (await talk.reply("enroll")).card
    assert card is not None
    reply = await talk.reply(press=card.options[0].buttons[1].press)
    assert reply.card is not None
    assert said(reply.card.title) == "You are on «Case studies» already"


async def test_a_preview_of_unclear_days_is_refused_like_a_start(talk: Talk) -> None:
    card = (await talk.reply("enroll")).card
    assert card is not None
    shown = card.options[0].buttons[1].press
    reply = await talk.reply(press=replace(shown, arg=f"{shown.arg} blurday"))
    assert reply.card is not None
    assert reply.card.tone.value == "gentle"


def test_the_command_prints_and_leaves_every_byte_as_it_was(mlops_bot: CommandLine) -> None:
    mlops_bot("say", "enroll case studies tuesday 10:00")
    before = {each.name: _digest(each.read_bytes()) for each in mlops_bot.database.parent.iterdir()}
    ran = mlops_bot("rehearse", "--days", "30", "--assume", "idle", "--json")
    assert ran.code == 0
    kinds = [row["kind"] for row in ran.json]
    assert kinds.count("lesson") >= 4
    assert "digest" in kinds
    first = next(row for row in ran.json if row["kind"] == "lesson")
    assert first["to"].startswith("webchat/")
    assert first["why"].startswith("reading, Tuesdays at 10:00")
    assert first["utc"]
    assert first["local"]
    after = {each.name: _digest(each.read_bytes()) for each in mlops_bot.database.parent.iterdir()}
    assert after == before


def test_the_command_is_clear_for_people_and_about_what_is_not_there(
    mlops_bot: CommandLine,
) -> None:
    mlops_bot("say", "help")
    empty = mlops_bot("rehearse")
    assert empty.code == 0
    assert empty.out.splitlines() == [
        "Nothing would be sent in 14 days.",
        "0 messages for 0 plans in 14 days; nothing was sent or stored.",
    ]
    mlops_bot("say", "enroll case studies tuesday 10:00")
    one = mlops_bot("rehearse", "--enrollment", "1")
    assert "for 1 plan in 14 days; nothing was sent or stored." in one.out
    none = mlops_bot("rehearse", "--enrollment", "99")
    assert none.code == 2
    assert "No plan that runs or pauses has this number" in none.err


def test_more_plans_than_it_imagines_are_named(mlops_bot: CommandLine) -> None:
    mlops_bot("say", "enroll case studies tuesday 10:00")
    numbers = "WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i <= 1000)"
    with closing(sqlite3.connect(mlops_bot.database)) as database, database:
        for table, own in (
            ("places", {"id", "external_id"}),
            ("enrollments", {"id", "place_id"}),
            ("positions", {"enrollment_id"}),
        ):
            columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
            copied = ", ".join("n.i" if each in own else f"t.{each}" for each in columns)
            more = f"INSERT INTO {table} {numbers} SELECT {copied} FROM n, {table} t"  # noqa: S608
            database.execute(more)
    ran = mlops_bot("rehearse", "--json")
    assert "There are more than 1,000 plans; only the first 1,000 are shown." in ran.err
    assert {row["enrollment"] for row in ran.json} == {1}, "the others have no dates"
    assert "1,000 plans" in mlops_bot("rehearse").out


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()
