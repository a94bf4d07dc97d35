"""The methods of Slack's Web API that we use, with its own error shapes."""

import json
from collections.abc import Callable
from typing import Any

from tests.fakes import slack_threads as threads
from tests.fakes import slack_views as views
from tests.fakes.slack_checks import message_problems
from tests.fakes.slack_state import Channel, Json, SlackError, SlackState, Ticket, Workspace

Method = Callable[[SlackState, Workspace, Json], Json]
SCOPES = {
    "chat.postMessage": ("chat:write",),
    "chat.postEphemeral": ("chat:write",),
    "conversations.members": ("channels:read", "groups:read"),
    "chat.update": ("chat:write",),
    "conversations.open": ("im:write",),
    "conversations.join": ("channels:join",),
    "users.info": ("users:read",),
    "files.getUploadURLExternal": ("files:write",),
    "conversations.info": ("channels:read", "groups:read"),
}
_HISTORY = {"D": "im:history", "C": "channels:history", "G": "groups:history"}


def need(team: Workspace, scope: str) -> None:
    if scope not in team.scopes:
        provided = ",".join(sorted(team.scopes))
        raise SlackError("missing_scope", needed=scope, provided=provided)


def auth_test(state: SlackState, team: Workspace, args: Json) -> Json:
    del state, args
    return {
        "url": f"https://{team.name.lower()}.slack.com/",
        "team": team.name,
        "user": team.bot_user.name,
        "team_id": team.id,
        "user_id": team.bot_user.id,
        "bot_id": team.bot_id,
        "is_enterprise_install": False,
    }


def users_info(state: SlackState, team: Workspace, args: Json) -> Json:
    del state
    user = team.users.get(args.get("user", ""))
    if user is None:
        raise SlackError("user_not_found")
    return {
        "user": {
            "id": user.id,
            "team_id": user.home,
            "name": user.name,
            "deleted": user.deleted,
            "tz": user.tz,
            "tz_label": "",
            "tz_offset": 0,
            "is_bot": user.is_bot,
            "is_restricted": user.is_restricted,
            "is_ultra_restricted": False,
            "is_stranger": user.home != team.id,
            "is_admin": user.is_admin,
            "profile": {"display_name": user.name, "real_name": user.name},
        }
    }


def conversations_open(state: SlackState, team: Workspace, args: Json) -> Json:
    del state
    users = args.get("users", "")
    name = users[0] if isinstance(users, list) else str(users).split(",")[0]
    user = team.users.get(name)
    if user is None:
        raise SlackError("user_not_found")
    if user.deleted:
        raise SlackError("user_disabled")
    return {"channel": {"id": team.direct(user.id).id}}


def conversations_info(state: SlackState, team: Workspace, args: Json) -> Json:
    del state
    channel = team.channels.get(args.get("channel", ""))
    inside = channel is not None and team.bot_user.id in channel.members
    if channel is None or (channel.is_private and not inside):
        raise SlackError("channel_not_found")
    asked = str(args.get("include_num_members", "")).lower()
    return {
        "channel": {
            "id": channel.id,
            "name": channel.name,
            "is_channel": not channel.is_im,
            "is_private": channel.is_private,
            "is_archived": channel.archived,
            "is_member": inside,
        }
        | ({"num_members": channel.count} if asked in {"true", "1"} else {})
    }


def conversations_join(state: SlackState, team: Workspace, args: Json) -> Json:
    channel = team.channels.get(args.get("channel", ""))
    if channel is None or channel.is_private:
        raise SlackError("channel_not_found")
    if channel.archived:
        raise SlackError("is_archived")
    channel.members.add(team.bot_user.id)
    return conversations_info(state, team, args)


def _readable(team: Workspace, args: Json) -> Channel:
    channel = team.channels.get(args.get("channel", ""))
    if channel is None:
        raise SlackError("channel_not_found")
    kind = "D" if channel.is_im else "G" if channel.is_private else "C"
    need(team, _HISTORY[kind])
    if team.bot_user.id not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def replies(state: SlackState, team: Workspace, args: Json) -> Json:
    del state
    channel = _readable(team, args)
    if channel.message(args["ts"]) is None:
        raise SlackError("thread_not_found")
    return {"messages": threads.replies(channel, args), "has_more": False}


