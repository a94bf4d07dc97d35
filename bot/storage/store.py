"""The store: one database, and everything that is kept in it by what it is for."""

from dataclasses import dataclass

from bot.ports import Clock
from bot.storage.chat import ChatStore
from bot.storage.database import Database
from bot.storage.ledger import LedgerStore
from bot.storage.links import LinkStore
from bot.storage.meta import MetaStore
from bot.storage.operations import OperationsStore
from bot.storage.people import PeopleStore
from bot.storage.plans import PlanStore


@dataclass(frozen=True, slots=True, kw_only=True)
class SqlStore:
    """Implements `ports.Store`, with the web chat's history beside it."""

    database: Database
    ledger: LedgerStore
    plans: PlanStore
    people: PeopleStore
    facts: MetaStore
    links: LinkStore
    chat: ChatStore
    operations: OperationsStore


def open_store(database: Database, clock: Clock, *, database_time: bool = False) -> SqlStore:
    """The store on this database; `database_time` lets leases go by PostgreSQL's own clock."""
    return SqlStore(
        database=database,
        ledger=LedgerStore(database, clock, database_time=database_time),
        plans=PlanStore(database, clock),
        people=PeopleStore(database, clock),
        facts=MetaStore(database, clock),
        links=LinkStore(database, clock),
        chat=ChatStore(database),
        operations=OperationsStore(database, clock),
    )
