"""What the admins of a workspace choose for everybody in it."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.authority import Starters, StartRules

_USUAL: Mapping[str, Starters] = {"discord": Starters.MANAGERS}
"""Who may start a channel's plan where nobody has chosen; elsewhere everybody may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What was chosen; empty where nothing was.

    `channels` are the platform's ids of the channels in which plans may start, `zone` is the IANA
    zone of new people, `ping_role` the platform's id of a role that may be called.
    """

    starters: Starters | None = None
    channels: tuple[str, ...] = ()
    zone: str = ""
    ping_role: str = ""

    def start_rules(self, platform: str) -> StartRules:
        """The rules for starting plans, the platform's usual ones where nothing was chosen."""
        return StartRules(starters=self.starters or usual(platform), channels=self.channels)


def usual(platform: str) -> Starters:
    """Who may start plans on this platform where nobody has chosen."""
    return _USUAL.get(platform, Starters.EVERYBODY)
