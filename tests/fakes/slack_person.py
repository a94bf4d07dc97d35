"""Somebody in the local Slack: types commands, presses buttons, fills in forms, as Slack tells us.

Payloads follow docs.slack.dev, interactivity and reference/interaction-payloads.
"""

from dataclasses import dataclass
from typing import Any

from tests.fakes.slack_checks import interactive
from tests.fakes.slack_http import call
from tests.fakes.slack_methods import respond
from tests.fakes.slack_server import FakeSlack
from tests.fakes.slack_state import Channel, Json, Ticket, User, Workspace
from tests.fakes.slack_views import follow


@dataclass
class Person:
    """One person; everything they do goes over Socket Mode and is acknowledged before it ends."""

    server: FakeSlack
    team: Workspace
    user: User

    @property
    def direct(self) -> Channel:
        """Their direct message with the bot."""
        return self.team.direct(self.user.id)

    @property
    def home(self) -> Json:
        """What their Home shows."""
        return self.team.homes[self.user.id]

    @property
    def window(self) -> Json:
        """The newest modal they see."""
        mine = [each for each in self.team.modals.values() if each["user"] == self.user.id]
        return mine[-1]

    async def types(self, text: str, channel: Channel | None = None) -> Json:
        """`/mlops text`; what it was acknowledged with, shown in the channel too."""
        channel = channel or self.direct
        ticket = self._ticket(channel)
        answer = await self._deliver(
            "slash_commands",
            {
                "token": "verification",
                "team_id": self.team.id,
                "team_domain": self.team.name.lower(),
                "channel_id": channel.id,
                "channel_name": _said_name(channel),
                "user_id": self.user.id,
                "user_name": self.user.name,
                "command": "/mlops",
                "text": text,
                "api_app_id": "A0001",
                "is_enterprise_install": "false",
                "response_url": self._response_url(ticket),
                "trigger_id": self._trigger(ticket),
            },
        )
        if answer.get("text") or answer.get("blocks"):
            respond(self.server.state, ticket, answer)
            await self.server.state.ring()
        return answer

    async def says(self, text: str, *, event_id: str = "", retry: int = 0) -> None:
        """Plain words in the direct message."""
        await self.event(self.said(text), event_id=event_id, retry=retry)

    def said(self, text: str) -> Json:
        """The event of plain words in the direct message."""
        ts = self.server.state.ts()
        message = {"type": "message", "user": self.user.id, "text": text, "ts": ts}
        self.direct.messages.append(message)
        return message | {
            "channel": self.direct.id,
            "channel_type": "im",
            "event_ts": ts,
            "team": self.team.id,
            "client_msg_id": f"client-{ts}",
        }

    async def event(self, event: Json, *, event_id: str = "", retry: int = 0, at: int = 0) -> None:
        """Any event of the Events API."""
        told = self.told(event, event_id=event_id, at=at)
        await self._deliver("events_api", told, retry=retry)

    def told(self, event: Json, *, event_id: str = "", at: int = 0) -> Json:
        """An event as the Events API tells it."""
        number = self.server.state.number()
        return {
            "token": "verification",
            "team_id": self.team.id,
            "api_app_id": "A0001",
            "event": event,
            "type": "event_callback",
            "event_id": event_id or f"Ev{number:08}",
            "event_time": at or int(self.server.state.now().timestamp()),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": self.team.id,
                    "user_id": self.team.bot_user.id,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": False,
        }

    async def removes_the_app(self, *, at: int = 0, event_id: str = "") -> None:
        """Remove our app from the workspace: its tokens end, and Slack tells us."""
        self.team.installed = False
        await self.event({"type": "app_uninstalled"}, at=at, event_id=event_id)

    async def opens_home(self) -> None:
        """Look at the bot's Home, and wait until it is drawn."""
        before = self.team.homes.get(self.user.id)
        await self.event(
            {
                "type": "app_home_opened",
                "user": self.user.id,
                "channel": self.direct.id,
                "tab": "home",
                "event_ts": self.server.state.ts(),
            }
        )
        await self.server.state.until(lambda: self.team.homes.get(self.user.id) is not before)

    async def presses(
        self,
        label: str,
        message: Json,
        channel: Channel | None = None,
        *,
        at: str = "",
        fields: Json | None = None,
    ) -> None:
        """A button of this label, or the choice in a menu, on a message with what fills it."""
        channel = channel or self.direct
        ticket = self._ticket(channel, message_ts=message["ts"])
        hidden = bool(message.get("is_ephemeral"))
        container = {
            "type": "message",
            "message_ts": message["ts"],
            "channel_id": channel.id,
            "is_ephemeral": hidden,
        }
        body = self._actions(label, message["blocks"], ticket=ticket, at=at)
        body |= {
            "container": container,
            "channel": {"id": channel.id, "name": _said_name(channel)},
            "response_url": self._response_url(ticket),
            "state": {"values": _values(message, fields or {})},
        }
        if not hidden:
            body["message"] = message
        await self._deliver("interactive", body)

    async def shortcut(self, callback_id: str) -> None:
        """A global shortcut."""
        ticket = self._ticket(None)
        body = {
            "type": "shortcut",
            "callback_id": callback_id,
            "team": {"id": self.team.id, "domain": self.team.name.lower()},
            "user": self._user(),
            "trigger_id": self._trigger(ticket),
            "action_ts": self.server.state.ts(),
            "is_enterprise_install": False,
        }
        await self._deliver("interactive", body)

    async def chooses(self, callback_id: str, message: Json, channel: Channel) -> None:
        """A shortcut in a message's own menu."""
        ticket = self._ticket(channel)
        body = {
            "type": "message_action",
            "callback_id": callback_id,
            "team": {"id": self.team.id, "domain": self.team.name.lower()},
            "user": self._user(),
            "channel": {"id": channel.id, "name": channel.name},
            "message": message,
            "message_ts": message["ts"],
            "trigger_id": self._trigger(ticket),
            "response_url": self._response_url(ticket),
            "action_ts": self.server.state.ts(),
            "is_enterprise_install": False,
        }
        await self._deliver("interactive", body)

    async def presses_in(
        self, label: str, view: Json, fields: Json | None = None, *, at: str = ""
    ) -> None:
        """A button in a view, with what stands in its fields."""
        body = self._actions(label, view["blocks"], ticket=self._ticket(None), at=at)
        shown = view | {"state": {"values": _values(view, fields or {})}}
        body |= {"container": {"type": "view", "view_id": view["id"]}, "view": shown}
        await self._deliver("interactive", body)

    async def sends(self, view: Json, **fields: str) -> dict[str, str]:
        """Send a form; what is wrong by field, or nothing and the window closes."""
        ticket = self._ticket(None)
        answer = await self._deliver(
            "interactive",
            {
                "type": "view_submission",
                "team": {"id": self.team.id, "domain": self.team.name.lower()},
                "user": self._user(),
                "api_app_id": "A0001",
                "trigger_id": self._trigger(ticket),
                "view": view | {"state": {"values": _values(view, fields)}},
                "response_urls": [],
                "is_enterprise_install": False,
            },
        )
        if answer.get("response_action") == "errors":
            known = {block.get("block_id") for block in view["blocks"]}
            assert set(answer["errors"]) <= known, "Slack refuses errors of unknown fields"
            return dict(answer["errors"])
        follow(self.server.state, self.team, view=view, answer=answer)
        return {}

    async def message(self, words: str, channel: Channel | None = None) -> Json:
        """Wait for a message that says these words, the newest first."""
        channel = channel or self.direct

        def seen() -> list[Json]:
            mine = [m for m in channel.ephemeral if m["to"] == self.user.id]
            return [*channel.messages, *mine]

        def found() -> list[Json]:
            return [each for each in seen() if words in shown(each)]

        try:
            await self.server.state.until(lambda: bool(found()))
        except TimeoutError:
            raise AssertionError([shown(each) for each in seen()]) from None
        return found()[-1]

    async def _deliver(self, kind: str, payload: Json, *, retry: int = 0) -> Json:
        if self.team.request_url:
            return await call(self.server.state, self.team, kind=kind, payload=payload, retry=retry)
        token = self.team.app_token
        return await self.server.sockets.deliver(kind, payload, app_token=token, retry=retry)

    def _actions(self, label: str, blocks: list[Json], *, ticket: Ticket, at: str = "") -> Json:
        return {
            "type": "block_actions",
            "team": {"id": self.team.id, "domain": self.team.name.lower()},
            "user": self._user(),
            "api_app_id": "A0001",
            "token": "verification",
            "trigger_id": self._trigger(ticket),
            "is_enterprise_install": False,
            "actions": [_action(label, blocks) | {"action_ts": at or self.server.state.ts()}],
        }

    def _user(self) -> Json:
        return {"id": self.user.id, "username": self.user.name, "team_id": self.user.home}

    def _ticket(self, channel: Channel | None, *, message_ts: str = "") -> Ticket:
        return Ticket(team=self.team, user=self.user.id, channel=channel, message_ts=message_ts)

    def _trigger(self, ticket: Ticket) -> str:
        name = f"{self.server.state.number()}.{self.team.id}"
        self.server.state.triggers[name] = ticket
        return name

    def _response_url(self, ticket: Ticket) -> str:
        name = f"r{self.server.state.number()}"
        self.server.state.replies[name] = ticket
        return f"{self.server.address}/response/{name}"


