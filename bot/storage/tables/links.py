"""Links that readers or a check found broken."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.tables.base import Base


class LinkReportRow(Base):
    """Somebody could not open a reading's link; `settled` ones no longer count."""

    __tablename__ = "link_reports"
    __table_args__ = (
        Index("ix_link_reports_curriculum_resource_id", "curriculum", "resource_id"),
        {"sqlite_with_rowid": False},
    )
    person_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True
    )
    curriculum: Mapped[str] = mapped_column(primary_key=True)
    resource_id: Mapped[str] = mapped_column(primary_key=True)
    url: Mapped[str]
    reported_at: Mapped[datetime]
    settled: Mapped[int] = mapped_column(server_default="0")


class ReportedLinkRow(Base):
    """A reading's reported link, at the address it had; `broken` ones stand second on cards."""

    __tablename__ = "reported_links"
    __table_args__ = ({"sqlite_with_rowid": False},)
    curriculum: Mapped[str] = mapped_column(primary_key=True)
    resource_id: Mapped[str] = mapped_column(primary_key=True)
    url: Mapped[str]
    broken: Mapped[int] = mapped_column(server_default="0")
    found_by: Mapped[str]
    since: Mapped[datetime]
