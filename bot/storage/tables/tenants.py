"""Who is where: lanes, workspaces, places, people."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.tables.base import EMPTY, ONCE, Base, BigId


class Lane(Base):
    """The unit of rate limiting: a platform's workspace, or a bot where the limit is its own."""

    __tablename__ = "lanes"
    __table_args__ = (UniqueConstraint("platform", "scope"),)
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    platform: Mapped[str]
    scope: Mapped[str]
    shard: Mapped[int]
    not_before: Mapped[int] = mapped_column(server_default="0")


class Workspace(Base):
    """The boundary of tenancy."""

    __tablename__ = "workspaces"
    __table_args__ = (UniqueConstraint("platform", "external_id"),)
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    platform: Mapped[str]
    external_id: Mapped[str]
    lane_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("lanes.id"))
    state: Mapped[str] = mapped_column(server_default="active")
    created_at: Mapped[datetime]


class Place(Base):
    """A direct message or a channel."""

    __tablename__ = "places"
    __table_args__ = (UniqueConstraint("workspace_id", "external_id"), ONCE)
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    workspace_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("workspaces.id", ondelete="CASCADE")
    )
    external_id: Mapped[str]
    is_dm: Mapped[int]
    name: Mapped[str]


class Person(Base):
    """Somebody in a workspace, with when they want to hear nothing."""

    __tablename__ = "people"
    __table_args__ = (UniqueConstraint("workspace_id", "external_id"), ONCE)
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    workspace_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("workspaces.id", ondelete="CASCADE")
    )
    external_id: Mapped[str]
    name: Mapped[str]
    zone: Mapped[str]
    quiet: Mapped[str] = mapped_column(server_default=EMPTY)
    away_until: Mapped[str] = mapped_column(server_default=EMPTY)
    created_at: Mapped[datetime]


class WorkspaceChoices(Base):
    """What admins chose for everybody; `channels` are the platform's ids, with spaces between."""

    __tablename__ = "workspace_choices"
    workspace_id: Mapped[int] = mapped_column(
        BigInteger,
        ForeignKey("workspaces.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    )
    starters: Mapped[str] = mapped_column(server_default=EMPTY)
    channels: Mapped[str] = mapped_column(server_default=EMPTY)
    zone: Mapped[str] = mapped_column(server_default=EMPTY)
    ping_role: Mapped[str] = mapped_column(server_default=EMPTY)
