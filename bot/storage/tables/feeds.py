"""What browsers and calendar programs may fetch."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.tables.base import Base


class FeedRow(Base):
    """A person's calendar feed of a place; its address is kept as a hash alone (real time)."""

    __tablename__ = "feeds"
    __table_args__ = (
        Index("uq_feeds_person_id_place_id", "person_id", "place_id", unique=True),
        {"sqlite_with_rowid": False},
    )
    digest: Mapped[str] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("workspaces.id", ondelete="CASCADE")
    )
    person_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("people.id", ondelete="CASCADE"))
    place_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("places.id", ondelete="CASCADE"))
    made_at: Mapped[datetime]
