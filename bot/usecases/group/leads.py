"""`group leads`: who may change the plan of a group, besides those who manage its channel."""

import re
from difflib import get_close_matches

from bot.domain.cards.decided import leads_card
from bot.domain.command import Command
from bot.domain.conversation import Reply
from bot.domain.enrollment import EnrollmentView
from bot.domain.errors import UserError
from bot.domain.finding import fold
from bot.domain.group import Member
from bot.domain.group_leads import make_lead, unmake_lead
from bot.domain.zones import echo
from bot.usecases.context import Context
from bot.usecases.group.which import checked, group_meant, regrouped, standing

_ADD = re.compile(r"(add|remove)\s+(.+)", re.IGNORECASE | re.DOTALL)
_SIGNS = "<>@!"
_ME = frozenset({"me", "myself"})


class UnclearLead(UserError):
    """Say whom: `group leads add Ada` or `group leads remove Ada`."""


class UnknownMember(UserError):
    """Nobody in this group has that name. Ask them to press Join first."""


async def run(context: Context, command: Command) -> Reply:
    """See the leads, add one or remove one."""
    view = group_meant(context, command)
    if not command.args:
        group = await standing(context, view)
        return Reply(card=leads_card(context.look(view), group.leads))
    asked = _ADD.fullmatch(command.args)
    if asked is None:
        raise UnclearLead
    adds = asked[1].casefold() == "add"
    whom = await _named(context, view, name=asked[2])
    decide = checked(context, make_lead if adds else unmake_lead)
    made = await regrouped(context, view, decide=decide, whom=whom.person_id)
    note = "They can change the plan from now on." if adds else "They no longer change the plan."
    if not adds and whom.person_id == view.enrollment.person_id:
        note = "They are no lead any more. They started the plan, so they can still change it."
    return Reply(card=leads_card(context.look(view), made.after.leads, note=note))


async def _named(context: Context, view: EnrollmentView, *, name: str) -> Member:
    """The member of this name, mention or id.

    Raises:
        UnknownMember: nobody here is called so, or several are.
    """
    groups = context.store.groups
    everybody = await groups.members(context.party, view.enrollment.id, now=context.studies.now())
    wanted = fold(name.strip(_SIGNS))
    if wanted in _ME:
        found = [each for each in everybody if each.person_id == context.party.person_id]
    else:
        found = [each for each in everybody if wanted in {fold(each.name), fold(each.handle)}]
    if len(found) == 1:
        return found[0]
    if found:
        raise UnknownMember("Several people here have that name. Mention the one you mean.")
    close = get_close_matches(wanted, [fold(each.name) for each in everybody], n=1)
    if close:
        raise UnknownMember(
            f"Nobody in this group is called '{echo(name)}'. Did you mean '{echo(close[0])}'?"
        )
    raise UnknownMember
