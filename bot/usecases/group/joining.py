"""`join` and `leave group`: in and out of a study group, at any time."""

from bot.domain.card import Card
from bot.domain.cards.together import (
    already_in_card,
    catch_up_card,
    joined_card,
    left_group_card,
)
from bot.domain.command import Command
from bot.domain.conversation import Reply
from bot.domain.enrollment import EnrollmentState, Handled
from bot.domain.errors import UserError
from bot.domain.group import GroupState, arrived
from bot.domain.grouping import GroupChange, GroupView, leave
from bot.usecases import enroll
from bot.usecases.context import Context
from bot.usecases.group.begin import invited
from bot.usecases.group.telling import may_call
from bot.usecases.group.which import NoGroup, group_meant, regrouped

_READ = {Handled.SENT, Handled.DONE}


class _InAlready(UserError):
    """You are in this group already."""


async def run_join(context: Context, command: Command) -> Reply:
    """Into the group, with what was read so far; in a direct message it begins a plan."""
    if context.party.is_dm:
        return await enroll.run(context, Command(verb="enroll", args=command.args,
                                                 plan=command.plan))  # fmt: skip
    view = group_meant(context, command)
    now = context.studies.now()

    def decide(before: GroupView) -> GroupChange:
        if before.is_member:
            raise _InAlready
        if before.view.enrollment.state is EnrollmentState.FINISHED:
            raise NoGroup
        member = arrived(
            before.me,
            person_id=context.party.person_id,
            name=context.party.person_name,
            now=now,
            rounds=before.group.rounds,
        )
        return GroupChange(members=(member,))

    try:
        made = await regrouped(context, view, decide=decide)
    except _InAlready:
        plan = context.study(view).curriculum.plan(view.enrollment.plan)
        return Reply(card=already_in_card(plan))
    return Reply(card=_welcome(context, made.after, role=await may_call(context)))


async def run_leave(context: Context, command: Command) -> Reply:
    """Out of the group, which goes on."""
    view = group_meant(context, command)
    now = context.studies.now()
    made = await regrouped(context, view, decide=lambda before: leave(before, now=now))
    plan = context.study(view).curriculum.plan(view.enrollment.plan)
    card = left_group_card(plan, alone=not made.after.head.members)
    return Reply(card=card)


def _welcome(context: Context, group: GroupView, *, role: bool) -> Card:
    round_ = group.round
    if group.group.state is GroupState.GATHERING or round_ is None:
        return joined_card(invited(context, group), role=role)
    view = group.view
    before = tuple(
        context.resource(view, each)
        for each, how in view.handled.items()
        if how in _READ and each != round_.resource_id
    )
    return catch_up_card(
        context.look(view),
        now_reading=context.resource(view, round_.resource_id),
        before=before,
        head=group.head,
        role=role,
    )
