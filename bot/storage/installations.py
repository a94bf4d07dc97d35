"""Workspaces that installed us, their tokens sealed for their own row and column."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, text

from bot.ports import Clock, Installation, Tokens
from bot.storage.database import Database, statement
from bot.storage.events import note_event
from bot.storage.sealing import Sealer
from bot.storage.tenants import introduce, restore, suspend
from bot.storage.types import MICROSECOND, instant_or_none, micros_or_none, to_micros

PLATFORM = "slack"
VERSION_BITS = 62

_OF = """SELECT i.*, w.external_id AS workspace FROM slack_installations i
JOIN workspaces w ON w.id = i.workspace_id
WHERE w.platform = 'slack' AND w.external_id = :workspace"""
_WORKSPACES = text("""SELECT w.external_id FROM slack_installations i
JOIN workspaces w ON w.id = i.workspace_id ORDER BY w.id""")
_SAVE = text("""INSERT INTO slack_installations (workspace_id, name, handle, user_id, bot_id,
  scopes, bot_token, refresh_token, expires_at, version, installed_at, checked_at)
VALUES (:id, :name, :handle, :user_id, :bot_id, :scopes, :bot_token, :refresh_token, :expires_at,
  :version, :real, :real)
ON CONFLICT (workspace_id) DO UPDATE SET name = excluded.name, handle = excluded.handle,
  user_id = excluded.user_id, bot_id = excluded.bot_id, scopes = excluded.scopes,
  bot_token = excluded.bot_token, refresh_token = excluded.refresh_token,
  expires_at = excluded.expires_at, version = excluded.version, refreshing_until = 0,
  installed_at = excluded.installed_at, checked_at = excluded.checked_at""")
_GREET = text("""INSERT INTO installers (workspace_id, external_id, greeted_at)
VALUES (:id, :installer, :real) ON CONFLICT DO NOTHING RETURNING external_id""")
_DELETE = text("DELETE FROM slack_installations WHERE workspace_id = :id")
_CLAIM = text("""UPDATE slack_installations SET refreshing_until = :until
WHERE version = :version AND refreshing_until <= :real RETURNING workspace_id""")
_REFRESHED = text("""UPDATE slack_installations SET bot_token = :bot_token,
  refresh_token = :refresh_token, expires_at = :expires_at, version = :next, refreshing_until = 0
