"""What the processes of a platform share about its doors and buttons; instants are real time."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.tables.base import EMPTY, Base


class RefusalRow(Base):
    """How many requests a platform refused in a step of 10 seconds since 1970."""

    __tablename__ = "refusals"
    __table_args__ = ({"sqlite_with_rowid": False},)
    platform: Mapped[str] = mapped_column(primary_key=True)
    step: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]


class DoorRow(Base):
    """A place by the platform's id: the channel it is written to by, when a message arrived."""

    __tablename__ = "doors"
    __table_args__ = ({"sqlite_with_rowid": False},)
    platform: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[str] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(server_default=EMPTY)
    worked_at: Mapped[datetime | None]


class ShutWorkspaceRow(Base):
    """A workspace that shows us nothing, with the places tried; tried again at `probe_at`."""

    __tablename__ = "shut_workspaces"
    __table_args__ = ({"sqlite_with_rowid": False},)
    platform: Mapped[str] = mapped_column(primary_key=True)
    workspace: Mapped[str] = mapped_column(primary_key=True)
    places: Mapped[str]
    probe_at: Mapped[datetime]


class LongPressRow(Base):
    """A press that is too long for a button, under the name that the button carries instead."""

    __tablename__ = "long_presses"
    __table_args__ = ({"sqlite_with_rowid": False},)
    name: Mapped[str] = mapped_column(primary_key=True)
    verb: Mapped[str]
    arg: Mapped[str]
    kept_at: Mapped[datetime]
