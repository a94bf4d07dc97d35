"""`group`: the study group of a channel as it stands, and everything the bot posts in it."""

from bot.domain.card import Card
from bot.domain.cards.group_face import group_card
from bot.domain.cards.together import posts_card
from bot.domain.command import Command
from bot.domain.conversation import Reply
from bot.domain.enrollment import EnrollmentView
from bot.domain.grouping import GroupView
from bot.usecases.context import Context
from bot.usecases.group.begin import invited
from bot.usecases.group.telling import may_call
from bot.usecases.group.which import group_meant, standing


async def run(context: Context, command: Command) -> Reply:
    """Counts, what is read now and next, who opens the discussion, and when."""
    return await shown(context, group_meant(context, command))


async def run_posts(context: Context, command: Command) -> Reply:
    """An honest list of everything that the bot posts in this group."""
    group = await standing(context, group_meant(context, command))
    role = await may_call(context)
    card = posts_card(invited(context, group), reminder=group.group.reminder, role=role)
    return Reply(card=card)


async def shown(context: Context, view: EnrollmentView) -> Reply:
    """The group of this plan as it stands."""
    return Reply(card=face(context, await standing(context, view)))


def face(context: Context, group: GroupView) -> Card:
    """The card of a group for who asks."""
    round_ = group.round
    return group_card(
        group,
        outlook=context.look(group.view),
        reading=context.resource(group.view, round_.resource_id) if round_ else None,
        may_steer=may_change(context, group),
    )


def may_change(context: Context, group: GroupView) -> bool:
    """Whether who asks may change the group's plan at this moment."""
    return group.may_steer(context.party.person_id, context.inbound.origin.standing)
