"""A person on the local Discord: types commands, presses what they see, fills in forms."""

from dataclasses import dataclass, field
from typing import Any

from tests.fakes.discord_server import DiscordServer
from tests.fakes.discord_state import (
    APPLICATION_ID,
    Channel,
    Guild,
    Interaction,
    Json,
    Message,
    every_component,
    text_of,
    user_data,
)

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 2, 3, 4, 5
SUB, GROUP, STRING = 1, 2, 3
MANAGE_CHANNELS = 1 << 4
MANAGE_SERVER = 1 << 5
ORDINARY = 1 << 11  # may send messages


@dataclass
class Person:
    """Somebody; `guild` and `channel` are where they are, their direct message where None.

    `installed_by` says who let the bot in: the server, or the person; `owners` says the same as
    Discord does.
    """

    server: DiscordServer
    id: str
    name: str
    guild: Guild | None = None
    channel: Channel | None = None
    leads: bool = False
    manages: bool = False
    installed_by: str = "server"
    owners: dict[str, str] | None = None
    payloads: dict[str, Json] = field(default_factory=dict)

    @property
    def directs(self) -> list[Message]:
        """The bot's direct messages that it sent by itself."""
        return [each for each in self.server.state.to_person(self.id) if each.nonce]

    async def say(self, path: str, **options: str) -> str:
        """Give a command of the menu; the words of its answer."""
        return text_of((await self.command(path, **options)).body)

    async def command(self, path: str, **options: str) -> Message:
        """Give a command of the menu; its answer."""
        return self._shown(await self.begin(path, **options))

    async def begin(self, path: str, **options: str) -> Interaction:
        """Give a command of the menu, up to its first answer."""
        return await self._call(COMMAND, _menu(path, options))

    async def suggest(self, path: str, option: str, typed: str, **others: str) -> list[Json]:
        """What is suggested while an option is being typed."""
        data = _menu(path, {**others, option: typed}, focused=option)
        call = await self._call(AUTOCOMPLETE, data)
        assert call.answer is not None
        choices: list[Json] = call.answer["data"]["choices"]
        return choices

    async def press(self, message: Message, label: str) -> Interaction:
        """Press the button of this label."""
        button = next(
            each for each in every_component(message.body["components"])
            if each.get("label") == label and "custom_id" in each
        )  # fmt: skip
        return await self.press_id(message, button["custom_id"])

    async def press_id(self, message: Message, custom_id: str) -> Interaction:
        data = {"component_type": 2, "custom_id": custom_id}
        return await self._call(COMPONENT, data, pressed=message)

    async def fill_in(
        self, call: Interaction, value: str, pressed: Message | None = None, **others: str
    ) -> Interaction:
        """Send the form that was opened, `others` in the fields of these names."""
        assert call.answer is not None
        assert call.answer["type"] == 9
        form = call.answer["data"]

        def given(component: Json) -> Json:
            said = others.get(component["custom_id"], value)
            return {"value": said} if component["type"] == 4 else {"values": said.split()}

        fields = [
            {
                "type": 18,
                "component": {
                    "type": each["component"]["type"],
                    "custom_id": each["component"]["custom_id"],
                    **given(each["component"]),
                },
            }
            for each in form["components"]
        ]
        data = {"custom_id": form["custom_id"], "components": fields}
        return await self._call(MODAL, data, pressed=pressed)

    async def again(self, call: Interaction) -> None:
        """Discord repeats an interaction, as after a resumed connection."""
        await self.server.gateway.dispatch("INTERACTION_CREATE", self.payloads[call.id])

    async def _call(self, kind: int, data: Json, *, pressed: Message | None = None) -> Interaction:
        state = self.server.state
        number = state.snowflake()
        call = Interaction(
            id=number,
            token=f"token-{number}",
            kind=kind,
            channel=self._where.id,
            user=self.id,
            at=state.now(),
            pressed=pressed,
        )
        payload = self._payload(call, data)
        self.payloads[call.id] = payload
        await self.server.call(call, payload)
        return call

    @property
    def _where(self) -> Channel:
        return self.channel or self.server.state.direct(self.id)

    def _shown(self, call: Interaction) -> Message:
        assert call.messages, call.answer
        return call.messages[-1]

    def _payload(self, call: Interaction, data: Json) -> Json:
        user = user_data(self.id, self.name)
        payload: Json = {
            "id": call.id,
            "application_id": APPLICATION_ID,
            "type": call.kind,
            "token": call.token,
            "version": 1,
            "data": {"id": "1", "name": "mlops", "type": 1, **data},
            "channel": self._where.data(),
            "channel_id": self._where.id,
            "attachment_size_limit": 10_000_000,
            "locale": "en-US",
            "entitlements": [],
            "app_permissions": "0",
            "authorizing_integration_owners": self._owners(),
            "context": 0 if self.guild else 1,
        }
        if call.pressed is not None:
            payload["message"] = call.pressed.data()
        if self.guild is None:
            return {**payload, "user": user}
        permissions = ORDINARY | (MANAGE_CHANNELS if self.leads else 0)
        permissions |= MANAGE_SERVER if self.manages else 0
        member: dict[str, Any] = {
            "user": user,
            "roles": [],
            "joined_at": "2026-11-23T08:00:00+00:00",
            "deaf": False,
            "mute": False,
            "flags": 0,
            "permissions": str(permissions),
        }
        guild = {"id": self.guild.id, "locale": "en-US", "features": []}
        return {**payload, "guild_id": self.guild.id, "guild": guild, "member": member}

    def _owners(self) -> Json:
        if self.owners is not None:
            return self.owners
        if self.installed_by == "person":
            return {"1": self.id}
        return {"0": self.guild.id if self.guild else "0"}


def _menu(path: str, options: dict[str, str], *, focused: str = "") -> Json:
    """A command as Discord sends it."""
    inner: list[Json] = [
        {"type": STRING, "name": name, "value": value, "focused": name == focused}
        for name, value in options.items()
    ]
    names = path.split()
    for number, name in enumerate(reversed(names)):
        kind = SUB if number == 0 else GROUP
        inner = [{"type": kind, "name": name, "options": inner}]
    return {"options": inner}
