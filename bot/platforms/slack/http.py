"""Slack over HTTP: signed requests in, Bolt's answers out."""

from slack_bolt.async_app import AsyncBoltRequest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.platforms.slack.gate import Gate, TooLarge, read_body
from bot.platforms.slack.intake import Intake
from bot.platforms.slack.outcomes import SERVER_ERROR

PATH = "/slack/events"
"""Commands, presses and events alike; the manifest names it."""

INSTALL, REDIRECT = "/slack/install", "/slack/oauth_redirect"
"""Where people install the app in their workspace, and come back to; the manifest names it."""

NO_ROUTES: tuple[Route, ...] = ()
"""What Socket Mode needs of the public listener."""


class SlackPages:
    """The one route that Slack calls."""

    def __init__(self, intake: Intake, gate: Gate) -> None:
        self._intake = intake
        self._gate = gate

    def routes(self) -> tuple[Route, ...]:
        """What the public listener serves for Slack."""
        return (Route(PATH, self._called, methods=["POST"]),)

    async def _called(self, request: Request) -> Response:
        try:
            body = await read_body(request.stream())
        except TooLarge:
            return PlainTextResponse("too large", status_code=413)
        if not self._gate.lets_in(request.headers, body):
            return PlainTextResponse("not signed by Slack", status_code=401)
        asked = AsyncBoltRequest(body=body.decode("utf-8", "replace"), headers={**request.headers})
        answer = await self._intake.async_dispatch(asked)
        if answer.status >= SERVER_ERROR:
            self._gate.forget(request.headers)  # Slack sends it again, perhaps within the second
        kinds = answer.headers.get("content-type") or ["text/plain; charset=utf-8"]
        return Response(answer.body, status_code=answer.status, headers={"content-type": kinds[0]})
