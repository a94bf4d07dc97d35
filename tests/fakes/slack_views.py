"""Modals and Home of the local Slack, and what Slack does to the blocks of a message."""

import hashlib
import json

from tests.fakes.slack_checks import view_problems
from tests.fakes.slack_state import Json, SlackError, SlackState, Workspace


def views_open(state: SlackState, team: Workspace, args: Json) -> Json:
    ticket = state.triggers.get(args.get("trigger_id", ""))
    if ticket is None or ticket.team is not team:
        raise SlackError("invalid_trigger_id")
    if ticket.used:
        raise SlackError("exchanged_trigger_id")
    ticket.used = True
    view = _checked(args, team)
    view |= {"id": f"V{state.number():06}", "team_id": team.id, "user": ticket.user}
    view["root_view_id"] = view["id"]
    team.modals[view["id"]] = _stamped(view)
    return {"view": view}


def views_update(state: SlackState, team: Workspace, args: Json) -> Json:
    del state
    old = team.modals.get(args.get("view_id", ""))
    if old is None:
        raise SlackError("not_found")
    if args.get("hash") and args["hash"] != old["hash"]:
        raise SlackError("hash_conflict")
    kept = {name: old[name] for name in ("id", "team_id", "user", "root_view_id")}
    team.modals[old["id"]] = _stamped(_checked(args, team) | kept)
    return {"view": team.modals[old["id"]]}


def views_publish(state: SlackState, team: Workspace, args: Json) -> Json:
    if args.get("user_id") not in team.users:
        raise SlackError("user_not_found")
    view = _checked(args, team)
    if view["type"] != "home":
        raise SlackError("invalid_arguments")
    team.homes[args["user_id"]] = _stamped(view | {"id": f"V{state.number():06}"})
    return {"view": team.homes[args["user_id"]]}


def follow(state: SlackState, team: Workspace, *, view: Json, answer: Json) -> None:
    """What becomes of a modal that was sent (docs.slack.dev, surfaces/modals)."""
    action, sent = answer.get("response_action"), team.modals.pop(view["id"], view)
    if action == "clear":
        theirs = [each for each in team.modals.values() if each["user"] == sent["user"]]
        for each in theirs:
            del team.modals[each["id"]]
    if action in {"update", "push"}:
        name = sent["id"] if action == "update" else f"V{state.number():06}"
        kept = {each: sent[each] for each in ("team_id", "user", "root_view_id")}
        if action == "push":
            team.modals[sent["id"]] = sent
        team.modals[name] = _stamped(_checked(answer, team) | kept | {"id": name})


def _checked(args: Json, team: Workspace) -> Json:
    view = args.get("view")
    view = json.loads(view) if isinstance(view, str) else dict(view or {})
    check_files(team, view.get("blocks") or [], code="invalid_arguments")
    for problem in view_problems(view):
        code, _, detail = problem.partition(": ")
        raise SlackError(code, response_metadata={"messages": [f"[ERROR] {detail}"]})
    view["blocks"] = with_ids(view["blocks"])
    return view


def _stamped(view: Json) -> Json:
    body = json.dumps({name: view[name] for name in view if name != "hash"}, sort_keys=True)
    view["hash"] = hashlib.sha256(body.encode()).hexdigest()[:16]
    return view


def with_ids(blocks: list[Json]) -> list[Json]:
    """Slack names the blocks that come without a name."""
    return [
        block if block.get("block_id") else block | {"block_id": f"auto{number}"}
        for number, block in enumerate(blocks)
    ]


def check_files(team: Workspace | None, blocks: list[Json], *, code: str) -> None:
    """An image is a file that whoever posts it may see, and it is ready only after a moment.

    docs.slack.dev, reference/block-kit/composition-objects/slack-file-object.
    """
    for block in blocks:
        name = (block.get("slack_file") or {}).get("id")
        if name is None:
            continue
        if team is None or team.files.get(name, 1) > 0:
            if team is not None and name in team.files:
                team.files[name] -= 1
            told = "[ERROR] invalid slack file [json-pointer:/blocks/0/slack_file]"
            raise SlackError(code, response_metadata={"messages": [told]})
