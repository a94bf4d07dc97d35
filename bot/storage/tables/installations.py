"""Workspaces that installed us, their tokens sealed, and installations that were begun."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.tables.base import EMPTY, Base


class SlackInstallation(Base):
    """Slack in one workspace. `bot_token` and `refresh_token` are sealed; instants are real time.

    `refreshing_until` is for whom it is to buy new tokens: nobody else tries before.
    """

    __tablename__ = "slack_installations"
    workspace_id: Mapped[int] = mapped_column(
        BigInteger,
        ForeignKey("workspaces.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    )
    name: Mapped[str]
    handle: Mapped[str]
    user_id: Mapped[str]
    bot_id: Mapped[str]
    scopes: Mapped[str]
    bot_token: Mapped[str]
    refresh_token: Mapped[str] = mapped_column(server_default=EMPTY)
    expires_at: Mapped[datetime | None]
    version: Mapped[int]
    refreshing_until: Mapped[int] = mapped_column(server_default="0")
    installed_at: Mapped[datetime]
    checked_at: Mapped[datetime]


class Installer(Base):
    """Who installed us was told what to type, once."""

    __tablename__ = "installers"
    __table_args__ = ({"sqlite_with_rowid": False},)
    workspace_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("workspaces.id", ondelete="CASCADE"), primary_key=True
    )
    external_id: Mapped[str] = mapped_column(primary_key=True)
    greeted_at: Mapped[datetime]


class InstallState(Base):
    """A browser went to Slack to install us: a hash of what it has to come back with."""

    __tablename__ = "install_states"
    __table_args__ = (
        Index("ix_install_states_expires_at", "expires_at"),
        {"sqlite_with_rowid": False},
    )
    digest: Mapped[str] = mapped_column(primary_key=True)
    expires_at: Mapped[datetime]
