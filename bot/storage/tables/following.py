"""What is followed besides plans."""

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.tables.base import EMPTY, Base


class CaseWeekRow(Base):
    """What the case studies of an enrollment are about: the words as typed, empty for anything."""

    __tablename__ = "case_weeks"
    enrollment_id: Mapped[int] = mapped_column(
        BigInteger,
        ForeignKey("enrollments.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    )
    wish: Mapped[str] = mapped_column(server_default=EMPTY)
