"""A database that does not work is told from a statement that is wrong."""

import pytest
from sqlalchemy import Connection, make_url, text
from sqlalchemy.exc import DBAPIError

from bot.ports import StoreDown
from bot.storage.database import open_database
from tests.fakes.postgres import Server


def one(connection: Connection) -> int:
    return int(connection.execute(text("SELECT 1")).scalar_one())


def wrong(connection: Connection) -> None:
    connection.execute(text("SELECT nothing FROM nowhere"))


async def test_a_wrong_statement_is_no_outage(database_url: str) -> None:
    database = open_database(database_url)
    for run in (database.read, database.write):
        with pytest.raises(DBAPIError):
            await run(wrong)
    await database.close()


async def test_a_server_that_is_gone_is_told_and_found_again(
    postgres_url: str, postgres_server: Server
) -> None:
    database = open_database(postgres_url)
    assert await database.read(one) == 1
    postgres_server.shut(make_url(postgres_url).database or "")
    for run in (database.read, database.write, database.read):
        with pytest.raises(StoreDown):
            await run(one)
    postgres_server.open(make_url(postgres_url).database or "")
    assert await database.read(one) == 1
    await database.close()


async def test_a_connection_that_ends_in_the_middle_is_told(
    postgres_url: str, postgres_server: Server
) -> None:
    database = open_database(postgres_url)

    def cut(connection: Connection) -> None:
        name = make_url(postgres_url).database or ""
        postgres_server.shut(name)
        postgres_server.open(name)
        connection.execute(text("SELECT 1"))

    with pytest.raises(StoreDown):
        await database.write(cut)
    assert await database.write(one) == 1
    await database.close()


async def test_a_full_disk_is_told(sqlite_url: str) -> None:
    database = open_database(sqlite_url)

    def fill(connection: Connection) -> None:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")
        connection.execute(text("CREATE TABLE more (x)"))
        connection.execute(text("INSERT INTO more VALUES (zeroblob(100000))"))

    with pytest.raises(StoreDown):
        await database.write(fill)
    await database.close()
