"""How Slack calls an app over HTTP: signed, in the encoding of each kind of payload."""

import hashlib
import hmac
import json
from urllib.parse import urlencode

import aiohttp

from tests.fakes.slack_state import START_S, Json, SlackState, Workspace

FORM = "application/x-www-form-urlencoded"


def encoded(kind: str, payload: Json) -> tuple[bytes, str]:
    """The body of a payload and its content type."""
    if kind == "events_api":
        return json.dumps(payload).encode(), "application/json"
    fields = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
    return urlencode(fields).encode(), FORM


def signed(body: bytes, *, secret: str, at: int) -> dict[str, str]:
    """The two headers that prove where a body comes from."""
    base = b":".join((b"v0", str(at).encode(), body))
    made = hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": str(at), "X-Slack-Signature": f"v0={made}"}


async def asked(
    state: SlackState, team: Workspace, *, kind: str, payload: Json, retry: int = 0
) -> tuple[int, str]:
    """Call the app; the status and the text of its answer."""
    body, content_type = encoded(kind, payload)
    at = int(state.now().timestamp())
    headers = signed(body, secret=team.signing_secret, at=at) | {"Content-Type": content_type}
    if retry:
        headers |= {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": "http_timeout"}
    timeout = aiohttp.ClientTimeout(total=START_S)
    async with (
        aiohttp.ClientSession(timeout=timeout) as session,
        session.post(team.request_url, data=body, headers=headers) as answer,
    ):
        return answer.status, await answer.text()


async def call(
    state: SlackState, team: Workspace, *, kind: str, payload: Json, retry: int = 0
) -> Json:
    """Call the app; what it acknowledged with.

    Raises:
        AssertionError: it did not answer 200.
    """
    status, text = await asked(state, team, kind=kind, payload=payload, retry=retry)
    assert status == 200, (status, text)
    if not text:
        return {}
    return json.loads(text) if text.startswith("{") else {"text": text}
