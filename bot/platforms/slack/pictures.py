"""Pictures as files of the workspace, uploaded once for each content, shown in messages and views.

Only what somebody asked for waits for an upload. Where it cannot be had the words stand instead.
A file is ready a moment after its upload has ended (slackapi/python-slack-sdk#1521), and only our
own token may show it (docs.slack.dev, reference/block-kit/composition-objects/slack-file-object),
so a response_url does not take one.
"""

import asyncio
import hashlib
from collections import OrderedDict, defaultdict
from collections.abc import Awaitable, Callable

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.domain.card import Card, Picture
from bot.platforms.slack import outcomes
from bot.platforms.slack.answers import card_view
from bot.platforms.slack.blocks import shortened, spelled
from bot.platforms.slack.inbound import Caller
from bot.platforms.slack.limits import ALT_TEXT
from bot.platforms.slack.origins import command_prefix
from bot.platforms.slack.render import render_card
from bot.platforms.slack.teams import Team
from bot.ports import Clock, Painter, Theme

KEPT = 2_000
WAITS_S = (0.0, 0.5, 1.0, 2.0)
"""Before each try to show a file that may not be ready."""
REFUSED_S = 3_600.0
"""How long a workspace is not asked again that does not let us upload files."""
NAME = "path.png"
_NOT_READY = frozenset({"invalid_blocks", "invalid_arguments"})

Send = Callable[[str], Awaitable[object]]

log = structlog.get_logger(__name__)


class Pictures:
    """Uploads pictures, and remembers which workspaces let us."""

    def __init__(self, painter: Painter, clock: Clock) -> None:
        self._painter = painter
        self._clock = clock
        self._files: OrderedDict[tuple[str, str], str] = OrderedDict()
        self._refused_until: dict[str, float] = {}
        self._one_at_a_time: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    def has(self, team: Team, card: Card) -> bool:
        """Whether a card has a picture that may be shown in this workspace."""
        now = self._clock.monotonic()
        return card.picture is not None and self._refused_until.get(team.id, now) <= now

    async def sent(self, caller: Caller, card: Card, *, thread: str | None = None) -> bool:
        """Send a card with its picture to who asked for it; False where that is not possible."""
        client, prefix = caller.team.client, command_prefix(caller.origin)

        async def send(file: str) -> object:
            made = render_card(card, prefix=prefix, picture=file)
            if not caller.origin.is_dm:
                return await client.chat_postEphemeral(
                    channel=caller.origin.place,
                    user=caller.user,
                    text=made.text,
                    blocks=made.blocks,
                )
            return await client.chat_postMessage(
                channel=caller.user,
                text=made.text,
                blocks=made.blocks,
                thread_ts=thread,
                unfurl_links=False,
                unfurl_media=False,
            )

        return await self._shown(caller.team, card, send=send)

    async def drawn(self, caller: Caller, card: Card, *, view_id: str, private: str) -> None:
        """Put the picture into a window that shows the card already."""
        client = caller.team.client
        await self._shown(
            caller.team,
            card,
            send=lambda file: client.views_update(
                view_id=view_id, view=card_view(card, private=private, picture=file)
            ),
        )

    async def _shown(self, team: Team, card: Card, *, send: Send) -> bool:
        if card.picture is None or not self.has(team, card):
            return False
        try:
            content = await self._painter.paint(card.picture.content, Theme.LIGHT)
            key = (team.id, hashlib.sha256(content).hexdigest())
            file = await self._file(team, key, content=content, picture=card.picture)
            return await self._tried(file, send) or self._forgotten(key)
        except SlackApiError as error:
            code = outcomes.code_of(error)
            if code == "missing_scope":
                self._refused_until[team.id] = self._clock.monotonic() + REFUSED_S
            log.info("slack_picture_not_shown", error=code)
        except (SlackClientError, aiohttp.ClientError, TimeoutError, OSError) as error:
            log.info("slack_picture_not_shown", error=type(error).__name__)
        return False

    async def _tried(self, file: str, send: Send) -> bool:
        for wait in WAITS_S:
            await asyncio.sleep(wait)
            try:
                await send(file)
            except SlackApiError as error:
                if outcomes.code_of(error) not in _NOT_READY:
                    raise
                continue
            return True
        return False

    def _forgotten(self, key: tuple[str, str]) -> bool:
        """A file that Slack does not show is uploaded anew next time."""
        self._files.pop(key, None)
        return False

    async def _file(
        self, team: Team, key: tuple[str, str], *, content: bytes, picture: Picture
    ) -> str:
        """The id of a picture's file in this workspace, uploaded where it is not there yet."""
        async with self._one_at_a_time[team.id]:
            if key not in self._files:
                alt = shortened(spelled(picture.alt), ALT_TEXT)
                answer = await team.client.files_upload_v2(
                    file=content, filename=NAME, title=NAME, alt_txt=alt
                )
                self._files[key] = str(answer["files"][0]["id"])
            self._files.move_to_end(key)
            while len(self._files) > KEPT:
                self._files.popitem(last=False)
            return self._files[key]
