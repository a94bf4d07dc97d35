"""`Show preview`: the first dates of a plan before it is started; nothing is written or sent."""

from datetime import timedelta

from bot.domain.absence import shared
from bot.domain.budget import Recipient, RecipientKind, Standing
from bot.domain.cards.plans import following_card
from bot.domain.cards.preview import Preview, preview_card
from bot.domain.command import Command
from bot.domain.conversation import Reply
from bot.domain.enrollment import (
    Enrollment,
    EnrollmentState,
    EnrollmentView,
    Policy,
    Schedule,
    ScheduleKind,
)
from bot.domain.finding import check_spelling
from bot.domain.ids import EnrollmentId
from bot.domain.pace import typed
from bot.domain.pace_words import UnclearPace
from bot.domain.steering import Beginning
from bot.usecases.context import Context
from bot.usecases.enroll import Asked, begun, read, running_here
from bot.usecases.imagined import ImaginedClock, ImaginedPlans, Life
from bot.usecases.rehearse import Assume, Stage, rehearse

AHEAD = timedelta(days=366)
SHOWN = 5
_NOT_YET = EnrollmentId(0)


async def run(context: Context, command: Command) -> Reply:
    """The first dates of the plan that is named, by the planner that would send them."""
    asked = read(context, command)
    if isinstance(asked, Reply):
        return asked
    running = running_here(context, asked.offered)
    if running is not None:
        return Reply(card=following_card(context.look(running)))
    try:
        beginning = (await begun(context, asked)).beginning
    except UnclearPace:
        check_spelling(context.offered, command.args)
        raise
    view = _imagined(context, beginning)
    clock = ImaginedClock(context.studies.now())
    recipient = Recipient(kind=RecipientKind.PERSON, id=context.party.person_id)
    plans = ImaginedPlans([Life(view=view, standing=Standing(recipient=recipient))], clock)
    studies = context.studies.at(clock)
    told = await rehearse(
        Stage(plans=plans, studies=studies, clock=clock),
        until=clock.now() + AHEAD,
        assume=Assume.FINISHES,
        most=SHOWN,
    )
    dates = [(each.at, each.delivery.resource_id) for each in told if each.delivery.resource_id]
    outlook = context.look(view)
    first = beginning.first.resource_id if beginning.first else None
    preview = Preview(outlook=outlook, first=first, dates=dates,
                      words=_again(asked, beginning))  # fmt: skip
    return Reply(card=preview_card(preview))


def _imagined(context: Context, beginning: Beginning) -> EnrollmentView:
    """The plan as it would stand once it was started."""
    party = context.party
    enrollment = Enrollment(
        id=_NOT_YET,
        workspace_id=party.workspace_id,
        place_id=party.place_id,
        person_id=party.person_id,
        curriculum=beginning.curriculum.id,
        plan=beginning.plan,
        state=EnrollmentState.ACTIVE,
        policy=beginning.policy,
        pace=beginning.pace,
        calendar=beginning.calendar,
        revision=beginning.curriculum.revision,
        next_ids=beginning.next_ids,
        left=beginning.left,
        unfinished=int(beginning.first is not None),
        version=1,
        started_at=beginning.started_at,
    )
    due_at = beginning.next_due_at
    return EnrollmentView(
        enrollment=enrollment,
        attention=party.attention if party.is_dm else shared(party.attention),
        schedules=(Schedule(kind=ScheduleKind.LESSON, due_at=due_at),),
        handled=dict(beginning.handled),
    )


def _again(asked: Asked, beginning: Beginning) -> str:
    """The words that start exactly this plan."""
    words = [beginning.plan, typed(beginning.pace)]
    if asked.policy is Policy.WAIT:
        words.append("wait for me")
    if asked.anew:
        words.append("anew")
    if beginning.group is not None:
        day = beginning.group.starts_on.isoformat()
        words.append(f"start {'now' if beginning.first else day}")
    if asked.place:
        words.append(f"from {asked.place}")
    return " ".join(words)
