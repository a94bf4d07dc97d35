"""Who may talk to the web chat: exact Host and Origin, then a one-time token or a password.

The gate stands before every route and page. The door turns a token or password into a signed
cookie, which outlives a restart because its key is kept with the other secrets.
"""

import hashlib
import hmac
from collections import deque
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.ports import Clock

STAYS = timedelta(days=30)
"""How long a browser stays signed in."""
TRIES = 5
TRIES_WINDOW_S = 60.0
_SAFE_METHODS = frozenset({"GET", "HEAD"})
_FORWARDED = "x-forwarded-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The two names this listener answers to; `localhost` is the same machine."""

    port: int

    @property
    def hosts(self) -> frozenset[str]:
        """What the Host header may say, to the letter."""
        return frozenset({f"127.0.0.1:{self.port}", f"localhost:{self.port}"})


class Gate:
    """Lets through what this machine's own browser sends to its own page, and nothing else."""

    def __init__(self, app: ASGIApp, *, site: Site) -> None:
        self._app = app
        self._site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See the ASGI specification."""
        headers = Headers(scope=scope)
        status = self._refusal(scope, headers)
        if status and scope["type"] == "websocket":
            await send({"type": "websocket.close"})  # before it was accepted: a bare 403
            return
        if status:
            phrase = HTTPStatus(status).phrase  # some body: browsers draw a page for it
            refused = PlainTextResponse(phrase, status_code=status, headers=_HEADERS)
            await refused(scope, receive, send)
            return
        await self._app(scope, receive, _guarded(send, headers["host"]))

    def _refusal(self, scope: Scope, headers: Headers) -> int | None:
        if any(name == "forwarded" or name.startswith(_FORWARDED) for name in headers):
            return 404  # a proxy on this machine must not publish the loopback page
        hosts = headers.getlist("host")
        if len(hosts) != 1 or hosts[0] not in self._site.hosts:
            return 421
        changes = scope["type"] == "websocket" or scope["method"] not in _SAFE_METHODS
        if changes and headers.getlist("origin") != [f"http://{hosts[0]}"]:
            return 403
        return None


_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def content_policy(host: str) -> str:
    """The page may load its own files and talk to its own socket; nothing else at all."""
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        f"connect-src 'self' ws://{host}; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )


def _guarded(send: Send, host: str) -> Send:
    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            kept = headers.get("Cache-Control", _HEADERS["Cache-Control"])
            headers.update(_HEADERS)
            headers["Cache-Control"] = kept  # a route may say that its answer never changes
            headers["Content-Security-Policy"] = content_policy(host)
        await send(message)

    return guarded


@dataclass(frozen=True, slots=True)
class Refused:
    """Not let in: an HTTP status and a text for the person."""

    status: int
    text: str


_USED = Refused(
    403,
    "This address was used already. Restart the bot in its terminal: it prints a new one.",
)
_UNKNOWN = Refused(
    403,
    "This address is not valid any more. The terminal that runs the bot shows the newest one.",
)
_WRONG = Refused(403, "That is not the password. It is the bot's WEBCHAT_PASSWORD.")
_TOO_OFTEN = Refused(429, "Too many tries. Please wait a minute, then try again.")


class Door:
    """Turns a one-time token, or the password where one is set, into a signed cookie."""

    def __init__(
        self, *, session_key: bytes, token: str, password: str | None, clock: Clock
    ) -> None:
        self._key = hmac.digest(session_key, b"webchat:" + _digest(password or ""), "sha256")
        self._token = _digest(token)
        self._password = _digest(password) if password else None
        self._used = False
        self._clock = clock
        self._misses: deque[float] = deque(maxlen=TRIES)

    @property
    def wants_password(self) -> bool:
        """Whether a password is asked for instead of the printed token."""
        return self._password is not None

    def knock(self, *, token: str, password: str) -> str | Refused:
        """A cookie's value for the right token or password."""
        if self._password is not None:
            refused = self._check_password(_digest(password))
        else:
            refused = self._check_token(_digest(token))
        return refused or self._cookie()

    def knows(self, cookie: str) -> bool:
        """Whether this is a cookie of ours whose time has not run out."""
        expires, _, _ = cookie.partition(".")
        if not (expires.isascii() and expires.isdigit() and len(expires) <= 12):  # noqa: PLR2004
            return False
        genuine = hmac.compare_digest(cookie.encode(), self._signed(expires).encode())
        return genuine and int(expires) > self._clock.real().timestamp()

    def _check_token(self, token: bytes) -> Refused | None:
        if not hmac.compare_digest(token, self._token):
            return _UNKNOWN
        if self._used:
            return _USED
        self._used = True
        return None

    def _check_password(self, password: bytes) -> Refused | None:
        now = self._clock.monotonic()
        if len(self._misses) == TRIES and now - self._misses[0] < TRIES_WINDOW_S:
            return _TOO_OFTEN
        if self._password and hmac.compare_digest(password, self._password):
            return None
        self._misses.append(now)
        return _WRONG

    def _cookie(self) -> str:
        return self._signed(str(int((self._clock.real() + STAYS).timestamp())))

    def _signed(self, expires: str) -> str:
        return f"{expires}.{hmac.new(self._key, expires.encode(), 'sha256').hexdigest()}"


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
