"""Every row of one workspace, found by following foreign keys, and the tables that are nobody's."""

from sqlalchemy import Connection, Table, text

from bot.domain.delivery import delivery_key, parse_key
from bot.domain.ids import DeliveryId
from bot.storage.store import SqlStore
from bot.storage.tables import Base

EVERYBODYS = {
    "inbound_events": "ids of calls, unique for a platform",
    "chat_messages": "the web chat's alone, which is one workspace",
    "erasures": "hashes of who was erased",
    "reported_links": "what two different people found broken is so for everybody",
    "meta": "the program's own",
    "curricula": "the same for everybody",
    "install_states": "who began to install, before a workspace is known",
    "doors": "direct messages of the bot, whatever server somebody wrote in",
    "refusals": "what Discord counts for the bot",
    "shut_workspaces": "what Discord shows the bot of a server, by Discord's own id",
    "long_presses": "what a button means, under a name made of it, without whose it was",
    "lanes": "what shares one rate limit",
}
"""Tables without a workspace, each with the reason."""


def ways() -> dict[str, str]:
    """For each table with a workspace, the condition that finds a workspace's rows."""
    return {
        table.name: found
        for table in Base.metadata.sorted_tables
        if (found := _way(table)) is not None
    }


def _way(table: Table) -> str | None:
    if table.name == "workspaces":
        return "id = :workspace"
    if "workspace_id" in table.columns:
        return "workspace_id = :workspace"
    for column in sorted(table.columns, key=lambda each: each.name):
        for key in column.foreign_keys:
            above = _way(key.column.table) if key.column.table is not table else None
            if above is not None:
                there = key.column.table.name
                return f"{column.name} IN (SELECT id FROM {there} WHERE {above})"  # noqa: S608
    return None


def never_was(key: str) -> str:
    """A delivery's key as it might have been; what is none stays as it is."""
    parsed = parse_key(key)
    if parsed is None:
        return key
    return delivery_key(DeliveryId(parsed[0] + 1_000_000), parsed[1] ^ 1)


async def rows_of(store: SqlStore, workspace_id: int) -> dict[str, list[str]]:
    """Every row of a workspace by table, as text, byte for byte."""

    def work(connection: Connection) -> dict[str, list[str]]:
        found = {}
        for table, way in ways().items():
            query = text(f"SELECT * FROM {table} WHERE {way}")  # noqa: S608
            rows = connection.execute(query, {"workspace": workspace_id})
            found[table] = sorted(repr(tuple(row)) for row in rows)
        return found

    return await store.database.read(work)
