"""Rows to domain values and back: the text forms of the columns live here alone."""

import json
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any, cast

from bot.domain.delivery import Destination
from bot.domain.enrollment import (
    NO_REST,
    Attention,
    Calendar,
    Enrollment,
    EnrollmentState,
    Policy,
    Schedule,
    ScheduleKind,
)
from bot.domain.ids import (
    CurriculumId,
    EnrollmentId,
    PersonId,
    PlaceId,
    PlanId,
    ResourceId,
    Revision,
    WorkspaceId,
)
from bot.domain.pace import Pace
from bot.domain.quiet import QuietHours
from bot.storage.types import from_micros, instant_or_none

ENROLLMENTS = "enrollments e JOIN positions q ON q.enrollment_id = e.id"
"""Where the columns of `ENROLLMENT` stand."""

ENROLLMENT = """
e.id AS e_id, e.workspace_id AS e_workspace_id, e.place_id AS e_place_id,
e.person_id AS e_person_id, e.curriculum AS e_curriculum, e.plan AS e_plan, e.state AS e_state,
e.policy AS e_policy, e.pace AS e_pace, e.calendar AS e_calendar, e.revision AS e_revision,
e.next_ids AS e_next_ids, q.waiting AS e_waiting, q.remaining AS e_remaining,
q.unfinished AS e_unfinished, e.expanded AS e_expanded, q.waits AS e_waits,
q.version AS e_version, e.started_at AS e_started_at, e.finished_at AS e_finished_at,
e.is_group AS e_is_group"""

ATTENTION = "p.zone AS p_zone, p.quiet AS p_quiet, p.away_until AS p_away_until"


def attention_where(alone: str) -> str:
    """`ATTENTION` where a message may be for others too, who are there while one person is away.

    `alone` is the condition under which it is for that person alone.
    """
    whose = f"CASE WHEN p.away_until = '' OR {alone} THEN p.away_until ELSE '' END AS p_away_until"
    return ATTENTION.replace("p.away_until AS p_away_until", whose)


WIDTH = ENROLLMENT.count(" AS ")
BOTH_WIDTH = WIDTH + ATTENTION.count(" AS ")
"""How many columns `ENROLLMENT` has, and how many with `ATTENTION` behind it."""

_STATES = {each.value: each for each in EnrollmentState}
_POLICIES = {each.value: each for each in Policy}
_KINDS = {each.value: each for each in ScheduleKind}


def enrollment(row: Sequence[Any]) -> Enrollment:
    """An enrollment from a row that begins with the columns of `ENROLLMENT`.

    By position: a planner decodes thousands, and names cost three times as much.
    """
    (
        number, workspace, place, person, curriculum, plan, state, policy, pace_text, rest,
        revision, next_ids, waiting, left, unfinished, expanded, waits, version, started_at,
        finished_at, is_group,
    ) = row[:WIDTH]  # fmt: skip
    return Enrollment(
        id=EnrollmentId(number),
        workspace_id=WorkspaceId(workspace),
        place_id=PlaceId(place),
        person_id=PersonId(person),
        curriculum=CurriculumId(curriculum),
        plan=PlanId(plan),
        state=_STATES[state],
        policy=_POLICIES[policy],
        pace=Pace.decode(pace_text),
        calendar=calendar(rest) if rest else NO_REST,
        revision=Revision(revision),
        next_ids=split_ids(next_ids)[-waiting:] if waiting else (),
        left=left,
        unfinished=unfinished,
        expanded=split_ids(expanded) if expanded else (),
        waits=waits,
        version=version,
        started_at=from_micros(started_at),
        finished_at=instant_or_none(finished_at),
        is_group=bool(is_group),
    )


def schedule(kind: str, resource_id: str, *, due_at: int | None) -> Schedule:
    """A schedule from its columns."""
    return Schedule(
        kind=_KINDS[kind],
        resource_id=ResourceId(resource_id) if resource_id else None,
        due_at=instant_or_none(due_at),
    )


def attention(row: Sequence[Any]) -> Attention:
    """A person's attention from a row with `ATTENTION` right behind `ENROLLMENT`."""
    zone, quiet, away_until = row[WIDTH : WIDTH + 3]
    return attention_of(zone, quiet, away_until=away_until)


@lru_cache(maxsize=4096)
def attention_of(zone: str, quiet: str, *, away_until: str) -> Attention:
    """A person's attention from its three text columns."""
    return Attention(
        zone=zone,
        quiet=QuietHours.decode(quiet) if quiet else None,
        away_until=date.fromisoformat(away_until) if away_until else None,
    )


@lru_cache(maxsize=1024)
def calendar(text: str) -> Calendar:
    """A calendar from its column; empty text is no rest."""
    if not text:
        return NO_REST
    country, breaks = json.loads(text)
    spans = tuple((date.fromisoformat(a), date.fromisoformat(b)) for a, b in breaks)
    return Calendar(country=country, breaks=spans)


@lru_cache(maxsize=1024)
def calendar_text(value: Calendar) -> str:
    """The column of a calendar."""
    if value == NO_REST:
        return ""
    return json.dumps([value.country, [(a.isoformat(), b.isoformat()) for a, b in value.breaks]])


def split_ids(text: str) -> tuple[ResourceId, ...]:
    """Resource ids from a column; ids hold no space."""
    return cast("tuple[ResourceId, ...]", tuple(text.split()))


def join_ids(ids: tuple[ResourceId, ...]) -> str:
    """The column of some resource ids."""
    return " ".join(ids)


def destination(row: Any) -> Destination:  # noqa: ANN401 - a row with the four columns
    """Where a delivery goes, from `platform`, `workspace`, `place` and `is_dm`."""
    return Destination(
        platform=row.platform,
        workspace=row.workspace,
        place=row.place,
        is_dm=bool(row.is_dm),
    )
