"""Every method of the store is for one workspace, or stands here with its reason.

What a person says can name rows (numbers of notes, delivery keys, plans): where it is carried out,
nothing is asked of the store that does not say whose rows are meant.
"""

import ast
import dataclasses
import inspect
import sys
import typing
from collections.abc import Iterator

from bot.domain.conversation import Origin
from bot.ports import Installation, Party
from bot.storage.store import SqlStore
from bot.usecases.dispatch import HANDLERS

SCOPES = (Party, Origin, Installation)
UNSCOPED = {
    "the engine's own: rows by ids that it has claimed, planned or read itself": """
        edits.again edits.forget edits.mark edits.shown edits.take edits.waiting
        groups.appoint groups.postpone groups.unled ledger.hanging plans.case_histories
        plans.weeks
        votes.due votes.reveal
        ledger.claim ledger.look_again ledger.mark_sending ledger.orphans ledger.park_lane
        ledger.ready_shards ledger.release ledger.settle plans.active plans.apply plans.due
        plans.handled plans.next_due_at plans.outdated plans.park plans.standings""",
    "what stands on the card of a row that was claimed": """
        groups.counts groups.face groups.line groups.opening votes.counts""",
    "the thread of a message whose plan was found for its workspace before": """
        threads.of threads.plan""",
    "facts of the program, the same for everybody": """
        facts.held facts.hold facts.is_first facts.publish facts.published facts.set_study_offset
        facts.set_synced facts.set_zones facts.study_offset facts.synced facts.tidy facts.zones""",
    "links are of the reading list, the same for everybody": """
        links.broken links.clear links.mended links.record links.reported""",
    "the web chat is one workspace; its server keeps people to their places": """
        chat.by_id chat.erase chat.find chat.history chat.once chat.post chat.replace chat.search
        chat.unread""",
    "the operator's, from the command line and at start": """
        operations.counts operations.deliveries operations.resend personal.erase_again
        personal.erased limits.changed rehearsing.following seals.keys_in_use seals.reseal
        tenants.erase_suspended tenants.served rooms.to_ask_everywhere
        installations.unchecked
        installations.workspaces""",
    "found by a random value alone, of which a hash is kept": """
        boards.enter boards.is_lent boards.visiting feeds.opened
        install_states.keep install_states.take""",
    "time alone decides what is forgotten": "home.tidy",
    "Discord's doors and buttons, which belong to the bot and hold nobody's rows": """
        doors.door doors.share doors.tidy presses.find presses.keep presses.tidy""",
}
"""Methods that are for no workspace, by the reason."""


def methods() -> Iterator[tuple[str, inspect.Signature]]:
    hints = typing.get_type_hints(SqlStore)
    for part in dataclasses.fields(SqlStore):
        if part.name == "database":
            continue
        for name, method in inspect.getmembers(hints[part.name], inspect.isfunction):
            if not name.startswith("_"):
                yield f"{part.name}.{name}", inspect.signature(method, eval_str=True)


def is_scoped(signature: inspect.Signature) -> bool:
    return any(
        parameter.annotation in SCOPES or name == "workspace"
        for name, parameter in signature.parameters.items()
    )


def allowed() -> set[str]:
    return {name for names in UNSCOPED.values() for name in names.split()}


def asked_of_the_store(source: str) -> set[str]:
    """Each `....store.part.method` in a module."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Attribute(
                attr=method,
                value=ast.Attribute(attr=part, value=ast.Attribute(attr="store" | "_store")),
            ):
                found.add(f"{part}.{method}")
            case _:
                pass
    return found


def test_every_method_says_whose_rows_it_means_or_why_not() -> None:
    open_ones = {name for name, signature in methods() if not is_scoped(signature)}
    assert open_ones == allowed()


def test_what_a_person_says_is_carried_out_by_methods_for_their_workspace_alone() -> None:
    modules = {handler.__module__ for handler in HANDLERS.values()} | {
        "bot.usecases.context",
        "bot.usecases.dispatch",
    }
    asked = {
        name
        for module in modules
        for name in asked_of_the_store(inspect.getsource(sys.modules[module]))
    }
    assert {"people.change", "notes.mine"} <= asked
    assert asked & allowed() == set()
