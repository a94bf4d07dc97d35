"""Handing out files: in the person's own direct message alone."""

from collections.abc import Sequence

import structlog
from slack_sdk.errors import SlackApiError

from bot.domain.card import Card, Tone, words
from bot.domain.conversation import Attachment
from bot.platforms.slack import outcomes
from bot.platforms.slack.render import render_card
from bot.platforms.slack.teams import Team

log = structlog.get_logger(__name__)

_SHUT = Card(
    title=words("I could not hand out the file"),
    text=(
        words(
            "In this workspace I may not send files yet. Whoever looks after the app can allow it: "
            "the permission is files:write."
        ),
    ),
    tone=Tone.GENTLE,
)


async def hand_out(team: Team, user: str, *, files: Sequence[Attachment]) -> None:
    """Send files to somebody; where the permission is missing they are told.

    Raises:
        SlackApiError: Slack refuses for another reason.
        aiohttp.ClientError: Slack cannot be reached.
        TimeoutError: Slack does not answer.
    """
    opened = await team.client.conversations_open(users=[user])
    channel = str(opened["channel"]["id"])
    uploads = [{"file": each.content, "filename": each.name, "title": each.name} for each in files]
    try:
        await team.client.files_upload_v2(channel=channel, file_uploads=uploads)
    except SlackApiError as error:
        if outcomes.code_of(error) != "missing_scope":
            raise
        log.info("slack_file_not_allowed")
        told = render_card(_SHUT)
        await team.client.chat_postMessage(
            channel=channel,
            text=told.text,
            blocks=told.blocks,
            unfurl_links=False,
            unfurl_media=False,
        )
