"""Installing in a workspace: to Slack with a state that one browser has, and back with a code.

Protocol: docs.slack.dev, authentication/installing-with-oauth.
"""

import hashlib
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import Enum, auto
from typing import Any, Protocol
from urllib.parse import urlencode

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.platforms.slack import outcomes
from bot.platforms.slack.http import REDIRECT
from bot.platforms.slack.installed import AppSecrets, oauth_access
from bot.platforms.slack.manifest import BOT_NAME, NEEDED, OPTIONAL
from bot.ports import Clock, Installation, Installations, InstallStates, Tokens

LASTS = timedelta(minutes=10)
"""How long somebody may take at Slack."""
SECRET_BYTES = 32
_STATE = re.compile(r"([0-9a-f]{1,12})\.[A-Za-z0-9_-]{43}")
_ID = re.compile(r"[A-Z0-9]{2,30}")
_NAME = re.compile(r"[a-z0-9_]{1,60}")
_LONGEST_CODE = 500

log = structlog.get_logger(__name__)


class Ending(Enum):
    """How an installation ends."""

    INSTALLED = auto()
    DENIED = auto()
    EXPIRED = auto()
    USED = auto()
    ELSEWHERE = auto()
    UNKNOWN = auto()
    ORGANIZATION = auto()
    REFUSED = auto()
    UNREACHABLE = auto()
    BROKEN = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """An end; `team_name` is what others typed, `app_link` opens us in Slack.

    `greeted` says whether the installer has the one message now.
    """

    ending: Ending
    team_name: str = ""
    app_link: str = ""
    greeted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where we and Slack are: our public address, and the root of Slack's own pages."""

    public_url: str
    slack: str

    @property
    def redirect_uri(self) -> str:
        """Where Slack sends people back to; from our settings alone, whatever a request says."""
        return self.public_url.rstrip("/") + REDIRECT


@dataclass(frozen=True, slots=True, kw_only=True)
class InstallKeeping:
    """Where installations and their beginnings are kept."""

    installations: Installations
    states: InstallStates


class Installed(Protocol):
    """Called after an installation is kept, with who installed and whether to greet them."""

    async def __call__(self, installation: Installation, *, installer: str, greet: bool) -> bool:
        """Carry on, and say whether somebody was greeted; must not fail."""
        ...


