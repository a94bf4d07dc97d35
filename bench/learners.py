"""Learners for benchmarks: workspaces, people and enrollments, filled in by whole statements."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from bench.databases import fill
from bot.domain.curriculum import Curriculum
from bot.domain.enrollment import NEXT_IDS
from bot.domain.ids import SHARDS, PlanId
from bot.domain.pace import EVERY_DAY, WORKDAYS, Pace
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

_NUMBERS = """WITH RECURSIVE n(i) AS (SELECT CAST(1 AS bigint)
  UNION ALL SELECT i + 1 FROM n WHERE i < CAST(:{count} AS bigint))"""
_STATEMENTS = """
INSERT INTO lanes (id, platform, scope, shard) {teams}
SELECT i, 'slack', 'T' || CAST(i AS text), i % :shards FROM n;
INSERT INTO workspaces (id, platform, external_id, lane_id, created_at) {teams}
SELECT i, 'slack', 'T' || CAST(i AS text), i, :now FROM n;
INSERT INTO places (id, workspace_id, external_id, is_dm, name) {people}
SELECT i, 1 + i % :teams, 'D' || CAST(i AS text), 1, '' FROM n;
INSERT INTO people (id, workspace_id, external_id, name, zone, quiet, created_at) {people}
SELECT i, 1 + i % :teams, 'U' || CAST(i AS text), 'Ada', 'Europe/Paris',
  CASE WHEN i % 3 = 0 THEN '22:00-07:00' ELSE '' END, :now FROM n;
INSERT INTO enrollments (id, workspace_id, place_id, person_id, curriculum, plan, state, policy,
  pace, revision, next_ids, started_at) {people}
SELECT i, 1 + i % :teams, i, i, :curriculum, :plan, 'active', 'drip',
  CASE i % 5 WHEN 0 THEN :pace0 WHEN 1 THEN :pace1 WHEN 2 THEN :pace2 WHEN 3 THEN :pace3
    ELSE :pace4 END, :revision, :next_ids, :now FROM n;
INSERT INTO positions (enrollment_id, waiting, remaining, unfinished) {people}
SELECT i, :waiting, :remaining, 1 FROM n;
INSERT INTO handled (enrollment_id, resource_id, how, seq) {people}
SELECT i, :given, 'sent', 1 FROM n;
INSERT INTO schedules (enrollment_id, kind, due_at) {people}
SELECT i, 'lesson', :later + :minute * (i * 7919 % :minutes) FROM n"""


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
    ids = curriculum.plan(PLAN).resources
    numbers = {name: _NUMBERS.replace("{count}", name) for name in ("teams", "people")}
    statements = _STATEMENTS.replace("{teams}", numbers["teams"])
    values = {
        "teams": crowd.teams,
        "people": crowd.people,
        "shards": SHARDS,
        "now": to_micros(NINE - timedelta(days=3)),
        "later": to_micros(NINE + LATER),
        "minute": 60_000_000,
        "minutes": MINUTES,
        "curriculum": curriculum.id,
        "plan": PLAN,
        "revision": curriculum.revision,
        "given": ids[0],
        "next_ids": " ".join(ids[1 : NEXT_IDS + 1]),
        "waiting": min(NEXT_IDS, len(ids) - 1),
        "remaining": len(ids) - 1,
        **{f"pace{number}": pace for number, pace in enumerate(PACES)},
    }
    fill(url, statements.replace("{people}", numbers["people"]).split(";"), values)
