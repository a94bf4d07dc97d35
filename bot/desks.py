"""Who sends and who draws anew, put together for the composition root."""

from collections.abc import Mapping

from bot.domain.delivery import DeliveryKind
from bot.ports import Clock, Platform
from bot.storage.store import SqlStore
from bot.usecases.drain import Desk, Drainer
from bot.usecases.edits import EditDesk, Editor, Look
from bot.usecases.failpoints import Failpoint
from bot.usecases.letters import Letters


def editor_on(
    store: SqlStore,
    platforms: Mapping[str, Platform],
    *,
    clock: Clock,
    drawn_by: Mapping[DeliveryKind, Look],
) -> Editor:
    """Draws sent messages anew."""
    desk = EditDesk(
        edits=store.edits,
        ledger=store.ledger,
        platforms=platforms,
        looks=drawn_by,
        clock=clock,
    )
    return Editor(desk)


def drainer_on(
    store: SqlStore,
    platforms: Mapping[str, Platform],
    *,
    clock: Clock,
    letters: Letters,
    failpoint: Failpoint,
) -> Drainer:
    """Sends what is ready."""
    desk = Desk(
        ledger=store.ledger,
        platforms=platforms,
        letters=letters,
        clock=clock,
        failpoint=failpoint,
    )
    return Drainer(desk)
