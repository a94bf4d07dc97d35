"""Pieces of threads: whether one may go out now, and its card, made as it is sent."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from bot.domain.card import Card
from bot.domain.cards.discuss import questions_card, thread_title
from bot.domain.curriculum import Curriculum, Resource
from bot.domain.delivery import DeliveryState, Drop, Settlement
from bot.domain.threads import OPEN, QUESTIONS, Hanging
from bot.ports import Claimed, Library, Outgoing

SOON = timedelta(seconds=2)
"""How long a piece waits for what it hangs on (real time)."""
LATER = timedelta(minutes=1)
"""How long a piece that could not be written waits."""
_ON_ITS_WAY = {DeliveryState.READY, DeliveryState.QUEUED, DeliveryState.SENDING}
_BETWEEN = ":"
INVITATION = "invitation"
"""Who makes the card that invites into a group, among the makers."""

Maker = Callable[[Claimed], Awaitable[Card | None]]
"""Makes the card of a piece from what is kept; None where there is nothing to say any more."""

log = structlog.get_logger(__name__)


async def write_piece(
    claimed: Claimed,
    hanging: Hanging,
    *,
    library: Library,
    makers: Mapping[str, Maker],
    made: bool,
    real: datetime,
) -> Outgoing | Settlement:
    """The message of a piece, or what else becomes of it.

    `makers` make the cards of pieces besides the questions, by the first word of the piece;
    `made` says that threads have to be made there. `real` is real time.
    """
    resource = _reading(claimed, library)
    opens = claimed.variant == OPEN
    if resource is None or _hangs_on_nothing(hanging, opens=opens):
        return _dropped(claimed)
    if hanging.parent in _ON_ITS_WAY or (made and not opens and hanging.opened in _ON_ITS_WAY):
        return _waits(claimed, until=real + SOON)
    if opens and not made:
        sent, receipt = DeliveryState.SENT, hanging.receipt
        return Settlement(claim=claimed.claim, state=sent, receipt=receipt)
    try:
        card = thread_title(resource) if opens else await _card(claimed, resource, makers=makers)
    except Exception:
        log.exception("piece_not_written", delivery_id=claimed.claim.id)
        return _waits(claimed, until=real + LATER)
    if card is None:
        return _dropped(claimed)
    to = replace(claimed.to, thread=hanging.receipt)
    return Outgoing(to=to, key=claimed.key, card=card, opens=opens)


async def _card(
    claimed: Claimed, resource: Resource, *, makers: Mapping[str, Maker]
) -> Card | None:
    name = claimed.variant.partition(_BETWEEN)[0]
    if name == QUESTIONS:
        return questions_card(resource, alone=claimed.to.is_dm)
    maker = makers.get(name)
    return await maker(claimed) if maker is not None else None


def _reading(claimed: Claimed, library: Library) -> Resource | None:
    curriculum: Curriculum | None = library.curricula.get(claimed.enrollment.curriculum)
    if curriculum is None or claimed.resource_id is None:
        return None
    return curriculum.resources.get(claimed.resource_id)


def _hangs_on_nothing(hanging: Hanging, *, opens: bool) -> bool:
    """Whether its message never came, or its thread was refused."""
    arrived = hanging.parent is DeliveryState.SENT and bool(hanging.receipt)
    refused = hanging.opened in {DeliveryState.REJECTED, DeliveryState.DROPPED}
    return not (arrived or hanging.parent in _ON_ITS_WAY) or (refused and not opens)


def _waits(claimed: Claimed, *, until: datetime) -> Settlement:
    return Settlement(claim=claimed.claim, state=DeliveryState.READY, retry_at=until)


def _dropped(claimed: Claimed) -> Settlement:
    reason = Drop.SUPERSEDED
    return Settlement(claim=claimed.claim, state=DeliveryState.DROPPED, reason=reason)
