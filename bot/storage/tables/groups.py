"""Study groups: a channel's plan with its members, readings, discussion leads and lines."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.tables.base import EMPTY, Base

ASKED = text("answer_by IS NOT NULL")


class StudyGroupRow(Base):
    """What a plan in a channel has besides its readings.

    `starts_on` is a local date of the plan's zone, `discussion` a weekday and a local time or
    empty, `cohort` what tells this round of a plan from an earlier one.
    """

    __tablename__ = "study_groups"
    __table_args__ = (Index("ix_study_groups_workspace_id", "workspace_id"),)
    enrollment_id: Mapped[int] = mapped_column(
        BigInteger,
        ForeignKey("enrollments.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    )
    workspace_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("workspaces.id", ondelete="CASCADE")
    )
    state: Mapped[str]
    starts_on: Mapped[str]
    cohort: Mapped[str] = mapped_column(server_default=EMPTY)
    discussion: Mapped[str] = mapped_column(server_default=EMPTY)
    reminder: Mapped[str] = mapped_column(server_default="on")


class GroupMemberRow(Base):
    """Somebody in a study group.

    `from_round` is the first reading that counts for them, `turn` the number of the reading that
    they were last asked to lead. `tell`, `nudges` and `on_board` are what they said yes to;
    `away_until` is a local date or empty.
    """

    __tablename__ = "group_members"
    __table_args__ = (
        Index("ix_group_members_person_id", "person_id"),
        {"sqlite_with_rowid": False},
    )
    enrollment_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("enrollments.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True
    )
    workspace_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("workspaces.id", ondelete="CASCADE")
    )
    state: Mapped[str]
    role: Mapped[str] = mapped_column(server_default="member")
    joined_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    from_round: Mapped[int]
    tell: Mapped[str] = mapped_column(server_default="nothing")
    nudges: Mapped[int] = mapped_column(server_default="0")
    on_board: Mapped[int] = mapped_column(server_default="0")
    away_until: Mapped[str] = mapped_column(server_default=EMPTY)
    turn: Mapped[int] = mapped_column(server_default="0")


class GroupRoundRow(Base):
    """A reading that a group was sent, with who leads its discussion.

    `answer_by` is when the question of who leads has to be looked at next, NULL once it is
    settled. All instants are study time.
    """

    __tablename__ = "group_rounds"
    __table_args__ = (
        UniqueConstraint("enrollment_id", "number"),
        Index("ix_group_rounds_answer_by", "answer_by", sqlite_where=ASKED, postgresql_where=ASKED),
        Index("ix_group_rounds_lead_id", "lead_id"),
        {"sqlite_with_rowid": False},
    )
    enrollment_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("enrollments.id", ondelete="CASCADE"), primary_key=True
    )
    resource_id: Mapped[str] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("workspaces.id", ondelete="CASCADE")
    )
    number: Mapped[int]
    sent_at: Mapped[datetime]
    lead_id: Mapped[int | None] = mapped_column(
        BigInteger, ForeignKey("people.id", ondelete="SET NULL")
    )
    lead_state: Mapped[str] = mapped_column(server_default="open")
    answer_by: Mapped[datetime | None]
    moved_on_at: Mapped[datetime | None]
    extended_at: Mapped[datetime | None]


class GroupLineRow(Base):
    """A line that a member wrote for the group about a reading: learned, liked or disagree."""

    __tablename__ = "group_lines"
    __table_args__ = (
        Index("ix_group_lines_person_id", "person_id"),
        {"sqlite_with_rowid": False},
    )
    enrollment_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("enrollments.id", ondelete="CASCADE"), primary_key=True
    )
    resource_id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True
    )
    kind: Mapped[str] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("workspaces.id", ondelete="CASCADE")
    )
    body: Mapped[str]
    at: Mapped[datetime]
