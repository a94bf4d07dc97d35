"""Who may do what: every command is one of five acts, and these rules say who may.

Asked when a command is carried out, never when its button or form was shown. A direct message is
its person's own; only what a whole workspace chooses is asked about there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from bot.domain.errors import UserError
from bot.domain.verbs import BUTTONS, BY_PATH


class Standing(IntEnum):
    """What a platform knows of a caller, in the place where they speak; more includes less."""

    OUTSIDER = 0  # a guest, or somebody of another workspace
    MEMBER = 1
    CHANNEL_MANAGER = 2
    ADMIN = 3  # manages the workspace


class Starters(StrEnum):
    """Who may start the plan of a channel."""

    EVERYBODY = "everybody"
    MANAGERS = "channel managers"
    ADMINS = "admins"


class Act(StrEnum):
    """What a command does, as far as it matters who gives it."""

    PERSONAL = "about the caller alone"
    FOLLOW = "look at a plan, join it, finish its readings"
    START = "start a plan"
    STEER = "change how a plan runs"
    GOVERN = "choose for the whole workspace"


_ACTS: Mapping[Act, str] = {
    Act.PERSONAL: """welcome, kind, send_again, casestudy, help, help about, elsewhere, data,
      data export, data forget, settings timezone, settings quiet, settings away,
      settings reminders, settings stop""",
    Act.FOLLOW: """done, discuss, progress, find, path, go, go broken, settings,
      settings calendar, keep, note, note rate, note change, note delete, go later, shelf_later,
      settings leave, group, group join, group leave, group posts, group lead, group swap,
      group away, group leads, group tell, group nudges, group visible, group board,
      group book, vote""",
    Act.START: "enroll, preview, casestudy weekly",
    Act.STEER: """next, go back, go repeat, go skip, go to, know, parts, restart, pause, resume,
      settings pace, settings holidays, settings break, settings wait, settings keep, group start,
      group discussion, group on, group week, group reminders""",
    Act.GOVERN: "settings workspace",
}
ACTS: Mapping[str, Act] = {
    name.strip(): act for act, names in _ACTS.items() for name in names.split(",")
}
"""The act of every command, by its full name; what is not listed steers."""

_LEAST = {
    Starters.EVERYBODY: Standing.MEMBER,
    Starters.MANAGERS: Standing.CHANNEL_MANAGER,
    Starters.ADMINS: Standing.ADMIN,
}
_WHO = {
    Starters.EVERYBODY: "members of this channel",
    Starters.MANAGERS: "people who manage this channel",
    Starters.ADMINS: "admins",
}
_YOUR_OWN = "For a plan of your own, write `enroll` to me in a direct message."


class MembersOnly(UserError):
    """In a channel its members decide on the plan; `done` and `progress` are yours too.

    For a plan of your own, write to me in a direct message.
    """


class NotAStarter(UserError):
    """Not everybody may start a plan in this channel."""


class NotThisChannel(UserError):
    """Plans run in other channels here."""


class AdminsOnly(UserError):
    """Only admins choose that, for everybody here. Ask one of them; nothing has changed."""


class NotInCharge(UserError):
    """Somebody else's plan: `names` are who decides on it as others typed them, none if unknown."""

    def __init__(self, *names: str) -> None:
        super().__init__("Whoever started this plan, and people who manage this channel, change it")
        self.names = tuple(each for each in names if each)


@dataclass(frozen=True, slots=True, kw_only=True)
class StartRules:
    """Who may start plans, and in which channels (the platform's ids); none named means all."""

    starters: Starters
    channels: tuple[str, ...] = ()


def act_of(verb: str) -> Act:
    """What a command does; a forgotten one steers, so that it is shut and not open."""
    return ACTS.get(verb, Act.STEER)


def check_start(standing: Standing, rules: StartRules, *, place: str) -> None:
    """Whether somebody may start a plan in this channel.

    Raises:
        MembersOnly: they are an outsider.
        NotAStarter: the workspace lets fewer people start plans.
        NotThisChannel: plans run in other channels.
    """
    if standing is Standing.OUTSIDER:
        raise MembersOnly
    if standing < _LEAST[rules.starters]:
        raise NotAStarter(f"Only {_WHO[rules.starters]} can start a plan here. {_YOUR_OWN}")
    if rules.channels and place not in rules.channels:
        raise NotThisChannel(
            f"Plans run in other channels: the admins here chose them. {_YOUR_OWN}"
        )


def may_steer(standing: Standing, *, in_charge: bool) -> bool:
    """Whether somebody may change a channel's plan; `in_charge` started or leads it."""
    return standing is not Standing.OUTSIDER and (in_charge or standing >= Standing.CHANNEL_MANAGER)


def check_govern(standing: Standing) -> None:
    """Whether somebody may choose for the whole workspace.

    Raises:
        AdminsOnly: they may not.
    """
    if standing < Standing.ADMIN:
        raise AdminsOnly


def every_command() -> frozenset[str]:
    """All commands and what buttons mean besides."""
    return frozenset(BY_PATH) | frozenset(BUTTONS.values())
