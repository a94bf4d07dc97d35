"""From any claimed row to its message; one that cannot be written now stops no other."""

from datetime import timedelta

import structlog

from bot.domain.delivery import DeliveryKind, Settlement
from bot.domain.threads import NOWHERE
from bot.ports import Claimed, Clock, Ledger, Outgoing
from bot.usecases.letters import Letters
from bot.usecases.settler import again

UNWRITTEN_WAITS = timedelta(minutes=1)
"""How long a message that could not be written waits (real time), until it is too late for it."""

log = structlog.get_logger(__name__)


async def letter_of(
    claimed: Claimed, *, ledger: Ledger, letters: Letters, makes_threads: bool, clock: Clock
) -> Outgoing | Settlement:
    """The message of a row, or what else becomes of it now.

    `makes_threads` says that its platform has to make threads.
    """
    try:
        if claimed.kind is DeliveryKind.KICKOFF:
            return await letters.write_made(claimed)
        if claimed.kind is not DeliveryKind.OPENER:
            return letters.write(claimed)
        found = await ledger.hanging([claimed.claim.id])
        hanging = found.get(claimed.claim.id, NOWHERE)
        return await letters.write_piece(claimed, hanging, made=makes_threads)
    except Exception:
        log.exception("letter_not_written", delivery_id=claimed.claim.id)
        return again(claimed.claim, at=clock.real() + UNWRITTEN_WAITS)
