"""Small facts of the database, and the curricula that processes plan with."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.tables.base import Base


class Meta(Base):
    """Small facts of this database: ledger epoch, study offset, hold, session key."""

    __tablename__ = "meta"
    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class PublishedCurriculum(Base):
    """The revision of each curriculum that processes plan with."""

    __tablename__ = "curricula"
    id: Mapped[str] = mapped_column(primary_key=True)
    revision: Mapped[str]
    published_at: Mapped[datetime]
