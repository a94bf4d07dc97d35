"""Who speaks and where: an interaction as `Origin`s.

The tenant is who let the call in (`authorizing_integration_owners`): a server where the bot was
installed for it, or else the person. A person's own plan, made anywhere on Discord, belongs to
the person alone and comes as direct messages; its place is named by the person, so that it needs
no look-up.
"""

from dataclasses import dataclass

import discord

from bot.domain.authority import Standing
from bot.domain.conversation import Origin
from bot.domain.errors import UserError

NAME = "discord"
LANE = "bot"
"""Discord counts requests for the bot as a whole."""
_OWN = "user-"


def is_server(workspace: str) -> bool:
    """Whether a workspace is a server, not a person's own."""
    return not workspace.startswith(_OWN)


class NoChannel(UserError):
    """I cannot post in this channel. For a plan in your direct messages type `enroll`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who calls: their own origin, that of the channel where a server let the call in.

    `reachable` says that Discord may let us write to them first, because they are in a server
    with us or write in our direct messages.
    """

    own: Origin
    channel: Origin | None
    reachable: bool

    @property
    def here(self) -> Origin:
        """The server's channel.

        Raises:
            NoChannel: no server let the call in, so that we may not post there.
        """
        if self.channel is None:
            raise NoChannel
        return self.channel


def caller_of(interaction: discord.Interaction) -> Caller:
    """Who calls."""
    user = interaction.user
    own = Origin(
        platform=NAME,
        workspace=f"{_OWN}{user.id}",
        place=str(user.id),
        person=str(user.id),
        lane=LANE,
        person_name=user.display_name,
        threads=False,
    )
    in_server = interaction.guild_id is not None and interaction.is_guild_integration()
    return Caller(
        own=own,
        channel=_channel(interaction, user) if in_server else None,
        reachable=in_server or interaction.context.dm_channel,
    )


def _channel(
    interaction: discord.Interaction, user: discord.User | discord.Member
) -> Origin | None:
    """The server's channel; a thread stands for the channel it hangs on."""
    channel = interaction.channel
    if channel is None or interaction.guild_id is None:
        return None
    parent = channel.parent_id if isinstance(channel, discord.Thread) else None
    return Origin(
        platform=NAME,
        workspace=str(interaction.guild_id),
        place=str(parent or channel.id),
        person=str(user.id),
        lane=LANE,
        is_dm=False,
        person_name=user.display_name,
        place_name="" if parent else str(getattr(channel, "name", "") or ""),
        standing=_standing(interaction.permissions),
    )


def _standing(may: discord.Permissions) -> Standing:
    """What somebody may do here, as Discord says with every interaction.

    Discord counts administrators and owners in (discord-api-docs, topics/permissions).
    """
    if may.manage_guild or may.administrator:
        return Standing.ADMIN
    return Standing.CHANNEL_MANAGER if may.manage_channels else Standing.MEMBER
