"""Bodies of requests against Discord's published description of its API."""

import json
from functools import cache
from pathlib import Path

from jsonschema import Draft202012Validator

from tests.fakes.discord_state import Json, invalid

SPEC = Path(__file__).parents[1] / "specs" / "discord-openapi.json"


def check_body(name: str, body: object) -> None:
    """Refuse a body that the description does not allow; `name` is one of those in the file."""
    worst = max(_validator(name).iter_errors(body), key=lambda each: len(each.path), default=None)
    if worst is not None:
        where = "/".join(map(str, worst.absolute_path))
        raise invalid([f"{name} {where}: {worst.message}"])


@cache
def _validator(name: str) -> Draft202012Validator:
    spec: Json = json.loads(SPEC.read_text(encoding="utf-8"))
    return Draft202012Validator({**spec["bodies"][name], "components": spec["components"]})
