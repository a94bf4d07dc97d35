"""Erasing a person: what goes, what stays without a name, and what is remembered of it.

Everything happens in the caller's one transaction. What is being sent at that moment finds
nothing to write to afterwards: its row is gone, and its id and key are never used again.
"""

import hmac
import json
import secrets
from collections.abc import Mapping

from sqlalchemy import Connection, text

from bot.domain.delivery import delivery_key
from bot.ports import Party
from bot.storage.changes import outdate
from bot.storage.personal import whose

_NAMES = """SELECT p.external_id AS person, w.external_id AS workspace, w.platform
FROM people p JOIN workspaces w ON w.id = p.workspace_id
WHERE p.id = :person AND p.workspace_id = :workspace"""
# A place that somebody else follows a plan in is no direct message of this person alone.
_ALONE = """ AND NOT EXISTS (SELECT 1 FROM enrollments e WHERE e.place_id = places.id
  AND e.person_id <> :person)"""
_PLACES = f"SELECT id, external_id FROM places WHERE {whose('places')}{_ALONE}"  # noqa: S608
# The web chat may be about to write a message down: its key is taken by a line that is nowhere.
_IN_HAND = text("""SELECT d.id, d.token FROM deliveries d JOIN enrollments e
  ON e.id = d.enrollment_id JOIN places pl ON pl.id = e.place_id
WHERE e.person_id = :person AND e.workspace_id = :workspace AND pl.is_dm = 1
  AND d.state IN ('queued', 'sending')""")
_TAKE_KEY = text("""INSERT INTO chat_messages (place, author, key, at, payload)
VALUES ('', '', :key, :at, :payload) ON CONFLICT (key) DO NOTHING""")
_MESSAGES = text(f"""DELETE FROM chat_messages WHERE {whose("chat_messages")}
OR (:platform = 'webchat' AND place <> '' AND key IN (SELECT 're:' || substr(m.key, 4)
  FROM chat_messages m JOIN people p ON p.id = :person AND m.author = p.external_id
  WHERE m.key LIKE 'in:%'))""")  # noqa: S608 - our own conditions
_ENROLLMENTS = text("""SELECT id FROM enrollments WHERE person_id = :person
AND workspace_id = :workspace""")
_FOR_ONE = text("DELETE FROM deliveries WHERE person_id = :person")
_PLANS = text("""DELETE FROM enrollments WHERE person_id = :person AND workspace_id = :workspace
AND place_id IN (SELECT id FROM places WHERE workspace_id = :workspace AND is_dm = 1)""")
_GROUPS = text("""SELECT 1 FROM enrollments WHERE person_id = :person
AND workspace_id = :workspace LIMIT 1""")
_NOBODY = text("""INSERT INTO people (workspace_id, external_id, name, zone, created_at)
VALUES (:workspace, :external_id, '', 'UTC', 0) RETURNING id""")
_HAND_OVER = text("""UPDATE enrollments SET person_id = :nobody
WHERE person_id = :person AND workspace_id = :workspace""")
_PLACE = text("DELETE FROM places WHERE id = :id")
_ROWS = [
    text(f"DELETE FROM {table} WHERE {whose(table)}")  # noqa: S608 - our own conditions
    for table in ("progress", "notes", "ratings", "data_requests", "installers", "doors", "people")
]
_JOURNAL = text("""INSERT INTO erasures (digest, at) VALUES (:digest, :at)
ON CONFLICT (digest) DO UPDATE SET at = excluded.at""")


def erase(connection: Connection, party: Party, *, key: bytes, real: int) -> str | None:
    """Erase a person; the hash that is remembered, or None where there is no such person.

    `key` makes the hash useless to anybody without it; `real` is in microseconds.
    """
    locking = " FOR UPDATE OF p" if connection.dialect.name == "postgresql" else ""
    values = {
        "person": party.person_id,
        "workspace": party.workspace_id,
        "place": party.place_id if party.is_dm else 0,
        "platform": party.platform,
    }
    names = connection.execute(text(_NAMES + locking), values).first()
    if names is None:
        return None
    outdate(connection, connection.scalars(_ENROLLMENTS, values))
    places = connection.execute(text(_PLACES), values).fetchall()
    _messages(connection, values, real=real)
    connection.execute(_FOR_ONE, values)
    connection.execute(_PLANS, values)
    if connection.execute(_GROUPS, values).first() is not None:
        nobody = {"workspace": party.workspace_id, "external_id": f"erased:{secrets.token_hex(8)}"}
        new = connection.execute(_NOBODY, nobody).scalar_one()
        connection.execute(_HAND_OVER, values | {"nobody": new})
    for place in places:
        connection.execute(_PLACE, {"id": place.id})
    for each in _ROWS:
        connection.execute(each, values)
    digest = digest_of((names.platform, names.workspace, names.person), key=key)
    connection.execute(_JOURNAL, {"digest": digest, "at": real})
    return digest


def digest_of(who: tuple[str, str, str], *, key: bytes) -> str:
    """The keyed hash of somebody: their platform, workspace and id there."""
    return hmac.new(key, json.dumps(who).encode(), "sha256").hexdigest()


def _messages(connection: Connection, values: Mapping[str, object], *, real: int) -> None:
    if values["platform"] != "webchat":
        return
    in_hand = connection.execute(_IN_HAND, values).fetchall()
    connection.execute(_MESSAGES, values)
    for row in in_hand:
        taken = {"key": delivery_key(row.id, row.token), "at": real, "payload": "{}"}
        connection.execute(_TAKE_KEY, taken)
