"""Which group of a channel a command means."""

from bot.domain.authority import NotInCharge
from bot.domain.command import Command
from bot.domain.enrollment import EnrollmentState, EnrollmentView
from bot.domain.errors import UserError
from bot.domain.grouping import GroupChange, GroupDecision, GroupView
from bot.domain.ids import PersonId
from bot.ports import Regrouped
from bot.usecases.context import Context

_OVER = {EnrollmentState.FINISHED, EnrollmentState.LEFT}


class NoGroup(UserError):
    """There is no study group here yet. Type `enroll` in this channel to begin one."""


class NotInChannel(UserError):
    """Study groups live in channels: say that in the channel where yours reads together."""


class GroupOver(UserError):
    """This group has finished its plan. Type `enroll` to begin another one together."""


class SeveralGroups(UserError):
    """Several groups read in this channel, so I do not know which one you mean."""


def running_groups(context: Context) -> list[EnrollmentView]:
    """The groups of this channel that gather, read or pause; the one sent something last first."""
    return [
        view
        for view in context.views
        if view.enrollment.is_group and view.enrollment.state not in _OVER and context.loaded(view)
    ]


def group_meant(context: Context, command: Command) -> EnrollmentView:
    """The group that a command means: the pressed message's, the named one, or the only one.

    Raises:
        UserError: there is none, it is over, or there are several.
    """
    if context.party.is_dm:
        raise NotInChannel
    found = running_groups(context)
    if context.pressed is not None or command.plan:
        view = context.meant(command)
        if not view.enrollment.is_group:
            raise NoGroup
        if view.enrollment.state in _OVER:
            raise GroupOver
        return view
    if not found:
        raise GroupOver if any(each.enrollment.is_group for each in context.views) else NoGroup
    if len(found) > 1:
        titles = [context.study(each).curriculum.plan(each.enrollment.plan) for each in found]
        names = " or ".join(f"`plan:{plan.id}`" for plan in titles)
        raise SeveralGroups(
            f"{len(found)} groups read in this channel, so I do not know which one you mean. "
            f"Press a button below a message of the one, or add {names}."
        )
    return found[0]


async def standing(context: Context, view: EnrollmentView) -> GroupView:
    """The group as it stands now.

    Raises:
        NoGroup: it went in the meantime.
    """
    group = await context.group(view)
    if group is None:
        raise NoGroup
    return group


async def regrouped(
    context: Context,
    view: EnrollmentView,
    *,
    decide: GroupDecision,
    whom: PersonId | None = None,
) -> Regrouped:
    """Decide under the group's lock, write, and wake the engine.

    Raises:
        NoGroup: it went in the meantime.
        UserError: the decision refused, or the event was handled before; nothing changed.
    """
    changed = await context.store.groups.change(
        context.party, view.enrollment.id, decide=decide, pressing=context.pressing, whom=whom
    )
    if changed is None:
        raise NoGroup
    context.engine.wake()  # messages that show the group are drawn anew
    return changed


def checked(context: Context, decide: GroupDecision) -> GroupDecision:
    """The decision, taken only by who may change the plan at that moment.

    Raises:
        NotInCharge: they may not, or no longer.
    """
    person, standing_ = context.party.person_id, context.inbound.origin.standing

    def deciding(before: GroupView) -> GroupChange:
        if not before.may_steer(person, standing_):
            raise NotInCharge(*(each.name for each in before.leads))
        return decide(before)

    return deciding
