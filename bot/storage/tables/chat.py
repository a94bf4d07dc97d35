"""The web chat's history."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.tables.base import Base, BigId


class ChatMessageRow(Base):
    """The web chat's history; `key` keeps a repeated send from showing twice.

    A reply stands under another message.
    """

    __tablename__ = "chat_messages"
    __table_args__ = (UniqueConstraint("key"), Index("ix_chat_messages_place_id", "place", "id"))
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    place: Mapped[str]
    author: Mapped[str]
    key: Mapped[str]
    at: Mapped[datetime]
    payload: Mapped[str]
    revision: Mapped[int] = mapped_column(server_default="0")
    under_id: Mapped[int | None]
