"""Who else may change the plan of a group: pure decisions under its lock."""

from dataclasses import replace

from bot.domain.errors import UserError
from bot.domain.group import MemberState, Role
from bot.domain.grouping import GroupChange, GroupView


class NotAMember(UserError):
    """They are not in this group. Ask them to press Join first."""


class LastLead(UserError):
    """Then nobody would lead this group. Add somebody first, for example `group leads add Ada`."""


def make_lead(before: GroupView) -> GroupChange:
    """Somebody else may change the plan as well.

    Raises:
        NotAMember: they are not in the group.
    """
    whom = before.whom
    if whom is None or whom.state is not MemberState.JOINED:
        raise NotAMember
    return GroupChange(members=(replace(whom, role=Role.LEAD),))


def unmake_lead(before: GroupView) -> GroupChange:
    """Somebody may change the plan no longer, from this moment.

    Raises:
        NotAMember: they are no lead.
        LastLead: nobody else is one.
    """
    whom = before.whom
    if whom is None or not whom.may_lead:
        raise NotAMember
    if len(before.leads) == 1:
        raise LastLead
    return GroupChange(members=(replace(whom, role=Role.MEMBER),))
