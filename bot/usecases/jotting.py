"""The readings that a note may be about, where somebody comes with the text and no reading."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.domain.conversation import Inbound, Origin
from bot.domain.enrollment import EnrollmentView, Handled
from bot.domain.ids import PlanId, ResourceId
from bot.domain.position import open_readings
from bot.usecases.context import Context
from bot.usecases.dispatch import Dispatch

MOST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class AtHand:
    """A reading that somebody has: on which plan, in their private place or in a channel.

    `title` is what others wrote.
    """

    is_dm: bool
    plan: PlanId
    resource_id: ResourceId
    title: str


class Jotting:
    """Looks, and changes nothing."""

    def __init__(self, dispatch: Dispatch) -> None:
        self._dispatch = dispatch

    async def at_hand(self, places: Sequence[Origin]) -> tuple[AtHand, ...]:
        """The readings of one person in these places, the likeliest first."""
        found: list[AtHand] = []
        for origin in places:
            context = await self._dispatch.context(Inbound(event_id="", origin=origin))
            found += [each for view in context.views for each in _of(context, view)]
        return tuple(found[:MOST])


def _of(context: Context, view: EnrollmentView) -> Iterator[AtHand]:
    """What waits, the latest first, then what was done last."""
    if not context.loaded(view):
        return
    done = [each for each, how in view.handled.items() if how is Handled.DONE]
    for resource_id in (*open_readings(view), *reversed(done[-2:])):
        yield AtHand(
            is_dm=context.party.is_dm,
            plan=view.enrollment.plan,
            resource_id=resource_id,
            title=context.resource(view, resource_id).title,
        )
