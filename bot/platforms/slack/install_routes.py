"""The public addresses of an installation, each answer with the same guards."""

import re
import secrets
from http import HTTPStatus

import structlog
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.platforms.slack.http import INSTALL, REDIRECT
from bot.platforms.slack.install_page import ended_page, install_page, policy
from bot.platforms.slack.installing import LASTS, SECRET_BYTES, Ended, Ending, Installing, Site

_STATUS = {
    Ending.INSTALLED: HTTPStatus.OK,
    Ending.UNREACHABLE: HTTPStatus.BAD_GATEWAY,
    Ending.BROKEN: HTTPStatus.INTERNAL_SERVER_ERROR,
}
_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")

log = structlog.get_logger(__name__)


class InstallRoutes:
    """The page to begin from, the beginning, and the return."""

    def __init__(self, installing: Installing, *, site: Site) -> None:
        self._installing = installing
        self._site = site
        # Only https may use the prefix, which keeps neighbouring hosts from setting the cookie.
        prefix = "__Host-" if site.public_url.startswith("https://") else ""
        self._cookie = f"{prefix}slack-install"
        self._headers = {
            "Cache-Control": "no-store",
            "Content-Security-Policy": policy(),
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
        }

    def routes(self) -> tuple[Route, ...]:
        """What the public listener serves of it."""
        return (
            Route(INSTALL, self._page, methods=["GET"]),
            Route(INSTALL, self._begin, methods=["POST"]),
            Route(REDIRECT, self._return, methods=["GET"]),
        )

    async def _page(self, request: Request) -> Response:
        del request
        return HTMLResponse(install_page(self._site), headers=self._headers)

    async def _begin(self, request: Request) -> Response:
        """To Slack; a browser with a secret keeps it, so that two windows do not disturb."""
        browser = self._browser(request) or secrets.token_urlsafe(SECRET_BYTES)
        try:
            where = await self._installing.begin(browser)
        except Exception:
            log.exception("slack_install_not_begun")
            return self._shown(Ended(ending=Ending.BROKEN))
        answer = RedirectResponse(where, HTTPStatus.SEE_OTHER, headers=self._headers)
        answer.set_cookie(
            self._cookie,
            browser,
            max_age=int(LASTS.total_seconds()),
            path="/",
            secure=True,
            httponly=True,
            samesite="lax",  # Slack sends the browser back here: a strict one would stay away
        )
        return answer

    async def _return(self, request: Request) -> Response:
        said = dict(request.query_params)
        try:
            ended = await self._installing.finish(said, browser=self._browser(request))
        except Exception:
            log.exception("slack_install_failed")
            ended = Ended(ending=Ending.BROKEN)
        return self._shown(ended)

    def _shown(self, ended: Ended) -> Response:
        status = _STATUS.get(ended.ending, HTTPStatus.BAD_REQUEST)
        return HTMLResponse(ended_page(ended, site=self._site), status, headers=self._headers)

    def _browser(self, request: Request) -> str:
        found = request.cookies.get(self._cookie, "")
        return found if _SECRET.fullmatch(found) else ""
