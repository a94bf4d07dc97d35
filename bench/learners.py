"""Learners for benchmarks: workspaces, people and enrollments, filled in by whole statements."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from bench.databases import fill
from bot.domain.curriculum import Curriculum
from bot.domain.enrollment import NEXT_IDS
from bot.domain.ids import SHARDS, PlanId
from bot.domain.pace import EVERY_DAY, WORKDAYS, Pace
from bot.domain.position import order
from bot.library.loader import Library, load_library
from bot.library.shipped import shipped
from bot.storage.types import to_micros

NINE = datetime(2026, 11, 23, 8, tzinfo=UTC)
"""A Monday, 09:00 in Paris."""
PLAN = PlanId("whole-path")
LATER = timedelta(days=30)
MINUTES = 40_000
PEOPLE_A_WORKSPACE = 100

# Five paces that all have a slot at NINE, each in its own zone.
PACES = tuple(
    Pace(at=time.fromisoformat(at), zone=zone, weekdays=days).encode()
    for at, zone, days in (
        ("09:00", "Europe/Paris", EVERY_DAY),
        ("09:00", "Europe/Berlin", WORKDAYS),
        ("08:00", "Europe/London", WORKDAYS),
        ("10:00", "Africa/Cairo", EVERY_DAY),
        ("13:30", "Asia/Kolkata", WORKDAYS),
    )
)

_NUMBERS = """WITH RECURSIVE n(i) AS
(SELECT CAST(1 AS bigint) UNION ALL SELECT i + 1 FROM n WHERE i < CAST(:{count} AS bigint)) """
_TEAMS = _NUMBERS.format(count="teams")
_PEOPLE = _NUMBERS.format(count="people")
_TEXT = "CAST(i AS text)"
_PACE = "CASE i % 5 " + " ".join(f"WHEN {i} THEN '{pace}'" for i, pace in enumerate(PACES)) + " END"


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """So many people, each alone on one plan, spread over workspaces."""

    people: int
    teams: int

    @classmethod
    def of(cls, people: int) -> "Crowd":
        """A hundred people a workspace, and 64 workspaces at least."""
        return cls(people=people, teams=max(64, people // PEOPLE_A_WORKSPACE))


def library() -> Library:
    """The shipped curricula."""
    return load_library([shipped("curriculum")])


def move_in(url: str, crowd: Crowd, curriculum: Curriculum) -> None:
    """Fill a database with these people; nothing of theirs is due for a month after NINE."""
    ids = order(curriculum, PLAN)
    given, next_ids = ids[0], " ".join(ids[1 : NEXT_IDS + 1])
    enrolled = f"i, 1 + i % :teams, i, i, '{curriculum.id}', '{PLAN}', 'active', 'drip', {_PACE}"
    state = f"'{curriculum.revision}', '{next_ids}', {len(ids) - 1}, 1"
    fill(
        url,
        [
            f"INSERT INTO lanes (id, platform, scope, shard) {_TEAMS}"
            f"SELECT i, 'slack', 'T' || {_TEXT}, i % {SHARDS} FROM n",
            f"INSERT INTO workspaces (id, platform, external_id, lane_id, created_at) {_TEAMS}"
            f"SELECT i, 'slack', 'T' || {_TEXT}, i, :now FROM n",
            f"INSERT INTO places (id, workspace_id, external_id, is_dm, name) {_PEOPLE}"
            f"SELECT i, 1 + i % :teams, 'D' || {_TEXT}, 1, '' FROM n",
            "INSERT INTO people (id, workspace_id, external_id, name, zone, quiet, created_at) "
            f"{_PEOPLE}SELECT i, 1 + i % :teams, 'U' || {_TEXT}, 'Ada', 'Europe/Paris', "
            "CASE WHEN i % 3 = 0 THEN '22:00-07:00' ELSE '' END, :now FROM n",
            "INSERT INTO enrollments (id, workspace_id, place_id, person_id, curriculum, plan, "
            "state, policy, pace, revision, next_ids, remaining, unfinished, started_at) "
            f"{_PEOPLE}SELECT {enrolled}, {state}, :now FROM n",
            f"INSERT INTO handled (enrollment_id, resource_id, how, seq) {_PEOPLE}"
            f"SELECT i, '{given}', 'sent', 1 FROM n",
            f"INSERT INTO schedules (enrollment_id, kind, due_at) {_PEOPLE}"
            "SELECT i, 'lesson', :later + :minute * (i * 7919 % :minutes) FROM n",
        ],
        {
            "teams": crowd.teams,
            "people": crowd.people,
            "now": to_micros(NINE - timedelta(days=3)),
            "later": to_micros(NINE + LATER),
            "minute": 60_000_000,
            "minutes": MINUTES,
        },
    )