def permalink(state: SlackState, team: Workspace, args: Json) -> Json:
    del state
    channel = team.channels.get(args.get("channel", ""))
    if channel is None or channel.message(args.get("message_ts", "")) is None:
        raise SlackError("message_not_found")
    return {"permalink": threads.permalink(team, channel, ts=args["message_ts"])}


def history(state: SlackState, team: Workspace, args: Json) -> Json:
    del state
    channel = _readable(team, args)
    oldest, latest = float(args.get("oldest") or 0), float(args.get("latest") or 1e12)
    shown_there = threads.without_replies(channel.messages)
    found = [each for each in shown_there if oldest < float(each["ts"]) < latest]
    newest_first = sorted(found, key=lambda each: float(each["ts"]), reverse=True)
    limit = int(args.get("limit") or 100)
    shown = [dict(each) for each in newest_first[:limit]]
    if str(args.get("include_all_metadata", "")).lower() not in {"true", "1"}:
        for each in shown:
            each.pop("metadata", None)
    return {"messages": shown, "has_more": len(found) > limit}


def post_message(state: SlackState, team: Workspace, args: Json) -> Json:
    channel = _where(team, args)
    parent = args.get("thread_ts")
    if parent and channel.message(parent) is None:
        raise SlackError("cannot_reply_to_message")
    for problem in message_problems(args):
        code, _, detail = problem.partition(": ")
        raise SlackError(code, response_metadata={"messages": [f"[ERROR] {detail}"]})
    views.check_files(team, args.get("blocks") or [], code="invalid_blocks")
    message = posted(state, team, channel=channel, args=args)
    return {"channel": channel.id, "ts": message["ts"], "message": message}


def posted(state: SlackState, team: Workspace, *, channel: Channel, args: Json) -> Json:
    """The message of our app as it stands in a channel from now on."""
    message: Json = {
        "type": "message",
        "ts": state.ts(),
        "text": args.get("text", ""),
        "user": team.bot_user.id,
        "bot_id": team.bot_id,
        "app_id": "A0001",
        "team": team.id,
        "blocks": views.with_ids(args.get("blocks") or []),
    }
    for name in ("metadata", "thread_ts", "unfurl_links", "unfurl_media"):
        if args.get(name) is not None:
            message[name] = args[name]
    channel.messages.append(message)
    return message


def _where(team: Workspace, args: Json) -> Channel:
    name = args.get("channel", "")
    user = team.users.get(name)
    if user is not None:
        if user.deleted:
            raise SlackError("user_disabled")
        if not team.messages_tab:
            raise SlackError("messages_tab_disabled")
        return team.direct(name)
    channel = team.channels.get(name)
    inside = channel is not None and team.bot_user.id in channel.members
    if channel is None or (channel.is_private and not inside):
        raise SlackError("channel_not_found")
    if channel.archived:
        raise SlackError("is_archived")
    if not inside and "chat:write.public" not in team.scopes:
        raise SlackError("not_in_channel")
    return channel


def update(state: SlackState, team: Workspace, args: Json) -> Json:
    del state
    channel = team.channels.get(args.get("channel", ""))
    message = channel.message(args.get("ts", "")) if channel else None
    if channel is None or message is None:
        raise SlackError("message_not_found" if channel else "channel_not_found")
    if message.get("bot_id") != team.bot_id:
        raise SlackError("cant_update_message")
    change(message, args)
    return {"channel": channel.id, "ts": message["ts"], "text": message["text"]}


def change(message: Json, args: Json) -> None:
    """Edit a message; its metadata stays unless new is given."""
    for problem in message_problems(args):
        raise SlackError(problem.partition(": ")[0], detail=problem)
    message["text"] = args.get("text", "")
    message["blocks"] = views.with_ids(args.get("blocks") or [])
    message["edited"] = {"user": message["user"]}
    if args.get("metadata") is not None:
        message["metadata"] = args["metadata"]


