"""Getting into a channel before a plan starts there: our messages must stand, and be read back."""

from slack_sdk.errors import SlackApiError

from bot.platforms.slack.teams import Team


async def enter(team: Team, channel: str) -> str:
    """Join a public channel; empty where we are in, else what its people can do about it.

    Raises:
        aiohttp.ClientError: Slack cannot be reached.
        TimeoutError: Slack does not answer.
    """
    try:
        answer = await team.client.conversations_info(channel=channel)
        known = answer["channel"]
        if known.get("is_archived"):
            return "This channel is archived. Start the plan in another one."
        if not known.get("is_member"):
            await team.client.conversations_join(channel=channel)
    except SlackApiError:
        return (
            f"I am not in this channel yet. Type /invite @{team.handle} there, "
            "then /mlops enroll once more."
        )
    return ""
