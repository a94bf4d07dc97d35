"""Who looks at what of ours stands open on the platform."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.tables.base import Base


class HomeLook(Base):
    """When somebody last opened their own page, to the hour; `looked_at` is real time."""

    __tablename__ = "home_looks"
    __table_args__ = (
        Index("ix_home_looks_workspace_id", "workspace_id"),
        Index("ix_home_looks_looked_at", "looked_at"),
    )
    person_id: Mapped[int] = mapped_column(
        BigInteger,
        ForeignKey("people.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    )
    workspace_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("workspaces.id", ondelete="CASCADE")
    )
    looked_at: Mapped[datetime]
