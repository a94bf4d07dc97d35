"""Who speaks and where: an interaction as `Origin`s.

The tenant is who let the call in (`authorizing_integration_owners`): a server where the bot was
installed for it, or else the person. A person's own plan, made anywhere on Discord, belongs to
the person alone and comes as direct messages; its place is named by the person, so that it needs
no look-up.
"""

from dataclasses import dataclass

import discord

from bot.domain.conversation import Origin

NAME = "discord"
LANE = "bot"
"""Discord counts requests for the bot as a whole."""
_OWN = "user-"


def is_server(workspace: str) -> bool:
    """Whether a workspace is a server, not a person's own."""
    return not workspace.startswith(_OWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who calls: their own origin, that of the channel where a server let the call in.

    `leads` says that the person may manage this channel; `reachable` that Discord may let us
    write to them first, because they are in a server with us or write in our direct messages.
    """

    own: Origin
    channel: Origin | None
    leads: bool
    reachable: bool


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
        leads=in_server and interaction.permissions.manage_channels,
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
    )
