"""`Guess first`: what did the company decide? One guess a person, until the answer comes."""

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
    if said:
        return await _cast(context, view, voting=voting, choice=_choice(vote, said))
    tally = await context.store.votes.tally(context.party, voting)
    if tally.revealed:
        return Reply(card=too_late_card(resource, vote))
    return Reply(card=ask_card(resource, vote, tally=tally, plan=view.enrollment.plan))


async def _cast(context: Context, view: EnrollmentView, *, voting: Voting, choice: int) -> Reply:
    now, resource = context.studies.now(), context.resource(view, voting.resource_id)
    group = await context.store.groups.view(context.party, view.enrollment.id, now=now)
    round_ = group.round if group and group.round else None
    sent_at = round_.sent_at if round_ and round_.resource_id == resource.id else now
    reveal_at = meeting(
        group.group.discussion if group else None,
        view.enrollment.pace,
        after=sent_at,
        free=context.study(view).free(view.enrollment.calendar),
    )
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
