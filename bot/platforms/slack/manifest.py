"""The app manifest: everything Slack has to know about the app, each permission with its reason.

Keys: docs.slack.dev, reference/app-manifest.
"""

from collections.abc import Mapping
from typing import Any

import yaml

from bot.platforms.slack.http import PATH
from bot.platforms.slack.jots import ADD_NOTE
from bot.platforms.slack.listeners import NEXT_READING
from bot.platforms.slack.origins import COMMAND

NEEDED = {
    "commands": f"the command {COMMAND} and the shortcuts",
    "chat:write": "send readings and answers",
    "im:history": "hear plain words in the direct message, and see what arrived there",
    "im:write": "find the direct message with somebody",
    "users:read": "know people's time zone",
    "channels:read": "know whether it is in a public channel before a plan starts there",
    "groups:read": "the same in a private channel",
}
"""The bot's permissions without which something above would not work."""

OPTIONAL = {
    "channels:join": "join a public channel by itself; without it somebody invites it",
    "channels:history": "after a crash, see whether a reading arrived in a public channel",
    "groups:history": "the same in a private channel",
    "files:write": "hand out the file of `data export`, to the person who asked alone",
}
"""Permissions that may be left out, and what each adds."""

EVENTS = {
    "app_home_opened": "draw Home when it is opened",
    "message.im": "hear plain words in the direct message",
}
"""What Slack tells us of."""


def manifest(public_url: str | None = None) -> dict[str, Any]:
    """The manifest as Slack takes it: for Socket Mode, or for HTTP under this address."""
    calls = {} if public_url is None else {"request_url": public_url.rstrip("/") + PATH}
    return {
        "_metadata": {"major_version": 1},
        "display_information": {
            "name": "MLOps study plan",
            "description": "Brings a reading list as a study plan: one reading at a time.",
            "background_color": "#1f3a5f",
        },
        "features": _features(calls.get("request_url")),
        "oauth_config": {"scopes": {"bot": [*NEEDED, *OPTIONAL]}},
        "settings": {
            "event_subscriptions": calls | {"bot_events": [*EVENTS]},
            "interactivity": {"is_enabled": True} | calls,
            "org_deploy_enabled": False,
            "socket_mode_enabled": not calls,
            "token_rotation_enabled": False,
        },
    }


def _features(request_url: str | None) -> dict[str, Any]:
    url = {"url": request_url} if request_url else {}
    return {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": "studybot", "always_online": True},
        "slash_commands": [
            {
                "command": COMMAND,
                "description": "Your study plan",
                "usage_hint": "enroll, next, done, progress, help",
                "should_escape": False,
            }
            | url
        ],
        "shortcuts": [
            {
                "name": "Next reading",
                "type": "global",
                "callback_id": NEXT_READING,
                "description": "Get the next reading of your plan",
            },
            {
                "name": "Add to my study notes",
                "type": "message",
                "callback_id": ADD_NOTE,
                "description": "Keep this message as a note of yours",
            },
        ],
    }


def manifest_yaml(public_url: str | None = None) -> str:
    """The manifest as YAML, the reason beside each permission and event."""
    text = yaml.safe_dump(manifest(public_url), sort_keys=False, allow_unicode=True, width=100)
    reasons = NEEDED | EVENTS | {name: f"optional: {why}" for name, why in OPTIONAL.items()}
    return "\n".join(_explained(line, reasons) for line in text.splitlines())


def _explained(line: str, reasons: Mapping[str, str]) -> str:
    mark, _, name = line.partition("- ")
    known = reasons.get(name) if not mark.strip() else None
    return f"{line}  # {known}" if known else line
