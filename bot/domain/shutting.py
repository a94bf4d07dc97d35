"""Places that no longer let the bot write: why, as the plan's owner is told."""

from enum import StrEnum


class Shut(StrEnum):
    """What happened to the place of a plan; the value is the variant of the message about it."""

    ARCHIVED = "shut-archived"
    GONE = "shut-gone"
    REMOVED = "shut-removed"
    CLOSED = "shut-closed"


SHUT = frozenset(Shut)
_REASONS = {
    "is_archived": Shut.ARCHIVED,
    "channel_deleted": Shut.GONE,
    "not_in_channel": Shut.REMOVED,
}


def shut_by(reason: str) -> Shut:
    """What a platform's reason for a refusal says about the place."""
    return _REASONS.get(reason, Shut.CLOSED)
