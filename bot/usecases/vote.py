"""`Guess first`: what did the company decide? One guess a person, until the answer comes."""

from datetime import datetime

from bot.domain.cards.refusal import GoneMessage
from bot.domain.cards.voting import ask_card, too_late_card, voted_card
from bot.domain.command import Command
from bot.domain.conversation import Reply
from bot.domain.curriculum import Resource, Vote
from bot.domain.enrollment import EnrollmentView
from bot.domain.errors import UserError
from bot.domain.ids import ResourceId
from bot.domain.leading import meeting
from bot.ports import Pressing, Voting
from bot.usecases.context import Context


class ForGroups(UserError):
    """Guessing is for a group. In a channel, press it below the reading you will talk about."""


class NotHereYet(UserError):
    """That reading has not come here yet. Guess once it is here, and before you talk about it."""


async def run(context: Context, command: Command) -> Reply:
    """Ask, or take a guess."""
    if context.party.is_dm:
        raise ForGroups
    view = context.meant(command)
    name, _, said = command.args.partition(" ")
    pressed = context.pressed.resource_id if context.pressed else None
    resource = _resource(context, view, resource_id=ResourceId(name) if name else pressed)
    vote = resource.case.vote if resource.case else None
    if vote is None:
        raise GoneMessage
    voting = Voting(enrollment_id=view.enrollment.id, resource_id=resource.id)
    choice = _choice(vote, said) if said else None
    reveal_at = await _reveal_at(context, view, resource=resource)
    tally = await context.store.votes.tally(context.party, voting)
    if tally.revealed or (tally.reveal_at or reveal_at) <= context.studies.now():
        return Reply(card=too_late_card(resource, vote))
    if choice is not None:
        return await _cast(context, view, voting=voting, choice=choice, reveal_at=reveal_at)
    return Reply(card=ask_card(resource, vote, tally=tally, plan=view.enrollment.plan))


async def _reveal_at(context: Context, view: EnrollmentView, *, resource: Resource) -> datetime:
    """When the group talks about this reading.

    Raises:
        NotHereYet: the group was not sent it.
    """
    groups, enrollment = context.store.groups, view.enrollment
    round_ = await groups.opening(enrollment, resource.id)
    face = await groups.face(enrollment, now=context.studies.now())
    if round_ is None or face is None:
        raise NotHereYet
    if round_.moved_on_at is not None:
        return round_.moved_on_at
    more_time = round_.extended_at is not None and round_.number == face.group.rounds
    if more_time and face.group.discussion is None and view.next_due_at is not None:
        return view.next_due_at
    free = context.study(view).free(enrollment.calendar)
    return meeting(face.group.discussion, enrollment.pace, after=round_.sent_at, free=free)


async def _cast(
    context: Context,
    view: EnrollmentView,
    *,
    voting: Voting,
    choice: int,
    reveal_at: datetime,
) -> Reply:
    now, resource = context.studies.now(), context.resource(view, voting.resource_id)
    taken = await context.store.votes.cast(
        context.party,
        voting,
        choice=choice,
        reveal_at=reveal_at,
        pressing=Pressing(event_id=context.inbound.event_id, now=now),
    )
    vote = resource.case.vote if resource.case else None
    if vote is None:
        raise GoneMessage
    if not taken:
        return Reply(card=too_late_card(resource, vote))
    return Reply(update=voted_card(resource, vote, choice=choice, plan=view.enrollment.plan))


def _resource(
    context: Context, view: EnrollmentView, *, resource_id: ResourceId | None
) -> Resource:
    if resource_id is None:
        raise GoneMessage
    return context.resource(view, resource_id)


def _choice(vote: Vote, said: str) -> int:
    if not (said.isascii() and said.isdigit()) or not 1 <= int(said[:3]) <= len(vote.options):
        raise GoneMessage
    return int(said) - 1
