"""What the log never tells, at whatever level and wherever something fails."""

import asyncio
import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog
from pydantic import SecretStr
from sqlalchemy import Connection, text

from bot.domain.delivery import Outcome
from bot.engine.inline import InlineEngine
from bot.logs import HIDDEN, set_up_logs
from bot.ports import Outgoing
from bot.scheduler import Jobs, Scheduler
from bot.settings import Settings, load_settings, secrets_of
from tests.fakes.command_line import logs_as_they_were
from tests.fakes.recording import RecordingPlatform
from tests.fakes.talk import talk_on
from tests.fakes.world import World, world_on

SECRET = [name for name, each in Settings.model_fields.items() if "SecretStr" in str(each)]
MARK = "canary"
CANARIES = {name: f"{MARK}/{name}'\"+ü\\" for name in SECRET if name != "database_url"}
PASSWORD = f"{MARK}%2Fpassword"
SETTINGS = load_settings(
    _env_file=None,
    database_url=SecretStr(f"postgresql://bot:{PASSWORD}@db.example.org/study"),
    **{name: SecretStr(value) for name, value in CANARIES.items()},
)
EVERYTHING = [*CANARIES.values(), PASSWORD, f"{MARK}/password", SETTINGS.database]

Logs = Callable[[], str]


@pytest.fixture(params=[True, False], ids=["json", "console"])
def logs(request: pytest.FixtureRequest) -> Iterator[Logs]:
    """Logs at DEBUG of a program with a canary in every secret; what they hold so far."""
    lines = io.StringIO()
    with logs_as_they_were():
        set_up_logs(
            as_json=request.param, level=logging.DEBUG, to=lines, secrets=secrets_of(SETTINGS)
        )
        yield lines.getvalue


class Unlucky(Exception):
    """Something outside that quotes what it was given."""


def fail_outside() -> None:
    local = " ".join(EVERYTHING)
    raise Unlucky(f"could not connect with {local}")


@pytest.mark.parametrize("secret", EVERYTHING)
def test_a_secret_is_hidden_in_an_event_a_field_and_a_list(logs: Logs, secret: str) -> None:
    log = structlog.get_logger("bot.test")
    log.debug("connecting", to=secret, tried=[secret, {"with": secret}])
    event = f"connected to {secret}"
    log.info(event)
    assert logs().count("connect") == 2
    assert MARK not in logs()
    assert HIDDEN in logs()


def test_a_secret_is_hidden_in_a_traceback(logs: Logs) -> None:
    log = structlog.get_logger("bot.test")
    try:
        fail_outside()
    except Unlucky:
        log.exception("it_failed")
    assert "Unlucky" in logs()
    assert MARK not in logs()


def test_a_secret_is_hidden_in_what_a_library_logs(logs: Logs) -> None:
    library = logging.getLogger("some.library")
    for secret in EVERYTHING:
        library.debug("with %s", secret)
        library.warning("with %r", [secret])
    try:
        fail_outside()
    except Unlucky:
        library.exception("gave up")
    assert logs().count("with ") == 2 * len(EVERYTHING) + 2  # the traceback quotes its line
    assert MARK not in logs()


@pytest.mark.parametrize(
    "told",
    [
        "xoxb-123-abc",
        "xapp-1-A-2",
        "GET /oauth?code=abc.def&state=ghi",
        "http://127.0.0.1:8765/?token=s3cr3t",
        "postgresql://somebody:else@host/db",
    ],
)
def test_what_looks_like_a_secret_is_hidden_whoever_logs_it(logs: Logs, told: str) -> None:
    logging.getLogger("some.library").warning("told %s", told)
    structlog.get_logger("bot.test").info("told", what=told)
    assert logs().count(HIDDEN) >= 2
    assert not any(word in logs() for word in ("123", "A-2", "abc", "s3cr3t", "else"))


def test_fields_that_are_named_like_secrets_are_hidden(logs: Logs) -> None:
    names = {"token": 1, "slack_token": b"x1x", "Authorization": "x1x", "cookie": "x1x"}
    structlog.get_logger("bot.test").info("told", database_url="x1x", **names)
    assert logs().count(HIDDEN) == 5
    assert "x1x" not in logs()