class Installing:
    """Begins and ends installations. `browser` is the secret that one browser's cookie holds."""

    def __init__(
        self,
        keeping: InstallKeeping,
        *,
        site: Site,
        app: AppSecrets,
        client: Callable[[str | None], AsyncWebClient],
        clock: Clock,
        installed: Installed,
    ) -> None:
        self._keeping = keeping
        self._site = site
        self._app = app
        self._client = client
        self._clock = clock
        self._installed = installed

    async def begin(self, browser: str) -> str:
        """Where to send the browser: Slack's page, with a state that is good for one return."""
        begun = int(self._clock.real().timestamp())
        state = f"{begun:x}.{secrets.token_urlsafe(SECRET_BYTES)}"
        await self._keeping.states.keep(_digest(state, browser), lasts=LASTS)
        asked = {
            "client_id": self._app.client_id,
            "scope": ",".join([*NEEDED, *OPTIONAL]),
            "redirect_uri": self._site.redirect_uri,
            "state": state,
        }
        return f"{self._site.slack}/oauth/v2/authorize?{urlencode(asked)}"

    async def finish(self, said: Mapping[str, str], *, browser: str) -> Ended:
        """What comes of a return from Slack with these parameters."""
        state = said.get("state", "")
        if not _STATE.fullmatch(state):
            return Ended(ending=Ending.UNKNOWN)
        fresh = await self._keeping.states.take(_digest(state, browser))
        if said.get("error") == "access_denied":
            return Ended(ending=Ending.DENIED)
        if not fresh:
            return Ended(ending=self._why_not(state, browser=browser))
        code = said.get("code", "")
        error = said.get("error", "")
        if error or not 0 < len(code) <= _LONGEST_CODE:
            log.warning("slack_install_refused", error=error if _NAME.fullmatch(error) else "")
            return Ended(ending=Ending.REFUSED)
        return await self._ended(code)

    async def _ended(self, code: str) -> Ended:
        try:
            return await self._exchange(code)
        except SlackApiError as error:
            log.warning("slack_install_refused", error=outcomes.code_of(error))
            return Ended(ending=Ending.REFUSED)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            log.warning("slack_install_unreachable", cause=type(error).__name__)
            return Ended(ending=Ending.UNREACHABLE)

    def _why_not(self, state: str, *, browser: str) -> Ending:
        """Why a state is not there. It says when it was made, which decides on words alone."""
        if not browser:
            return Ending.ELSEWHERE
        begun = int(state.partition(".")[0], base=16)
        too_old = self._clock.real().timestamp() - begun >= LASTS.total_seconds()
        return Ending.EXPIRED if too_old else Ending.USED

    async def _exchange(self, code: str) -> Ended:
        answer = await oauth_access(
            self._client(None), self._app, code=code, redirect_uri=self._site.redirect_uri
        )
        found: Mapping[str, Any] = answer.data if isinstance(answer.data, dict) else {}
        team = found.get("team") or {}
        if found.get("is_enterprise_install") or not team.get("id"):
            await self._give_back(str(found.get("access_token", "")))
            return Ended(ending=Ending.ORGANIZATION)
        installation = await self._introduced(self._installation(found))
        installer = str((found.get("authed_user") or {}).get("id", ""))
        greet = await self._keeping.installations.save(installation, installer=installer)
        log.info("slack_installed", team=installation.workspace)
        return Ended(
            ending=Ending.INSTALLED,
            team_name=installation.name,
            app_link=self._app_link(str(found.get("app_id", "")), team=installation.workspace),
            greeted=await self._installed(installation, installer=installer, greet=greet),
        )

    def _installation(self, found: Mapping[str, Any]) -> Installation:
        lasts = found.get("expires_in")
        return Installation(
            workspace=str(found["team"]["id"]),
            name=str(found["team"].get("name") or ""),
            handle=BOT_NAME,
            user_id=str(found["bot_user_id"]),
            bot_id="",
            scopes=frozenset(str(found.get("scope", "")).split(",")),
            tokens=Tokens(
                access=str(found["access_token"]),
                refresh=str(found.get("refresh_token") or ""),
                expires_at=self._clock.real() + timedelta(seconds=int(lasts)) if lasts else None,
            ),
        )

    async def _introduced(self, known: Installation) -> Installation:
        """With our names there, if Slack tells them now; the daily look learns them otherwise."""
        try:
            answer = await self._client(known.tokens.access).auth_test()
        except (SlackApiError, aiohttp.ClientError, TimeoutError, OSError) as error:
            log.warning("slack_names_unknown", cause=type(error).__name__)
            return known
        return replace(
            known,
            name=str(answer.get("team") or known.name),
            handle=str(answer.get("user") or known.handle),
            bot_id=str(answer.get("bot_id") or ""),
        )

    async def _give_back(self, token: str) -> None:
        """A token for a whole organization is not kept: it would reach more than was meant."""
        try:
            await self._client(token).auth_revoke()
        except (SlackApiError, aiohttp.ClientError, TimeoutError, OSError) as error:
            log.warning("slack_token_not_given_back", cause=type(error).__name__)

    def _app_link(self, app_id: str, *, team: str) -> str:
        if not (_ID.fullmatch(app_id) and _ID.fullmatch(team)):
            return ""
        return f"{self._site.slack}/app_redirect?{urlencode({'app': app_id, 'team': team})}"


def slack_root(api_url: str | None) -> str:
    """The root of Slack's own pages, beside its API: an address that ends in /api/."""
    if api_url is None:
        return "https://slack.com"
    return api_url.rstrip("/").removesuffix("/api")


def _digest(state: str, browser: str) -> str:
    return hashlib.sha256(f"{state}:{browser}".encode()).hexdigest()
