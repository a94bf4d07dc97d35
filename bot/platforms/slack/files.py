"""Handing out files: in the person's own direct message alone."""

from collections.abc import Sequence

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.domain.card import Card, Tone, words
from bot.domain.conversation import Attachment
from bot.platforms.slack import outcomes
from bot.platforms.slack.render import render_card
from bot.platforms.slack.teams import Team

_PLACE, _FILES = "im:write", "files:write"

log = structlog.get_logger(__name__)


class _Refused(Exception):
    """The workspace has not given us this permission."""


async def hand_out(team: Team, user: str, *, files: Sequence[Attachment]) -> None:
    """Send files to somebody; where that does not work they are told.

    Raises:
        SlackApiError: Slack does not take the word of it either.
        aiohttp.ClientError: Slack cannot be reached.
        TimeoutError: Slack does not answer.
    """
    try:
        await _sent(team, user, files=files)
    except _Refused as error:
        log.info("slack_file_not_allowed", permission=str(error))
        card = _not_allowed(str(error))
    except (SlackClientError, aiohttp.ClientError, TimeoutError, OSError) as error:
        log.warning("slack_file_not_sent", cause=type(error).__name__)
        card = _NOT_NOW
    else:
        return
    told = render_card(card)
    await team.client.chat_postMessage(
        channel=user,
        text=told.text,
        blocks=told.blocks,
        unfurl_links=False,
        unfurl_media=False,
    )


async def _sent(team: Team, user: str, *, files: Sequence[Attachment]) -> None:
    permission = _PLACE
    try:
        opened = await team.client.conversations_open(users=[user])
        permission = _FILES
        await team.client.files_upload_v2(
            channel=str(opened["channel"]["id"]),
            file_uploads=[
                {"file": each.content, "filename": each.name, "title": each.name} for each in files
            ],
        )
    except SlackApiError as error:
        if outcomes.code_of(error) != "missing_scope":
            raise
        raise _Refused(permission) from None


def _not_allowed(permission: str) -> Card:
    return Card(
        title=_TITLE,
        text=(
            words(
                "In this workspace I may not send files yet. Whoever looks after the app can "
                f"allow it: the permission is {permission}."
            ),
        ),
        tone=Tone.GENTLE,
    )


_TITLE = words("I could not hand out the file")
_NOT_NOW = Card(
    title=_TITLE,
    text=(words("Slack did not take it just now. Please ask for it again in a minute."),),
    tone=Tone.GENTLE,
)