def upload_url(state: SlackState, team: Workspace, args: Json) -> Json:
    name = f"F{state.number():06}"
    state.files[name] = b""
    team.files[name] = state.slow_files
    state.calls.append(("upload", {"length": int(args["length"]), "filename": args["filename"]}))
    return {"upload_url": f"{state.address}/upload/{name}", "file_id": name}


def complete_upload(state: SlackState, team: Workspace, args: Json) -> Json:
    files = json.loads(args["files"]) if isinstance(args["files"], str) else args["files"]
    if any(not state.files.get(each["id"]) for each in files):
        raise SlackError("file_not_found")
    if not args.get("channel_id"):
        return {"files": [{"id": each["id"], "title": each["title"]} for each in files]}
    channel = team.channels.get(args["channel_id"])
    if channel is None:
        raise SlackError("channel_not_found")
    message = posted(state, team, channel=channel, args={"text": ""})
    message["files"] = [{"id": each["id"], "name": each["title"]} for each in files]
    return {"files": message["files"]}


def post_ephemeral(state: SlackState, team: Workspace, args: Json) -> Json:
    channel = _where(team, args)
    if args.get("user") not in channel.members:
        raise SlackError("user_not_in_channel")
    views.check_files(team, args.get("blocks") or [], code="invalid_blocks")
    ticket = Ticket(team=team, user=args["user"], channel=channel)
    respond(state, ticket, args | {"response_type": "ephemeral"})
    return {"message_ts": channel.ephemeral[-1]["ts"]}


def conversations_members(state: SlackState, team: Workspace, args: Json) -> Json:
    del state
    channel = team.channels.get(args.get("channel", ""))
    if channel is None or team.bot_user.id not in channel.members:
        raise SlackError("channel_not_found")
    return {"members": sorted(channel.members), "response_metadata": {"next_cursor": ""}}


METHODS: dict[str, Method] = {
    "chat.postEphemeral": post_ephemeral,
    "conversations.members": conversations_members,
    "files.getUploadURLExternal": upload_url,
    "files.completeUploadExternal": complete_upload,
    "auth.test": auth_test,
    "users.info": users_info,
    "conversations.open": conversations_open,
    "conversations.info": conversations_info,
    "conversations.join": conversations_join,
    "conversations.history": history,
    "conversations.replies": replies,
    "chat.getPermalink": permalink,
    "chat.postMessage": post_message,
    "chat.update": update,
    "views.open": views.views_open,
    "views.update": views.views_update,
    "views.publish": views.views_publish,
}


def answer_url(state: SlackState, ticket: Ticket, args: dict[str, Any]) -> None:
    """What a response_url does: five times at most, within the message's own channel.

    docs.slack.dev, interactivity/handling-user-interaction.
    """
    if ticket.uses_left <= 0:
        raise SlackError("used_url")
    ticket.uses_left -= 1
    channel = ticket.channel
    assert channel is not None
    if args.get("delete_original"):
        channel.ephemeral = [each for each in channel.ephemeral if each["ts"] != ticket.message_ts]
        channel.messages = [each for each in channel.messages if each["ts"] != ticket.message_ts]
        return
    if args.get("replace_original"):
        message = channel.message(ticket.message_ts)
        assert message is not None
        change(message, args)
        return
    respond(state, ticket, args)


def respond(state: SlackState, ticket: Ticket, args: Json) -> None:
    """Show an answer: to one person, unless it says in_channel."""
    if args.get("response_type") and "user" not in args:
        views.check_files(None, args.get("blocks") or [], code="invalid_blocks")
    problems = list(message_problems(args))
    if problems:
        raise SlackError(problems[0].partition(": ")[0], detail=problems[0])
    assert ticket.channel is not None
    message = posted(state, ticket.team, channel=ticket.channel, args=args)
    if args.get("response_type") != "in_channel":
        ticket.channel.messages.remove(message)
        ticket.channel.ephemeral.append(message | {"is_ephemeral": True, "to": ticket.user})
