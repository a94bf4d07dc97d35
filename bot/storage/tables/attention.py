"""What the bot may start by itself: people's reminders, and the budget of channels."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.tables.base import Base


class RemindersRow(Base):
    """How a person wants to be reminded, how they answered, and their budget.

    Instants are study time; `spent_on` is a local date's ordinal number, 0 for never.
    """

    __tablename__ = "reminders"
    person_id: Mapped[int] = mapped_column(
        BigInteger,
        ForeignKey("people.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    )
    every: Mapped[str] = mapped_column(server_default="weekly")
    ignored: Mapped[int] = mapped_column(server_default="0")
    last_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]
    spent_on: Mapped[int] = mapped_column(server_default="0")


class ChannelBudgetRow(Base):
    """The budget of a channel; `spent_on` as above."""

    __tablename__ = "channel_budgets"
    place_id: Mapped[int] = mapped_column(
        BigInteger,
        ForeignKey("places.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    )
    spent_on: Mapped[int] = mapped_column(server_default="0")
