"""Threads and forum posts of the local Discord (discord-api-docs, topics/threads)."""

from collections.abc import Iterable

from tests.fakes import discord_checks as checks
from tests.fakes.discord_state import (
    FORUM,
    PUBLIC_THREAD,
    Channel,
    Json,
    Message,
    Refused,
    State,
)

_NAME = 100


def taken(state: State, channel: Channel) -> None:
    """Refuse what cannot be posted in: a forum itself, a locked thread; an archived one wakes."""
    if channel.kind == FORUM:
        raise Refused(400, 50008, "Cannot send messages in a non-text channel")
    if channel.kind != PUBLIC_THREAD:
        return
    parent = state.channels.get(channel.parent)
    if parent is not None and parent.threads_refusal is not None:
        raise Refused(*parent.threads_refusal, "refused")
    if channel.locked:
        raise Refused(403, 160005, "Thread is locked")
    channel.archived = False


def thread_under(state: State, channel: Channel, message: Message, *, body: Json) -> Json:
    """The thread of a message: it has the message's id, and there is one at most."""
    if channel.threads_refusal is not None:
        raise Refused(*channel.threads_refusal, "Missing Permissions")
    if message.id in state.channels:
        raise Refused(400, 160004, "A thread has already been created for this message")
    return _thread(state, message.id, name=body["name"], parent=channel).data()


def forum_post(state: State, forum: Channel, body: Json) -> Json:
    """A post: a thread whose first message has its id."""
    if forum.kind != FORUM:
        raise Refused(400, 50024, "Cannot execute action on this channel type")
    if forum.refusal is not None:
        raise Refused(*forum.refusal, "refused")
    checks.check_message(body["message"])
    first = state.post("", body["message"])
    first.channel = first.id
    made = _thread(state, first.id, name=body["name"], parent=forum)
    return {**made.data(), "message": first.data()}


def active(state: State, guild: str) -> Json:
    return _listed(each for each in _threads(state) if each.guild == guild and not each.archived)


def archived(state: State, forum: Channel, *, limit: int) -> Json:
    found = [each for each in _threads(state) if each.parent == forum.id and each.archived]
    found.sort(key=lambda each: each.archived_at, reverse=True)
    return {**_listed(found[:limit]), "has_more": len(found) > limit}


def changed(state: State, channel: Channel, body: Json) -> Json:
    if channel.locked and "archived" in body:
        raise Refused(403, 50013, "Missing Permissions")
    channel.archived = body.get("archived", channel.archived)
    if channel.archived:
        channel.archived_at = state.now()
    return channel.data()


def _thread(state: State, number: str, *, name: str, parent: Channel) -> Channel:
    assert 1 <= len(name) <= _NAME
    made = Channel(id=number, kind=PUBLIC_THREAD, name=name, guild=parent.guild, parent=parent.id)
    made.archived_at = state.now()
    state.channels[made.id] = made
    return made


def _threads(state: State) -> list[Channel]:
    return [each for each in state.channels.values() if each.kind == PUBLIC_THREAD]


def _listed(found: Iterable[Channel]) -> Json:
    return {"threads": [each.data() for each in found], "members": [], "has_more": False}
