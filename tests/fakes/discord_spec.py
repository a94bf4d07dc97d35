"""Bodies of requests against Discord's published description of its API."""

import json
from functools import cache
from pathlib import Path

import jsonschema_rs

from tests.fakes.discord_state import Json, invalid

SPEC = Path(__file__).parents[1] / "specs" / "discord-openapi.json"


def check_body(name: str, body: object) -> None:
    """Refuse a body that the description does not allow; `name` is one of those in the file."""
    validator = _validator(name)
    if validator.is_valid(body):
        return
    worst = max(validator.iter_errors(body), key=lambda each: len(each.instance_path))
    where = "/".join(map(str, worst.instance_path))
    raise invalid([f"{name} {where}: {worst.message}"])


@cache
def _validator(name: str) -> jsonschema_rs.Draft202012Validator:
    spec: Json = json.loads(SPEC.read_text(encoding="utf-8"))
    described = {**spec["bodies"][name], "components": spec["components"]}
    return jsonschema_rs.Draft202012Validator(described)
