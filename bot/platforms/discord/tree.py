"""The menu behind `/mlops`, built from the registry (discord-api-docs, application-commands)."""

import hashlib
import json
from typing import Any, TypeAlias

from bot.domain.verbs import REGISTRY, Known, Verb
from bot.platforms.discord.limits import CHOICE, DESCRIPTION
from bot.platforms.discord.options import COMMAND, Field, Source, fields_of, itself

Json: TypeAlias = dict[str, Any]

_SUB, _GROUP, _STRING = 1, 2, 3
_IN_SERVERS, _FOR_A_PERSON = 0, 1
EVERYWHERE = (0, 1, 2)  # servers, our direct messages, other private channels


def command_tree() -> list[Json]:
    """Every command of ours, as the menu has it."""
    return [
        {
            "type": 1,
            "name": COMMAND,
            "description": "A reading plan that comes to you, and ends",
            "integration_types": [_IN_SERVERS, _FOR_A_PERSON],
            "contexts": list(EVERYWHERE),
            "options": [_top(verb) for verb in REGISTRY],
        }
    ]


def fingerprint(tree: list[Json]) -> str:
    """Changes when the menu does."""
    return hashlib.sha256(json.dumps(tree, sort_keys=True).encode()).hexdigest()


def _top(verb: Verb) -> Json:
    known = Known(path=verb.name, verb=verb)
    if not verb.subs:
        return _sub(verb.name, known)
    shown = _sub(itself(verb.name), known)
    subs = [_sub(sub.name, Known(path=f"{verb.name} {sub.name}", verb=sub)) for sub in verb.subs]
    return {
        "type": _GROUP,
        "name": verb.name,
        "description": _described(verb.help),
        "options": [shown, *subs],
    }


def _sub(name: str, known: Known) -> Json:
    made: Json = {"type": _SUB, "name": name, "description": _described(known.verb.help)}
    fields = fields_of(known)
    if fields:
        made["options"] = [_option(each) for each in fields]
    return made


def _option(each: Field) -> Json:
    made: Json = {"type": _STRING, "name": each.name, "description": _described(each.help)}
    if each.choices:
        made["choices"] = [
            {"name": shown[:CHOICE], "value": means} for shown, means in each.choices.items()
        ]
    else:
        made["max_length"] = each.longest
    if each.source is not Source.NOTHING:
        made["autocomplete"] = True
    return made


def _described(text: str) -> str:
    return text if len(text) <= DESCRIPTION else text[: DESCRIPTION - 1] + "…"
