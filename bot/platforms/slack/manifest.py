"""The app manifest: everything Slack has to know about the app, each permission with its reason.

Keys: docs.slack.dev, reference/app-manifest.
"""

from collections.abc import Mapping
from typing import Any

import yaml

from bot.platforms.slack.http import PATH, REDIRECT
from bot.platforms.slack.jots import ADD_NOTE
from bot.platforms.slack.origins import COMMAND
from bot.platforms.slack.rooms import OPENED, SHUT
from bot.platforms.slack.windows import NEXT_READING

APP_NAME = "MLOps study plan"
BOT_NAME = "studybot"

NEEDED = {
    "commands": f"the command {COMMAND} and the shortcuts",
    "chat:write": "send readings and answers",
    "users:read": "know people's time zone, and who is a guest",
    "channels:read": "know whether it is in a public channel before a plan starts there",
    "groups:read": "the same in a private channel",
}
"""The bot's permissions without which something above would not work."""

OPTIONAL = {
    "im:history": "hear plain words in the direct message; after a crash, see what arrived there",
    "im:write": "find that direct message, to look there or to hand a file out",
    "channels:join": "join a public channel by itself; without it somebody invites it",
    "channels:history": "after a crash, see whether a reading arrived in a public channel",
    "groups:history": "the same in a private channel",
    "files:write": "hand out the file of `data export` and the picture of a path, when asked",
}
"""Permissions that may be left out, and what each adds."""

EVENTS = {
    "app_home_opened": "draw Home when it is opened",
    "message.im": "hear plain words in the direct message",
    "member_joined_channel": "start what waited until somebody invited it",
    "member_left_channel": "end the calendar address of who is in a channel no more",
    "user_change": "stop for closed accounts, and follow people's time zones",
    **dict.fromkeys(SHUT, "pause a plan whose channel is shut, and tell its owner"),
    **dict.fromkeys(OPENED, "go on where a channel is there again"),
    "app_uninstalled": "stop, and delete its tokens, once it is removed from a workspace",
    "tokens_revoked": "the same, where only the tokens are taken back",
}
"""What Slack tells us of."""


def manifest(public_url: str | None = None, *, many: bool = False) -> dict[str, Any]:
    """The manifest as Slack takes it: for Socket Mode, or for HTTP under this address.

    `many` is for HTTP alone: other workspaces install the app under that address too. Optional
    permissions: docs.slack.dev, changelog/2026/03/16/optional-scopes.
    """
    scopes = {"bot": [*NEEDED, *OPTIONAL], "bot_optional": [*OPTIONAL]}
    back = {"redirect_urls": [f"{(public_url or '').rstrip('/')}{REDIRECT}"]} if many else {}
    calls = {} if public_url is None else {"request_url": public_url.rstrip("/") + PATH}
    return {
        "_metadata": {"major_version": 1},
        "display_information": {
            "name": APP_NAME,
            "description": "Brings a reading list as a study plan: one reading at a time.",
            "background_color": "#1f3a5f",
        },
        "features": _features(calls.get("request_url")),
        "oauth_config": back | {"scopes": scopes},
        "settings": {
            "event_subscriptions": calls | {"bot_events": [*EVENTS]},
            "interactivity": {"is_enabled": True} | calls,
            "org_deploy_enabled": False,
            "socket_mode_enabled": not calls,
            "token_rotation_enabled": many,
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
        "bot_user": {"display_name": BOT_NAME, "always_online": True},
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


def manifest_yaml(public_url: str | None = None, *, many: bool = False) -> str:
    """The manifest as YAML, the reason beside each permission and event."""
    text = yaml.safe_dump(
        manifest(public_url, many=many), sort_keys=False, allow_unicode=True, width=100
    )
    reasons = NEEDED | EVENTS | {name: f"optional: {why}" for name, why in OPTIONAL.items()}
    return "\n".join(_explained(line, reasons) for line in text.splitlines())


def _explained(line: str, reasons: Mapping[str, str]) -> str:
    mark, _, name = line.partition("- ")
    known = reasons.get(name) if not mark.strip() else None
    return f"{line}  # {known}" if known else line
