"""Threads of the local Slack: replies under a message, and a message's address."""

from tests.fakes.slack_state import Channel, Json, Workspace


def replies(channel: Channel, args: Json) -> list[Json]:
    """A thread's messages within the asked span, its own first message before all others."""
    parent = args["ts"]
    oldest, latest = float(args.get("oldest") or 0), float(args.get("latest") or 1e12)
    found = [each for each in channel.messages if each.get("thread_ts") == parent]
    inside = [each for each in found if oldest <= float(each["ts"]) <= latest]
    first = next(each for each in channel.messages if each["ts"] == parent)
    return [dict(each) for each in (first, *inside)]


def without_replies(messages: list[Json]) -> list[Json]:
    """What conversations.history shows: replies stand in their threads alone."""
    return [each for each in messages if each.get("thread_ts") in {None, each["ts"]}]


def permalink(team: Workspace, channel: Channel, *, ts: str) -> str:
    """A message's address (docs.slack.dev, reference/methods/chat.getPermalink)."""
    return f"https://{team.name.lower()}.slack.com/archives/{channel.id}/p{ts.replace('.', '')}"
