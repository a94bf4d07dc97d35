"""The schema that migrations make, on both databases, and what guards a database's version."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, make_url, text
from sqlalchemy.engine import Connection

from bot.domain.errors import Fault
from bot.process import prepared
from bot.settings import load_settings
from bot.storage.migrate import Migrations, NewerDatabase, OldDatabase
from tests.fakes.world import world_on

FOLDER = Path(__file__).parents[2] / "migrations"
HEAD = max(path.name[:4] for path in (FOLDER / "versions").glob("[0-9]*_*.py"))
NEXT = f"{int(HEAD) + 1:04}"
BACKUP = f"study.sqlite3.before-{HEAD}-to-{NEXT}"

SECOND = f'''"""Another migration, as a later release may bring it."""

import sqlalchemy as sa
from alembic import op

revision = "{NEXT}"
down_revision = "{HEAD}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("workspaces", recreate="auto") as table:
        table.add_column(sa.Column("motto", sa.Text(), nullable=False, server_default=""))
        table.alter_column("state", server_default="new")


def downgrade() -> None:
    with op.batch_alter_table("workspaces") as table:
        table.drop_column("motto")
        table.alter_column("state", server_default="active")
'''


OLDER = (
    "INSERT INTO lanes (id, platform, scope, shard) VALUES (1, 'slack', 'T1', 0)",
    (
        "INSERT INTO workspaces (id, platform, external_id, lane_id, created_at) "
        "VALUES (1, 'slack', 'T1', 1, 0)"
    ),
    (
        "INSERT INTO places (id, workspace_id, external_id, is_dm, name) "
        "VALUES (1, 1, 'D1', 1, ''), (2, 1, 'C1', 0, 'reading')"
    ),
    (
        "INSERT INTO people (id, workspace_id, external_id, name, zone, created_at) "
        "VALUES (1, 1, 'U1', 'Ada', 'UTC', 0)"
    ),
    (
        "INSERT INTO enrollments (id, workspace_id, place_id, person_id, curriculum, plan, state, "
        "policy, pace, revision, next_ids, started_at) VALUES "
        "(1, 1, 1, 1, 'c', 'p', 'active', 'drip', 'w:0|09:00|UTC|1', '', '', 0), "
        "(2, 1, 2, 1, 'c', 'p', 'active', 'drip', 'w:0|09:00|UTC|1', '', '', 0)"
    ),
    (
        "INSERT INTO handled (enrollment_id, resource_id, how, seq) "
        "VALUES (1, 'r0', 'sent', 0), (2, 'r0', 'sent', 0), (2, 'r1', 'skipped', 1)"
    ),
)
"""A plan in a direct message and one in a channel, as they stood before there were groups."""


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    """A connection outside everything that is tested."""
    driver = "sqlite" if url.startswith("sqlite") else "postgresql+psycopg"
    engine = create_engine(make_url(url).set(drivername=driver))
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def of(url: str, folder: Path = FOLDER) -> Migrations:
    return Migrations(url=url, folder=folder)


def tables(url: str) -> set[str]:
    with connected(url) as connection:
        return set(inspect(connection).get_table_names())


@pytest.fixture
def later(tmp_path: Path) -> Path:
    """The migrations of a later release."""
    folder = tmp_path / "migrations"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / f"{NEXT}_motto.py").write_text(SECOND, encoding="utf-8")
    return folder


def test_migrations_make_exactly_the_schema_of_the_models(database_url: str) -> None:
    assert of(database_url).differences() == []


def test_every_difference_is_seen(database_url: str) -> None:
    seen = 0
    for damage in (
        "DROP INDEX ix_schedules_due",
        "DROP INDEX ix_deliveries_lease",
        "ALTER TABLE people ADD COLUMN shoe_size bigint",
        "ALTER TABLE people DROP COLUMN away_until",
        "DROP TABLE progress",
    ):
        with connected(database_url) as connection:
            connection.execute(text(damage))
        before, seen = seen, len(of(database_url).differences())
        assert seen > before, damage


def test_everything_can_be_taken_down_and_built_again(database_url: str) -> None:
    migrations = of(database_url)
    migrations.downgrade()
    assert tables(database_url) == {"alembic_version"}
    assert migrations.upgrade()
    assert migrations.differences() == []
    assert not migrations.upgrade(), "the second time there is nothing to do"


def test_a_database_of_a_newer_program_is_refused(database_url: str) -> None:
    with connected(database_url) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for refused in (of(database_url).current, of(database_url).check, of(database_url).upgrade):
        with pytest.raises(NewerDatabase, match=r"9999.*newer version: start that one"):
            refused()


def test_an_empty_or_older_database_is_told_apart_with_the_command_that_helps(
    database_url: str,
) -> None:
    migrations = of(database_url)
    migrations.check()
    migrations.downgrade()
    with pytest.raises(OldDatabase, match=r"at version none.*Run: mlops-bot migrate"):
        migrations.check()


def test_postgresql_is_never_migrated_by_a_start(postgres_url: str) -> None:
    of(postgres_url).downgrade()
    settings = load_settings(_env_file=None, database_url=postgres_url)
    with pytest.raises(OldDatabase, match="mlops-bot migrate"), prepared(settings):
        pass
    assert of(postgres_url).current() is None


def test_the_embedded_default_migrates_by_itself(tmp_path: Path) -> None:
    file = tmp_path / "new" / "folder" / "study.sqlite3"
    settings = load_settings(_env_file=None, database_url=f"sqlite:///{file}")
    with prepared(settings):
        assert of(settings.database).differences() == []
    assert not list(file.parent.glob("*.before-*")), "nothing was there to be kept"


async def test_a_file_that_holds_data_is_copied_before_it_is_migrated(
    sqlite_url: str, later: Path, tmp_path: Path
) -> None:
    async with world_on(sqlite_url) as world:
        await world.enroll()
    assert of(sqlite_url, later).upgrade()
    backup = tmp_path / BACKUP
    assert of(f"sqlite:///{backup}").current() == HEAD
    async with world_on(f"sqlite:///{backup}") as world:
        assert (await world.view()).enrollment.next_ids[0] == "r1"
    assert backup.stat().st_mode == (tmp_path / "study.sqlite3").stat().st_mode


async def test_changing_a_table_keeps_the_rows_that_refer_to_it(
    database_url: str, later: Path
) -> None:
    async with world_on(database_url) as world:
        await world.enroll()
    of(database_url, later).upgrade()
    of(database_url, later).downgrade(target=HEAD)
    async with world_on(database_url) as world:
        view = await world.view()
        assert view.enrollment.next_ids[0] == "r1"
        assert len(view.handled) == 1
    assert of(database_url).differences() == []


async def test_positions_come_along_from_the_first_schema_and_back(database_url: str) -> None:
    async with world_on(database_url) as world:
        await world.enroll()
        world.clock.advance(timedelta(days=3))
        await world.planner.plan_due()
        before = (await world.view()).enrollment
    of(database_url).downgrade(target="0001")
    of(database_url).upgrade()
    async with world_on(database_url) as world:
        after = (await world.view()).enrollment
    assert (after.version, after.left, after.unfinished) == (
        before.version,
        before.left,
        before.unfinished,
    )
    assert after.revision == "", "its next ids are read anew from what was handled"


def test_a_plan_that_runs_in_a_channel_becomes_a_running_group(database_url: str) -> None:
    migrations = of(database_url)
    migrations.downgrade(target="0011")
    with connected(database_url) as connection:
        for statement in OLDER:
            connection.execute(text(statement))
    migrations.upgrade()
    with connected(database_url) as connection:
        groups = connection.execute(text("SELECT enrollment_id, state FROM study_groups")).all()
        members = connection.execute(text("SELECT person_id, role FROM group_members")).all()
        rounds = connection.execute(
            text("SELECT resource_id, number, lead_state, answer_by FROM group_rounds")
        ).all()
    assert [tuple(row) for row in groups] == [(2, "running")]
    assert [tuple(row) for row in members] == [(1, "lead")]
    assert [tuple(row) for row in rounds] == [("r0", 1, "nobody", None)]


def test_a_migration_that_would_break_references_is_undone(sqlite_url: str, later: Path) -> None:
    broken = "    op.execute(\"INSERT INTO places VALUES (1, 99, 'dm', 1, '')\")\n"
    migration = later / "versions" / f"{NEXT}_motto.py"
    migration.write_text(SECOND.replace("\n\n\ndef downgrade", f"\n{broken}\n\ndef downgrade"))
    with pytest.raises(Fault, match="references in places"):
        of(sqlite_url, later).upgrade()
    assert of(sqlite_url).current() == HEAD
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    with closing(sqlite3.connect(file)) as database:
        assert database.execute("SELECT count(*) FROM places").fetchone() == (0,)
