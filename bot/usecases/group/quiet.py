"""`group nudges`: whether a member may be written to in private when they were quiet."""

from dataclasses import replace

from bot.domain.cards.decided import nudges_card
from bot.domain.command import Command
from bot.domain.conversation import Reply
from bot.domain.grouping import GroupChange, GroupView, NotIn
from bot.usecases.context import Context
from bot.usecases.group import turns
from bot.usecases.group.which import NoGroup


async def run(context: Context, command: Command) -> Reply:
    """Yes or no, in the channel; a nudge itself is stopped where it stands, in private."""
    if not context.party.is_dm or context.pressed is None:
        return await turns.run_nudges(context, command)

    def decide(before: GroupView) -> GroupChange:
        if before.me is None or not before.is_member:
            raise NotIn
        return GroupChange(members=(replace(before.me, nudges=False),))

    changed = await context.store.groups.change(
        context.party, context.pressed.enrollment_id, decide=decide, pressing=context.pressing
    )
    if changed is None:
        raise NoGroup
    return Reply(card=nudges_card(context.look(changed.after.view), yes=False))
