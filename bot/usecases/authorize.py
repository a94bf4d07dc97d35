"""Whether somebody may do what they ask for, at the moment in which it is carried out."""

from bot.domain import authority
from bot.domain.authority import Act, MembersOnly, NotInCharge, Standing
from bot.domain.command import Command
from bot.domain.enrollment import EnrollmentView
from bot.domain.errors import UserError
from bot.domain.ids import PersonId
from bot.usecases.context import Context


async def in_charge(context: Context, view: EnrollmentView) -> frozenset[PersonId]:
    """Who decides on a channel's plan, besides those who manage the channel.

    Who started it, and the leads of its group as they are now.
    """
    group = await context.group(view)
    leads = group.leads if group is not None else ()
    return frozenset({view.enrollment.person_id, *(each.person_id for each in leads)})


async def may_steer(context: Context, view: EnrollmentView) -> bool:
    """Whether the caller may change this plan, wherever they speak."""
    if context.party.is_dm and not view.enrollment.is_group:
        return True
    deciding = context.party.person_id in await in_charge(context, view)
    return authority.may_steer(context.inbound.origin.standing, in_charge=deciding)


async def check(context: Context, command: Command) -> None:
    """Refuse what the caller may not do.

    Raises:
        UserError: they may not; its text says who may.
    """
    origin = context.inbound.origin
    match authority.act_of(command.verb):
        case Act.GOVERN:
            authority.check_govern(origin.standing)
        case Act.START if not origin.is_dm and not await _goes_on(context, command):
            choices = await context.store.rulebook.choices(context.party)
            rules = choices.start_rules(origin.platform)
            authority.check_start(origin.standing, rules, place=origin.place)
        case Act.STEER:
            await _check_steer(context, command)
        case _:
            pass


async def check_steer(context: Context, view: EnrollmentView) -> None:
    """Refuse a change of this plan by who may not make it.

    Raises:
        MembersOnly: they are an outsider.
        NotInCharge: they may not; it names who may.
    """
    if context.party.is_dm and not view.enrollment.is_group:
        return
    if context.inbound.origin.standing is Standing.OUTSIDER:
        raise MembersOnly
    if not await may_steer(context, view):
        raise NotInCharge(*await _names(context, view))


async def _goes_on(context: Context, command: Command) -> bool:
    """Whether this is about the case study a week that comes here already: it asks who may."""
    if command.verb != "casestudy weekly":
        return False
    return await context.store.case_weeks.here(context.party) is not None


async def _names(context: Context, view: EnrollmentView) -> tuple[str, ...]:
    """Who may be asked: the leads of a group, else who started the plan."""
    group = await context.group(view)
    if group is not None and group.leads:
        return tuple(each.name for each in group.leads)
    return (await context.store.rulebook.starter(context.party, view.enrollment.id),)


async def _check_steer(context: Context, command: Command) -> None:
    try:
        view = context.meant(command)
    except UserError:
        if not context.party.is_dm and context.inbound.origin.standing is Standing.OUTSIDER:
            raise MembersOnly from None
        return  # there is nothing to change, which the command itself says best
    await check_steer(context, view)
