"""Who may open which page."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.tables.base import Base


class PageKeyRow(Base):
    """A key to a group's page, as a hash: `link` opens it once, `visit` until its end (real)."""

    __tablename__ = "page_keys"
    __table_args__ = (
        Index("ix_page_keys_person_id", "person_id"),
        {"sqlite_with_rowid": False},
    )
    digest: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    workspace_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("workspaces.id", ondelete="CASCADE")
    )
    person_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("people.id", ondelete="CASCADE"))
    place_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("places.id", ondelete="CASCADE"))
    enrollment_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("enrollments.id", ondelete="CASCADE")
    )
    until: Mapped[datetime]
