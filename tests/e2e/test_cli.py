"""The command line as an operator meets it: every verb, its help, its JSON and its refusals."""

import json
import os
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import click
import pytest

from bot.cli.main import VERBS, cli
from bot.domain.delivery import DeliveryState
from bot.lock import FileLock
from bot.tzversion import tz_fingerprint
from tests.fakes.command_line import CommandLine

ROOT = Path(__file__).parents[2]
PRINTS_NO_RESULT = {("serve",)}


def commands(
    group: click.Group = cli, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every verb and sub-verb with the words that call it."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


COMMANDS = dict(commands())
LEAVES = {path: each for path, each in COMMANDS.items() if not isinstance(each, click.Group)}


@pytest.fixture
def begun(mlops_bot: CommandLine) -> CommandLine:
    """Somebody follows a plan and has its first reading."""
    assert mlops_bot("say", "enroll case studies").code == 0
    return mlops_bot


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_verb_helps_and_says_what_it_does(
    mlops_bot: CommandLine, path: tuple[str, ...]
) -> None:
    ran = mlops_bot(*path, "--help")
    assert (ran.code, ran.err) == (0, "")
    told, command = " ".join(ran.out.split()), COMMANDS[path]
    assert command.help
    assert " ".join(command.help.split("\n\n")[0].split()) in told
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.help, f"{option.name} says what it does"
    assert not list(mlops_bot.folder.iterdir()), "help touches nothing"


@pytest.mark.parametrize("path", LEAVES, ids=" ".join)
def test_every_verb_that_prints_takes_json(path: tuple[str, ...]) -> None:
    takes_json = any("--json" in option.opts for option in LEAVES[path].params)
    assert takes_json is (path not in PRINTS_NO_RESULT)


def test_the_help_page_lists_every_verb_with_the_words_of_its_own_help(
    mlops_bot: CommandLine,
) -> None:
    told = " ".join(mlops_bot("--help").out.split())
    for name, (_, text) in VERBS.items():
        assert f"{name} {text}" in told


def test_a_verb_that_does_not_exist_is_refused(mlops_bot: CommandLine) -> None:
    ran = mlops_bot("fly")
    assert ran.code == 2
    assert "No such command 'fly'" in ran.err


def test_the_module_is_the_same_program(tmp_path: Path) -> None:
    """The one start of a real process here; in all others the same function is called."""
    ran = subprocess.run(
        [sys.executable, "-m", "bot", "config"],
        cwd=tmp_path,
        env={"PATH": os.defpath, "PYTHONPATH": str(ROOT), "WEBCHAT_PORT": "many"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "WEBCHAT_PORT" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_enroll_and_done_from_a_shell(mlops_bot: CommandLine) -> None:
    said = mlops_bot("say", "enroll case studies")
    assert said.code == 0
    assert "You are on Case studies" in said.out, "the reply"
    assert "Reading 1 of" in said.out, "and the reading itself"
    done = mlops_bot("say", "done", "--json")
    assert done.json["running"] is False
    assert any("1 of" in card for card in done.json["cards"])
    assert mlops_bot("say", "fhqwhgads").code == 0, "what is not understood is answered too"


def test_each_speaker_has_plans_of_their_own(begun: CommandLine) -> None:
    assert "not on a plan" in begun("say", "done", "--as", "bob").out
    assert "not on a plan" in begun("say", "done", "--in", "#study").out


def test_while_the_bot_runs_say_only_answers_and_says_where_the_rest_appears(
    begun: CommandLine,
) -> None:
    with FileLock(begun.database) as lock:
        lock.take()
        said = begun("say", "next")
        assert begun("say", "progress", "--json").json["running"] is True
    assert said.code == 0
    assert "The bot is running" in said.out
    assert begun("deliveries", "list", "--state", "ready", "--json").json


@pytest.mark.parametrize("words", [("tick",), ("serve",)])
def test_while_the_bot_runs_nothing_else_sends(begun: CommandLine, words: tuple[str, ...]) -> None:
    with FileLock(begun.database) as lock:
        lock.take()
        ran = begun(*words)
    assert ran.code == 2
    assert "Another mlops-bot uses this database file" in ran.err


def test_a_running_bot_s_file_is_not_migrated(mlops_bot: CommandLine) -> None:
    with FileLock(mlops_bot.database) as lock:
        lock.take()
        assert mlops_bot("migrate").code == 2


def test_migrate_says_what_it_did_and_what_it_would_do(mlops_bot: CommandLine) -> None:
    assert mlops_bot("migrate", "--check", "--json").json["version"] is None
    assert mlops_bot("migrate", "--json").json["version"]
    checked = mlops_bot("migrate", "--check")
    assert (checked.code, "nothing to do" in checked.out) == (0, True)
    assert "nothing to do" in mlops_bot("migrate").out


@pytest.mark.parametrize("words", [("stats",), ("deliveries", "list"), ("deliveries", "hold")])
def test_before_the_first_start_the_helping_command_is_named(
    mlops_bot: CommandLine, words: tuple[str, ...]
) -> None:
    ran = mlops_bot(*words)
    assert ran.code == 2
    assert "Run: mlops-bot migrate" in ran.err


def test_deliveries_are_listed_by_state(begun: CommandLine) -> None:
    [line] = begun("deliveries", "list", "--json").json
    assert (line["state"], line["kind"], line["attempts"]) == ("sent", "first", 1)
    for state in DeliveryState:
        found = begun("deliveries", "list", "--state", state.value, "--json").json
        assert len(found) == (state is DeliveryState.SENT)
    assert begun("deliveries", "list").out.startswith("key")
    assert begun("deliveries", "list", "--limit", "0").code == 2


def test_held_sends_wait_and_go_out_once_released(begun: CommandLine) -> None:
    assert "held" in begun("deliveries", "hold", "--json").json["text"]
    begun("say", "next")
    assert begun("tick", "--json").json["deliveries"] == {}
    assert begun("deliveries", "release").out.startswith("Sends go out again")
    assert begun("tick", "--json").json["deliveries"] == {"sent": 1}


def test_an_uncertain_delivery_goes_out_again_when_a_person_says_so(begun: CommandLine) -> None:
    with closing(sqlite3.connect(begun.database)) as database, database:
        database.execute("UPDATE deliveries SET state = 'uncertain'")
    [line] = begun("deliveries", "list", "--state", "uncertain", "--json").json
    assert begun("deliveries", "resend", line["key"], "--json").json["key"] == line["key"]
    again = begun("deliveries", "resend", line["key"])
    assert (again.code, "No delivery with that key is uncertain" in again.err) == (2, True)
    assert begun("deliveries", "resend", "zz-zz").err == again.err
    assert begun("tick", "--json").json["deliveries"] == {"sent": 1}


def test_stats_count_plans_and_deliveries(begun: CommandLine) -> None:
    assert begun("stats", "--json").json == [
        {"what": "deliveries", "state": "sent", "count": 1},
        {"what": "plans", "state": "active", "count": 1},
    ]
    assert "plans" in begun("stats").out


def test_a_tick_without_anything_due_says_so(mlops_bot: CommandLine) -> None:
    assert mlops_bot("tick", "--json").json["planned"] == 0
    assert mlops_bot("tick").out == "Planned 0; none sent.\n"


def test_a_doctor_finds_nothing_in_an_empty_folder(mlops_bot: CommandLine) -> None:
    ran = mlops_bot("doctor", "--json")
    assert ran.code == 0
    assert [each for each in ran.json if each["fix"]] == []
    assert {"versions", "secret keys", "database", "process"} <= {each["what"] for each in ran.json}


@pytest.mark.parametrize(
    ("variable", "value", "fix"),
    [
        ("SECRET_KEYS", "c2hvcnQ=", "32 bytes in base64"),
        ("CURRICULUM_DIR", "nowhere", "name an existing folder"),
        ("DATABASE_URL", "postgresql://u:canary@127.0.0.1:1/x", "see DATABASE_URL"),
    ],
)
def test_a_doctor_names_what_is_wrong_with_the_fix(
    mlops_bot: CommandLine, variable: str, value: str, fix: str
) -> None:
    mlops_bot.set(**{variable: value})
    ran = mlops_bot("doctor")
    assert ran.code == 1
    assert fix in ran.out
    assert "canary" not in ran.out + ran.err


def test_a_doctor_sees_whether_the_bot_runs(begun: CommandLine) -> None:
    def process() -> str:
        found = {each["what"]: each["state"] for each in begun("doctor", "--json").json}
        return str(found["process"])

    assert process() == "not running"
    with FileLock(begun.database) as lock:
        lock.take()
        assert process() == "running now"


def test_the_curricula_are_checked(mlops_bot: CommandLine) -> None:
    fine = mlops_bot("curriculum", "check")
    assert (fine.code, fine.out.startswith("mlops: ")) == (0, True)
    bad = mlops_bot.folder / "own" / "mine"
    bad.mkdir(parents=True)
    (bad / "curriculum.yaml").write_text("id: 5\n", encoding="utf-8")
    ran = mlops_bot("curriculum", "check", str(bad.parent), "--json")
    assert ran.code == 1
    assert ran.json["problems"][0]["fix"]


def test_a_taken_port_is_said_in_one_sentence(mlops_bot: CommandLine) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        mlops_bot.set(WEBCHAT_PORT=port)
        ran = mlops_bot("serve")
    assert ran.code == 2
    assert f"port {port} is taken; set WEBCHAT_PORT" in ran.err
    assert "Traceback" not in ran.err


def test_postgresql_does_not_start_without_secret_keys(
    mlops_bot: CommandLine, postgres_url: str
) -> None:
    mlops_bot.set(DATABASE_URL=postgres_url)
    ran = mlops_bot("serve")
    assert (ran.code, "SECRET_KEYS: PostgreSQL needs one" in ran.err) == (2, True)
    assert "Traceback" not in ran.err


def test_tables_and_json_tell_the_same(begun: CommandLine) -> None:
    told = begun("config").out
    for line in json.loads(begun("config", "--json").out):
        assert line["setting"] in told


def test_a_start_with_another_tz_database_puts_the_dates_right(begun: CommandLine) -> None:
    with closing(sqlite3.connect(begun.database)) as database, database:
        right = database.execute("SELECT kind, due_at FROM schedules").fetchall()
        assert [kind for kind, _ in right] == ["digest", "lesson"]
        database.execute("UPDATE schedules SET due_at = due_at + 3600000000")
        known = database.execute("UPDATE meta SET value = 'old' WHERE key = 'tz_database'")
        assert known.rowcount == 1
    assert begun("tick").code == 0
    with closing(sqlite3.connect(begun.database)) as database:
        assert database.execute("SELECT kind, due_at FROM schedules").fetchall() == right
        assert database.execute("SELECT value FROM meta WHERE key = 'tz_database'").fetchall() == [
            (tz_fingerprint(),)
        ]
