"""How much one person, channel or workspace may have, and how a limit is told."""

from enum import StrEnum

from bot.domain.errors import Fault, UserError

LARGEST = 1_000_000


class Limit(StrEnum):
    """What is limited. The value is its name on the command line of operators."""

    PLANS_A_PERSON = "plans-a-person"
    PLANS_A_CHANNEL = "plans-a-channel"
    PLANS_A_WORKSPACE = "plans-a-workspace"
    NOTES_A_PERSON = "notes-a-person"
    EXPORTS_A_DAY = "exports-a-day"
    CALENDARS_A_PERSON = "calendars-a-person"
    MEMBERS_A_GROUP = "members-a-group"
    COMMANDS_A_MINUTE = "commands-a-minute"
    COMMANDS_A_SECOND = "commands-a-second"


DEFAULTS: dict[Limit, int] = {
    Limit.PLANS_A_PERSON: 10,
    Limit.PLANS_A_CHANNEL: 5,
    Limit.PLANS_A_WORKSPACE: 25_000,
    Limit.NOTES_A_PERSON: 500,
    Limit.EXPORTS_A_DAY: 2,
    Limit.CALENDARS_A_PERSON: 5,
    Limit.MEMBERS_A_GROUP: 2_000,
    Limit.COMMANDS_A_MINUTE: 20,
    Limit.COMMANDS_A_SECOND: 50,
}
"""What holds where nobody has said otherwise. Commands: a person's a minute, a workspace's a
second, counted by each process; plans are those that run or rest."""

_TOLD = {
    Limit.PLANS_A_PERSON: (
        "You are on {most} already, the most that one person may follow here. "
        "Leave one with `leave`, or finish one."
    ),
    Limit.PLANS_A_CHANNEL: (
        "This channel follows {most} already, the most for one channel. "
        "Leave one with `leave`, or start yours in a direct message with me."
    ),
    Limit.PLANS_A_WORKSPACE: (
        "This workspace has {most} already, the most there may be. "
        "Nothing was started; try again once somebody has finished."
    ),
    Limit.NOTES_A_PERSON: (
        "You have {most}, the most that one person may keep, so this one was not kept. "
        "Make room with `note delete 1`."
    ),
    Limit.EXPORTS_A_DAY: (
        "You have had {most} within a day, the most there may be. "
        "Try again tomorrow with `data export`."
    ),
    Limit.CALENDARS_A_PERSON: (
        "You have {most}, the most that one person may have, so none was made. "
        "End one with `settings calendar off` where you asked for it."
    ),
    Limit.MEMBERS_A_GROUP: (
        "This group has {most}, the most for one group, so you were not added. "
        "Read along without, or say `enroll` in a direct message with me."
    ),
    Limit.COMMANDS_A_MINUTE: (
        "That was more than {most} in a minute, so I left this one out. Try it again in a moment."
    ),
    Limit.COMMANDS_A_SECOND: (
        "This workspace gave me more than {most} in one second, so I left this one out. "
        "Try it again in a moment."
    ),
}


class LimitReached(UserError):
    """That is more than there may be here. Whoever runs this bot can raise the limit."""

    def __init__(self, limit: Limit, most: int) -> None:
        noun = limit.value.partition("s-")[0]  # the names begin with what is counted
        told = _TOLD[limit].format(most=f"{most:,} {noun}{'' if most == 1 else 's'}")
        super().__init__(f"{told} Whoever runs this bot can raise that limit.")
        self.limit = limit
        self.most = most


class UnknownLimit(Fault):
    """There is no such limit. See them all: mlops-bot limits."""


def parse_limit(text: str) -> tuple[Limit, int | None]:
    """What an operator sets: "notes-a-person=900", or "notes-a-person=default" (None).

    Raises:
        UnknownLimit: the name is none of ours, or the value no whole number in reach.
    """
    name, _, value = text.partition("=")
    names = ", ".join(each.value for each in Limit)
    if name.strip() not in {each.value for each in Limit}:
        raise UnknownLimit(f"{name.strip() or text!r} is no limit; there are {names}")
    limit, value = Limit(name.strip()), value.strip()
    if value == "default":
        return limit, None
    if not (value.isascii() and value.isdigit()) or not 1 <= int(value[:9]) <= LARGEST:
        raise UnknownLimit(f"{limit.value} takes a number from 1 to {LARGEST:,}, or `default`")
    return limit, int(value)