WHERE version = :version RETURNING workspace_id""")
_UNCHECKED = text("""SELECT w.external_id FROM slack_installations i
JOIN workspaces w ON w.id = i.workspace_id WHERE i.checked_at <= :before
ORDER BY i.checked_at, w.id LIMIT :limit""")
_CHECKED = text("""UPDATE slack_installations SET name = :name, handle = :handle,
  bot_id = :bot_id, checked_at = :real WHERE version = :version""")


def place_of(workspace: str, column: str) -> str:
    """Where a sealed value belongs."""
    return f"{PLATFORM}/{workspace}/{column}"


class InstallationStore:
    """Implements `ports.Installations` for Slack."""

    def __init__(self, database: Database, clock: Clock, *, sealer: Sealer) -> None:
        self._database = database
        self._clock = clock
        self._sealer = sealer

    async def of(self, workspace: str) -> Installation | None:
        """See `ports.Installations.of`."""
        values = {"workspace": workspace}
        row = await self._database.read(lambda c: c.execute(text(_OF), values).first())
        return None if row is None else self._installation(row)

    async def workspaces(self) -> Sequence[str]:
        """See `ports.Installations.workspaces`."""
        return await self._database.read(lambda c: c.execute(_WORKSPACES).scalars().all())

    async def save(self, installation: Installation, *, installer: str) -> bool:
        """See `ports.Installations.save`."""
        real = to_micros(self._clock.real())
        workspace = installation.workspace
        values = {
            "name": installation.name,
            "handle": installation.handle,
            "user_id": installation.user_id,
            "bot_id": installation.bot_id,
            "scopes": ",".join(sorted(installation.scopes)),
            "version": secrets.randbits(VERSION_BITS),
            "real": real,
        } | self._sealed(workspace, installation.tokens)

        def work(connection: Connection) -> bool:
            restore(connection, PLATFORM, workspace=workspace)
            made = introduce(connection, PLATFORM, workspace=workspace, at=real)
            connection.execute(_SAVE, values | {"id": made})
            greeted = {"id": made, "installer": installer, "real": real}
            return connection.execute(_GREET, greeted).first() is not None

        return await self._database.write(work)

    async def uninstalled(
        self, workspace: str, *, at: datetime, event_id: str, now: datetime
    ) -> bool:
        """See `ports.Installations.uninstalled`."""
        real = self._clock.real()

        def work(connection: Connection) -> bool:
            note_event(connection, PLATFORM, event_id=event_id, real=real)
            row = _locked(connection, workspace)
            if row is not None and to_micros(at) < row.installed_at:
                return False
            return _stop(connection, workspace, row=row, now=now, real=real)

        return await self._database.write(work)

    async def lost(self, known: Installation, *, now: datetime) -> bool:
        """See `ports.Installations.lost`."""
        real = self._clock.real()

        def work(connection: Connection) -> bool:
            row = _locked(connection, known.workspace)
            if row is None or row.version != known.version:
                return False
            return _stop(connection, known.workspace, row=row, now=now, real=real)

        return await self._database.write(work)

    async def claim_refresh(self, known: Installation, *, lasts: timedelta) -> bool:
        """See `ports.Installations.claim_refresh`."""
        real = to_micros(self._clock.real())
        values = {"version": known.version, "real": real, "until": real + lasts // MICROSECOND}
        return await self._database.write(lambda c: c.execute(_CLAIM, values).first() is not None)

    async def refreshed(self, known: Installation, tokens: Tokens) -> bool:
        """See `ports.Installations.refreshed`."""
        values = {"version": known.version, "next": secrets.randbits(VERSION_BITS)}
        values |= self._sealed(known.workspace, tokens)
        return await self._database.write(
            lambda c: c.execute(_REFRESHED, values).first() is not None
        )

    async def unchecked(self, *, since: timedelta, limit: int) -> Sequence[str]:
        """See `ports.Installations.unchecked`."""
        values = {"before": to_micros(self._clock.real() - since), "limit": limit}
        return await self._database.read(lambda c: c.execute(_UNCHECKED, values).scalars().all())

    async def checked(self, known: Installation) -> None:
        """See `ports.Installations.checked`."""
        values = {
            "name": known.name,
            "handle": known.handle,
            "bot_id": known.bot_id,
            "version": known.version,
            "real": to_micros(self._clock.real()),
        }
        await self._database.write(statement(_CHECKED, values), urgent=False)

    def _sealed(self, workspace: str, tokens: Tokens) -> dict[str, Any]:
        seal = self._sealer.seal
        refresh = tokens.refresh
        return {
            "bot_token": seal(tokens.access, place=place_of(workspace, "bot_token")),
            "refresh_token": seal(refresh, place=place_of(workspace, "refresh_token"))
            if refresh
            else "",
            "expires_at": micros_or_none(tokens.expires_at),
        }

    def _installation(self, row: Any) -> Installation:  # noqa: ANN401 - a row of _OF
        opened = {
            column: self._sealer.open(sealed, place=place_of(row.workspace, column))
            for column, sealed in (
                ("bot_token", row.bot_token),
                ("refresh_token", row.refresh_token),
            )
            if sealed
        }
        return Installation(
            workspace=row.workspace,
            name=row.name,
            handle=row.handle,
            user_id=row.user_id,
            bot_id=row.bot_id,
            scopes=frozenset(row.scopes.split(",")),
            tokens=Tokens(
                access=opened["bot_token"],
                refresh=opened.get("refresh_token", ""),
                expires_at=instant_or_none(row.expires_at),
            ),
            version=row.version,
        )


def _locked(connection: Connection, workspace: str) -> Any:  # noqa: ANN401 - a row of _OF
    locking = " FOR UPDATE OF i" if connection.dialect.name == "postgresql" else ""
    return connection.execute(text(_OF + locking), {"workspace": workspace}).first()


def _stop(
    connection: Connection,
    workspace: str,
    *,
    row: Any,  # noqa: ANN401 - a row of _OF, or None where there is no installation
    now: datetime,
    real: datetime,
) -> bool:
    """Delete the tokens and stop every delivery; says whether there was anything to stop."""
    if row is not None:
        connection.execute(_DELETE, {"id": row.workspace_id})
    stopped = suspend(connection, PLATFORM, workspace=workspace, now=now, real=real)
    return stopped or row is not None
