"""The tests' own PostgreSQL: fresh for each test, and never left behind."""

import os
import select
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import create_engine, make_url, text

from tests.fakes import installed
from tests.fakes.postgres import Server, sweep

START_AND_WAIT = """
import signal, sys
from pathlib import Path
from tests.fakes.postgres import running
with running(Path(sys.argv[1])) as server:
    print(server.pid, server.folder, flush=True)
    signal.pause()
"""


def tables(url: str) -> set[str]:
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            rows = connection.execute(
                text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            )
            return set(rows.scalars())
    finally:
        engine.dispose()


def write_a_table(url: str, name: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text(f"CREATE TABLE {name} (id bigint)"))
    engine.dispose()


def ended(pid: int, *, within_s: float) -> bool:
    try:
        process = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([process], [], [], within_s)[0])
    finally:
        os.close(process)


@pytest.mark.parametrize("turn", [1, 2])
def test_every_test_gets_a_database_that_no_other_has_touched(postgres_url: str, turn: int) -> None:
    assert not {name for name in tables(postgres_url) if name.startswith("left_behind")}
    write_a_table(postgres_url, f"left_behind_{turn}")
    assert f"left_behind_{turn}" in tables(postgres_url)


def test_a_copy_of_the_template_has_its_tables(postgres_server: Server) -> None:
    name = postgres_server.create("template1")
    write_a_table(postgres_server.url(name), "left_behind")
    copy = postgres_server.create(name)
    assert tables(postgres_server.url(copy)) == {"left_behind"}
    postgres_server.drop(copy)
    postgres_server.drop(name)


def test_a_dropped_database_is_gone_even_while_somebody_is_connected(
    postgres_server: Server,
) -> None:
    name = postgres_server.create("template1")
    query = make_url(postgres_server.url(name)).query
    with psycopg.connect(host=str(query["host"]), dbname=name, user="postgres") as connection:
        postgres_server.drop(name)
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")


def test_the_server_is_not_reachable_over_the_network_and_does_not_run_as_root(
    postgres_server: Server,
) -> None:
    with psycopg.connect(
        postgres_server.url("postgres").replace("postgresql+psycopg", "postgresql")
    ) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    assert Path(f"/proc/{postgres_server.pid}").stat().st_uid != 0


def test_a_killed_test_process_takes_its_server_along_and_the_next_run_its_folder() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", START_AND_WAIT, str(installed.postgres_programs())],
        cwd=Path(__file__).parents[2],
        env=os.environ | {"PYTHONPATH": "."},
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        server_pid, folder = process.stdout.readline().decode().split()
        process.kill()
    assert ended(int(server_pid), within_s=20)
    sweep()
    assert not Path(folder).exists()


@pytest.mark.parametrize("facts", [1, 20_000], ids=["few rows", "many rows"])
def test_a_used_database_is_lent_again_without_a_row_and_counts_from_one(
    postgres_server: Server, postgres_template: str, facts: int
) -> None:
    name = postgres_server.lend(postgres_template)
    assert a_workspace(postgres_server.url(name), facts) == 1
    postgres_server.take_back(name)
    assert postgres_server.lend(postgres_template) == name
    assert rows(postgres_server.url(name)) == 0
    assert a_workspace(postgres_server.url(name), facts) == 1
    postgres_server.take_back(name)


def a_workspace(url: str, facts: int) -> object:
    """Write a workspace, its lane and so many facts; the workspace's number."""
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        connection.execute(
            "INSERT INTO meta SELECT each::text, repeat('x', 80) FROM generate_series(1, %s) each",
            [facts],
        )
        (number,) = connection.execute(
            "WITH lane AS (INSERT INTO lanes (platform, scope, shard) VALUES ('slack', 'T1', 0)"
            " RETURNING id) INSERT INTO workspaces (platform, external_id, lane_id, created_at)"
            " SELECT 'slack', 'T1', id, 0 FROM lane RETURNING id"
        ).fetchone() or (None,)
        return number


def rows(url: str) -> int:
    """How many rows stand in all tables, the schema's version not counted."""
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        counts = [
            connection.execute(sql.SQL("SELECT 1 FROM {}").format(sql.Identifier(name))).rowcount
            for name in tables(url) - {"alembic_version"}
        ]
        return sum(counts)
