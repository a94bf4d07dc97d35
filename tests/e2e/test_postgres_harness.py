"""The tests' own PostgreSQL: fresh for each test, and never left behind."""

import os
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine, make_url, text

from tests.fakes import installed
from tests.fakes.postgres import Server, sweep

START_AND_SLEEP = """
import sys, time
from pathlib import Path
from tests.fakes.postgres import running
with running(Path(sys.argv[1])) as server:
    print(server.pid, server.folder, flush=True)
    time.sleep(60)
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
    give_up_at = time.monotonic() + within_s
    while (stat := Path(f"/proc/{pid}/stat")).exists():
        state = stat.read_text().rpartition(")")[2].split()[0]
        if state == "Z":  # ended, waiting for a parent that never asks
            return True
        if time.monotonic() > give_up_at:
            return False
        time.sleep(0.02)
    return True


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
        [sys.executable, "-c", START_AND_SLEEP, str(installed.postgres_programs())],
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
