"""Rehearsal: the real planner, plans in memory, a clock that jumps. Sends and keeps nothing."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial

from bot.domain.budget import Every
from bot.domain.delivery import DeliveryKind
from bot.domain.enrollment import EnrollmentView
from bot.domain.group_week import EVE
from bot.domain.ids import EnrollmentId
from bot.domain.pace import describe
from bot.domain.position import Study, finish, open_readings
from bot.domain.reminders import RECAP, RESTART
from bot.usecases.imagined import Imagined, ImaginedClock, ImaginedPlans
from bot.usecases.plan_due import Planner
from bot.usecases.study import Studies

MOST = 1_000
"""So many plans at most are imagined at once."""

_WHY = {
    DeliveryKind.FIRST: "the plan starts",
    DeliveryKind.KICKOFF: "the plan ends",
    DeliveryKind.SNOOZE: "asked for again on this day",
}


class Assume(StrEnum):
    """What people are imagined to do: finish each reading as it comes, or nothing at all."""

    FINISHES = "finishes"
    IDLE = "idle"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What a rehearsal plays on; the clock stands where it begins."""

    plans: ImaginedPlans
    studies: Studies
    clock: ImaginedClock


async def rehearse(
    stage: Stage, *, until: datetime, assume: Assume, most: int | None = None
) -> list[Imagined]:
    """Everything that would go out until then (study time), in order; the first `most` of it."""
    plans, told = stage.plans, stage.plans.told
    planner = Planner(plans, studies=stage.studies, clock=stage.clock)
    if assume is Assume.FINISHES:
        for each in list(plans.views):
            finish_open(stage, each)
    while (at := plans.next_at()) is not None and at <= until:
        if most is not None and len(told) >= most:
            break
        stage.clock.at = max(at, stage.clock.at)
        seen = len(told)
        await planner.plan_due()
        if assume is Assume.FINISHES:
            for each in {each.before.enrollment.id for each in told[seen:]}:
                finish_open(stage, each)
    return told[:most]


def finish_open(stage: Stage, enrollment_id: EnrollmentId) -> None:
    """Somebody finishes everything that is with them."""
    view = stage.plans.views[enrollment_id]
    if view.enrollment.curriculum not in stage.studies.library.curricula:
        return
    study, by = stage.studies.of(view.enrollment.curriculum), view.enrollment.person_id
    for reading in reversed(open_readings(view)):
        stage.plans.seen(enrollment_id)
        stage.plans.change(enrollment_id, partial(finish, study=study, resource_id=reading, by=by))


def title_of(imagined: Imagined, study: Study) -> str:
    """What a message would be about, in one line."""
    delivery, enrollment = imagined.delivery, imagined.before.enrollment
    match delivery.kind:
        case DeliveryKind.NUDGE if delivery.variant == "paused":
            return "Your plan is paused"
        case DeliveryKind.DIGEST if enrollment.is_group:
            return "Weekly message of the group"
        case DeliveryKind.KICKOFF:
            return "The group has read its plan"
        case DeliveryKind.NUDGE | DeliveryKind.DIGEST:
            return f"Reminder: {enrollment.unfinished} waiting"
        case _ if delivery.resource_id is not None:
            return study.curriculum.resource(delivery.resource_id).title
        case _:
            return delivery.kind.value


def why(imagined: Imagined) -> str:
    """Why a message would go out, for an operator."""
    delivery, view = imagined.delivery, imagined.before
    match delivery.kind:
        case DeliveryKind.NUDGE:
            return _why_nudge(view, paused=delivery.variant == "paused")
        case DeliveryKind.DIGEST if view.enrollment.is_group:
            eve = delivery.variant == EVE
            return "before its discussion" if eve else "a reading since the message before"
        case DeliveryKind.DIGEST:
            return _why_reminder(view, words=delivery.variant.split())
        case DeliveryKind.FIRST | DeliveryKind.KICKOFF | DeliveryKind.SNOOZE:
            return _WHY[delivery.kind]
        case _:
            missed = f", stands for {delivery.covered} dates" if delivery.covered > 1 else ""
            carries = ", and tells what still waits" if delivery.variant == RECAP else ""
            return f"reading, {describe(view.enrollment.pace)}{missed}{carries}"


def _why_nudge(view: EnrollmentView, *, paused: bool) -> str:
    waiting = f"wait for me: {view.enrollment.unfinished} unfinished"
    return f"{waiting}, pauses after {view.enrollment.waits} reminders" if paused else waiting


def _why_reminder(view: EnrollmentView, *, words: list[str]) -> str:
    start = "fresh start offered after weeks" if RESTART in words else "weekly look back"
    lowered = next((word for word in words if word != RESTART), "")
    if not lowered:
        return f"{start}: {view.enrollment.unfinished} waiting"
    end = "the last one" if lowered == Every.OFF else f"{lowered} from now on"
    return f"{start}: two without an answer, {end}"
