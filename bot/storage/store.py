"""The store: one database, and everything that is kept in it by what it is for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypedDict

from bot.ports import Clock
from bot.storage.boards import BoardStore
from bot.storage.case_weeks import CaseWeekStore
from bot.storage.chat import ChatStore
from bot.storage.database import Database
from bot.storage.doors import DoorsStore
from bot.storage.edits import EditStore
from bot.storage.feeds import FeedStore
from bot.storage.groups import GroupStore
from bot.storage.home import HomeStore
from bot.storage.install_states import InstallStateStore
from bot.storage.installations import InstallationStore
from bot.storage.ledger import LedgerStore
from bot.storage.limits import LimitsStore
from bot.storage.links import LinkStore
from bot.storage.meta import MetaStore
from bot.storage.notes import NotesStore
from bot.storage.operations import OperationsStore
from bot.storage.people import PeopleStore
from bot.storage.personal_data import PersonalStore
from bot.storage.plans import PlanStore
from bot.storage.presses import PressesStore
from bot.storage.rehearsing import RehearsingStore
from bot.storage.reminding import RemindingStore
from bot.storage.rulebook import RulebookStore
from bot.storage.saved_forms import SavedFormStore
from bot.storage.sealing import Sealer
from bot.storage.seals import SealStore
from bot.storage.shutting import RoomStore
from bot.storage.tenants import TenantStore
from bot.storage.threads import ThreadStore
from bot.storage.votes import VoteStore


@dataclass(frozen=True, slots=True, kw_only=True)
class SqlStore:
    """Implements `ports.Store`, with the web chat's history beside it."""

    database: Database
    ledger: LedgerStore
    plans: PlanStore
    people: PeopleStore
    facts: MetaStore
    links: LinkStore
    reminding: RemindingStore
    tenants: TenantStore
    chat: ChatStore
    operations: OperationsStore
    notes: NotesStore
    personal: PersonalStore
    limits: LimitsStore
    rehearsing: RehearsingStore
    boards: BoardStore
    votes: VoteStore
    threads: ThreadStore
    edits: EditStore
    case_weeks: CaseWeekStore
    groups: GroupStore
    rulebook: RulebookStore
    doors: DoorsStore
    presses: PressesStore
    installations: InstallationStore
    install_states: InstallStateStore
    seals: SealStore
    feeds: FeedStore
    home: HomeStore
    rooms: RoomStore
    forms: SavedFormStore


class _Listening(TypedDict):
    """What keeps for listeners, beside plans and people."""

    rulebook: RulebookStore
    doors: DoorsStore
    presses: PressesStore
    feeds: FeedStore
    home: HomeStore
    rooms: RoomStore
    forms: SavedFormStore


def _listening(database: Database, clock: Clock) -> _Listening:
    return {
        "rulebook": RulebookStore(database, clock),
        "doors": DoorsStore(database),
        "presses": PressesStore(database, clock),
        "feeds": FeedStore(database, clock),
        "home": HomeStore(database, clock),
        "rooms": RoomStore(database, clock),
        "forms": SavedFormStore(database, clock),
    }


def open_store(
    database: Database,
    clock: Clock,
    *,
    database_time: bool = False,
    erase_keys: Callable[[], Sequence[bytes]] = lambda: (b"",),
    token_keys: Callable[[], Sequence[bytes]] = tuple,
) -> SqlStore:
    """The store on this database; `database_time` lets leases go by PostgreSQL's own clock.

    `erase_keys` hash who was erased, `token_keys` seal the tokens of installations; the newest
    first. Without the latter nothing can be sealed.
    """
    sealer = Sealer(token_keys)
    return SqlStore(
        database=database,
        ledger=LedgerStore(database, clock, database_time=database_time),
        plans=PlanStore(database, clock),
        people=PeopleStore(database, clock),
        facts=MetaStore(database, clock),
        links=LinkStore(database, clock),
        reminding=RemindingStore(database, clock),
        tenants=TenantStore(database, clock, keys=erase_keys),
        chat=ChatStore(database),
        operations=OperationsStore(database, clock),
        notes=NotesStore(database, clock),
        personal=PersonalStore(database, clock, keys=erase_keys),
        limits=LimitsStore(database),
        boards=BoardStore(database, clock),
        votes=VoteStore(database, clock),
        rehearsing=RehearsingStore(database, clock),
        threads=ThreadStore(database, clock),
        edits=EditStore(database, clock),
        groups=GroupStore(database, clock),
        installations=InstallationStore(database, clock, sealer=sealer),
        install_states=InstallStateStore(database, clock),
        seals=SealStore(database, sealer=sealer),
        case_weeks=CaseWeekStore(database, clock),
        **_listening(database, clock),
    )
