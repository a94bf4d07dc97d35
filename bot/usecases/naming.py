"""Which reading a command means: the pressed message's, the named one, or the current one."""

from bot.domain.enrollment import EnrollmentView, Handled
from bot.domain.finding import (
    AmbiguousReading,
    find_readings,
    fold,
    numbered,
    stems,
    unknown_reading,
)
from bot.domain.ids import ResourceId
from bot.domain.waiting import order
from bot.usecases.context import Context

_NOT_NAMES = stems("it this that the a one reading with i am have read current last")


def named_reading(
    context: Context, view: EnrollmentView, *, args: str, example: str
) -> ResourceId | None:
    """The reading that a press or some words mean; None where nothing is named.

    Raises:
        UnknownResource: the words name nothing on the plan; the text starts with `example`.
        AmbiguousReading: they name several, and not exactly one of those is with the person.
    """
    if context.pressed is not None and context.pressed.resource_id is not None:
        return context.pressed.resource_id
    if stems(args) <= _NOT_NAMES and not fold(args).isdigit():
        return None
    curriculum = context.study(view).curriculum
    ids = order(curriculum, view.enrollment.plan, expanded=view.enrollment.expanded)
    found = find_readings(args, curriculum=curriculum, ids=ids)
    if len(found) > 1:
        open_ones = tuple(each for each in found if view.handled.get(each) is Handled.SENT)
        if len(open_ones) == 1:
            return open_ones[0]
        raise AmbiguousReading(
            f"Several readings fit that: {numbered(found, curriculum=curriculum, ids=ids)}. "
            f"Say the number, for example `{example} {ids.index(found[0]) + 1}`."
        )
    if not found:
        plan = context.plan_meant(view)
        raise unknown_reading(args, curriculum=curriculum, ids=ids, example=example, plan=plan)
    return found[0]