def _action(label: str, blocks: list[Json]) -> Json:
    for element in interactive(blocks):
        if (element.get("text") or {}).get("text") == label:
            return element
        for option in element.get("options") or ():
            if option["text"]["text"] == label:
                kept = {name: element[name] for name in ("type", "action_id", "block_id")}
                return kept | {"selected_option": option}
    raise AssertionError(f"nothing here says {label}")


def _said_name(channel: Channel) -> str:
    """A private channel's own name is in no payload."""
    return "privategroup" if channel.is_private else channel.name


def _values(view: Json, fields: Json) -> Json:
    """A view's state: what a person entered, else what stood there first."""
    values: Json = {}
    for block in view["blocks"]:
        if block["type"] != "input":
            continue
        element, name = block["element"], block["block_id"]
        if element["type"] == "static_select":
            wanted = fields.get(name)
            chosen = [o for o in element["options"] if o["value"] == wanted]
            assert wanted is None or chosen, f"no option {wanted}"
            first = element.get("initial_option")
            answer = {"selected_option": chosen[0] if chosen else first}
        elif element["type"] == "multi_conversations_select":
            said = fields.get(name)
            first = element.get("initial_conversations", [])
            answer = {"selected_conversations": first if said is None else said.split()}
        else:
            answer = {"value": fields.get(name, element.get("initial_value"))}
        values[name] = {element["action_id"]: {"type": element["type"]} | answer}
    return values


def shown(thing: Json) -> str:
    """Every word of a message or a view, as somebody reads it."""
    return " ".join(_texts(thing.get("blocks") or [{"text": thing.get("text", "")}]))


def _texts(thing: Any) -> list[str]:  # noqa: ANN401 - any part of a block
    if isinstance(thing, list):
        return [text for each in thing for text in _texts(each)]
    if not isinstance(thing, dict):
        return []
    if thing.get("type") == "rich_text_section":
        return ["".join(text for each in thing["elements"] for text in _texts(each))]
    here = [thing["text"]] if isinstance(thing.get("text"), str) else []
    here += [thing["fallback"]] if thing.get("type") == "date" else []
    return here + [text for value in thing.values() for text in _texts(value)]
