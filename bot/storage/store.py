"""The store: one database, and everything that is kept in it by what it is for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.ports import Clock
from bot.storage.case_weeks import CaseWeekStore
from bot.storage.chat import ChatStore
from bot.storage.database import Database
from bot.storage.edits import EditStore
from bot.storage.groups import GroupStore
from bot.storage.ledger import LedgerStore
from bot.storage.limits import LimitsStore
from bot.storage.links import LinkStore
from bot.storage.meta import MetaStore
from bot.storage.notes import NotesStore
from bot.storage.operations import OperationsStore
from bot.storage.people import PeopleStore
from bot.storage.personal_data import PersonalStore
from bot.storage.plans import PlanStore
from bot.storage.rehearsing import RehearsingStore
from bot.storage.reminding import RemindingStore
from bot.storage.rulebook import RulebookStore
from bot.storage.tenants import TenantStore
from bot.storage.threads import ThreadStore


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
    groups: GroupStore
    rulebook: RulebookStore
    threads: ThreadStore
    edits: EditStore
    case_weeks: CaseWeekStore


def open_store(
    database: Database,
    clock: Clock,
    *,
    database_time: bool = False,
    erase_keys: Callable[[], Sequence[bytes]] = lambda: (b"",),
) -> SqlStore:
    """The store on this database; `database_time` lets leases go by PostgreSQL's own clock.

    `erase_keys` hash who was erased, the newest first.
    """
    return SqlStore(
        database=database,
        ledger=LedgerStore(database, clock, database_time=database_time),
        plans=PlanStore(database, clock),
        people=PeopleStore(database, clock),
        facts=MetaStore(database, clock),
        links=LinkStore(database, clock),
        reminding=RemindingStore(database, clock),
        tenants=TenantStore(database, clock),
        chat=ChatStore(database),
        operations=OperationsStore(database, clock),
        notes=NotesStore(database, clock),
        personal=PersonalStore(database, clock, keys=erase_keys),
        limits=LimitsStore(database),
        rehearsing=RehearsingStore(database, clock),
        groups=GroupStore(database, clock),
        rulebook=RulebookStore(database, clock),
        threads=ThreadStore(database, clock),
        edits=EditStore(database, clock),
        case_weeks=CaseWeekStore(database, clock),
    )
