"""`group tell`: how a member hears of a new reading; a private message is tried first."""

from bot.domain.cards.settings import ask_card
from bot.domain.cards.telling import PRIVATELY, opened_card, shut_card, told_card
from bot.domain.command import Command
from bot.domain.conversation import Reply
from bot.domain.errors import UserError
from bot.domain.finding import fold
from bot.domain.group import Tell
from bot.domain.grouping import NotIn
from bot.domain.reaching import Reached
from bot.usecases.context import Context
from bot.usecases.group.turns import keep
from bot.usecases.group.which import group_meant, standing

_TELLS = {
    Tell.DM: frozenset({"privately", "private", "dm", "direct message", "in private"}),
    Tell.ROLE: frozenset({"role", "role ping", "mention", "ping"}),
    Tell.NOTHING: frozenset({"nothing", "no", "off", "none"}),
}
_EXAMPLES = (f"group tell {PRIVATELY}", "group tell nothing")


class NoRole(UserError):
    """No role is chosen here that I could call. I can write to you: `group tell privately`."""


async def may_call(context: Context) -> bool:
    """Whether this workspace chose a role that its groups may call."""
    return bool((await context.store.rulebook.choices(context.party)).ping_role)


async def run(context: Context, command: Command) -> Reply:
    """Nothing, a role, or a direct message: the last only where it arrives.

    Raises:
        NoRole: a role is asked for and none was chosen.
        NotIn: who asks is no member.
    """
    view, said = group_meant(context, command), fold(command.args)
    tell = next((each for each, known in _TELLS.items() if said in known), None)
    if tell is None:
        asked = "How may I tell you of a new reading?"
        return Reply(card=ask_card(asked, detail="", examples=_EXAMPLES))
    if not (await standing(context, view)).is_member:
        raise NotIn
    if tell is Tell.ROLE and not await may_call(context):
        raise NoRole
    outlook = context.look(view)
    if tell is Tell.DM:
        reach = await context.reach(opened_card(outlook))
        if not isinstance(reach, Reached):
            return Reply(card=shut_card(outlook, reach))
    await keep(context, command, tell=tell)
    return Reply(card=told_card(outlook, tell))