def test_a_job_that_fails_tells_no_secret(logs: Logs) -> None:
    async def fail() -> None:
        fail_outside()

    scheduler = Scheduler(Jobs(tick=fail, recover=fail, housekeeping=fail))
    asyncio.run(scheduler._scheduler.get_job("tick").func())
    assert "job_failed" in logs()
    assert MARK not in logs()


async def test_a_send_a_look_up_and_a_drain_that_fail_tell_no_secret(
    logs: Logs, sqlite_url: str
) -> None:
    async def fail(_platform: RecordingPlatform, _message: Outgoing) -> Outcome:
        fail_outside()
        raise AssertionError

    def fail_to_find(_key: str) -> Any:  # noqa: ANN401 - it never returns
        fail_outside()

    async with world_on(sqlite_url) as world:
        await world.enroll()
        world.platform.on_send, world.platform.on_find = fail, fail_to_find
        await world.drainer.drain()
        await world.recovery.recover(everything=True)
        await world.enroll("bob")
        await _drain_in_vain(world)
    assert "look_up_failed" in logs()
    assert "drain_failed" in logs()
    assert MARK not in logs()


async def _drain_in_vain(world: World) -> None:
    """Let the engine meet an error that no send has caused."""
    stop = asyncio.Event()

    def reach(_place: str) -> None:
        stop.set()
        fail_outside()

    engine = InlineEngine(world.another_drainer(reach))
    engine.wake()
    await engine.run(stop)


async def test_a_failing_statement_tells_no_value(logs: Logs, database_url: str) -> None:
    def work(connection: Connection) -> None:
        for _ in range(2):
            connection.execute(
                text("INSERT INTO meta (key, value) VALUES (:word, :word)"), {"word": "note-9c1"}
            )

    async with world_on(database_url) as world:
        try:
            await world.store.database.write(work)
        except Exception:
            structlog.get_logger("bot.test").exception("write_failed")
            logging.getLogger("some.library").exception("write failed")
    assert "IntegrityError" in logs()
    assert "note-9c1" not in logs()


async def test_what_people_say_and_are_called_is_never_logged(logs: Logs, sqlite_url: str) -> None:
    async with talk_on(sqlite_url) as talk:
        talk.origin = type(talk.origin)(
            platform="recording", workspace="team", place="dm", person="p", person_name="Zaphod"
        )
        for words in ("enroll core daily 9:00", "Beeblebrox", "casestudy Beeblebrox"):
            await talk.reply(words)
        await talk.send()
    assert "delivery" in logs()
    assert not any(word in logs() for word in ("Zaphod", "Beeblebrox"))


def test_a_traceback_is_told_once(logs: Logs) -> None:
    try:
        fail_outside()
    except Unlucky:
        structlog.get_logger("bot.test").exception("it_failed")
    assert logs().count("Traceback") == 1


def test_one_event_is_one_line_of_json() -> None:
    lines = io.StringIO()
    with logs_as_they_were():
        set_up_logs(as_json=True, to=lines)
        structlog.get_logger("bot.test").info("delivery_sent", delivery_id=7, text="a\nb")
        structlog.get_logger("bot.test").debug("not_told")
        try:
            fail_outside()
        except Unlucky:
            structlog.get_logger("bot.test").exception("it_failed")
    told = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert [each["event"] for each in told] == ["delivery_sent", "it_failed"]
    assert told[0]["delivery_id"] == 7
    assert "Unlucky: could not" in told[1]["exception"]


@pytest.mark.parametrize("library", ["sqlalchemy.engine.Engine", "websockets.server", "psycopg"])
def test_libraries_that_tell_what_they_send_are_kept_quiet(logs: Logs, library: str) -> None:
    logging.getLogger(library).debug("sent %s", MARK)
    logging.getLogger(library).info("sent %s", MARK)
    assert logs() == ""
