"""A schema's complaints in the words of the person who edits the file, each with its fix."""

from collections.abc import Mapping
from typing import TypeAlias, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.domain.curriculum import Access, Kind, Level
from bot.library.names import Source
from bot.library.nodes import Node
from bot.library.problems import MAX_PROBLEMS, Problem, nearest, quoted
from bot.library.schema import (
    AlternativeFile,
    CaseFile,
    PartFile,
    PlanFile,
    RelatedFile,
    ResourceFile,
    WordsFile,
)

_CHOICES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "kind": ("kinds", tuple(Kind)),
    "access": ("words for access", tuple(Access)),
    "minutes_from": ("words", ("estimate", "publisher")),
    "level": ("levels", tuple(Level)),
    "words_from": ("words", ("read", "title")),
}
Inside: TypeAlias = Mapping[str, type[BaseModel]]
_INSIDE: Inside = {
    "resources": ResourceFile,
    "parts": PartFile,
    "plans": PlanFile,
    "related": RelatedFile,
    "case": CaseFile,
    "words": WordsFile,
    "alternative": AlternativeFile,
}
_EXAMPLES = {
    "kind": "article",
    "url": "https://example.org/",
    "year": "2024",
    "minutes": "15",
    "units": "12",
    "id": "a-short-name",
    "shelf": "true",
    "retired": "true",
    "added": "2026-12-01",
}
_EXAMPLE_ELSE = "..."
_UNKNOWN = "extra_forbidden"
_LIMITS = ("max_length", "ge", "le")
_FIX_ELSE = "see curriculum/README.md."
_TYPES: Mapping[str, tuple[str, str]] = {
    "none": ("{place} is empty.", "write its value, or remove the line."),
    "not_single": ("{place} must be a single text.", "write one text on one line."),
    "string_type": ("{place} {shown} must be text.", 'put it in quotes: "{raw}".'),
    "int_type": (
        "{place} {shown} must be a whole number.",
        "write digits only, without quotes, like {example}.",
    ),
    "bool_type": ("{place} {shown} must be true or false.", "write true or false."),
    "list_type": ("{place} must be a list.", "write `[one, two]`, or a line with `- ` for each."),
    "model_type": ("{place} must be a group of fields.", "write `name: value` lines, indented."),
    "string_too_short": ("{place} is empty.", "write its value, or remove the line."),
    "too_short": ("{place} is empty.", "list at least one."),
    "string_too_long": ("{place} is too long.", "use at most {limit} characters."),
    "too_long": ("{place} is too long.", "list at most {limit}."),
    "greater_than_equal": ("{place} {shown} is too small.", "write {limit} or more."),
    "less_than_equal": ("{place} {shown} is too large.", "write {limit} or less."),
}
_Path = tuple[str | int, ...]
_Words = tuple[str, str]
_Model = TypeVar("_Model", bound=BaseModel)


def validated(
    model: type[_Model], source: Source, *, problems: list[Problem], inside: Inside = _INSIDE
) -> _Model | None:
    """A file's content as its model; None, and problems with their lines, if it does not fit.

    `inside` are the models of groups by the field that they stand in.
    """
    try:
        return model.model_validate(source.root.plain())
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)[: MAX_PROBLEMS + 1]
        places = {each["loc"]: _model_at(each["loc"], top=model, inside=inside) for each in details}
        unknown = (each["loc"] for each in details if each["type"] == _UNKNOWN)
        misspelt = {_meant(path, places[path]) for path in unknown}
        # A misspelt field is one mistake, not an unknown one and a missing one.
        told = [each for each in details if (each["type"], each["loc"]) not in misspelt]
        for each in told:
            path = each["loc"]
            what, fix = _words(each, path, node=source.root, inside=places[path])
            problems.append(source.problem(source.root.at(path), what=what, fix=fix))
        return None


def _meant(path: _Path, model: type[BaseModel]) -> tuple[str, _Path]:
    """The complaint that a correctly spelt field would settle."""
    meant = nearest(str(path[-1]), tuple(model.model_fields))
    return "missing", (*path[:-1], meant or "")


def _model_at(path: _Path, *, top: type[BaseModel], inside: Inside) -> type[BaseModel]:
    """The model in which the last field of a path stands."""
    around = [step for step in path[:-1] if isinstance(step, str)]
    return inside.get(around[-1], top) if around else top


def _words(error: ErrorDetails, path: _Path, *, node: Node, inside: type[BaseModel]) -> _Words:
    """What is wrong, and the fix."""
    match error["type"]:
        case "missing":
            return _missing(str(path[-1]))
        case _ if error["type"] == _UNKNOWN:
            return _unknown_field(str(path[-1]), inside)
        case "enum" | "literal_error":
            return _unknown_choice(path, node)
        case "said":
            context = error.get("ctx", {})
            return f"{_place(path)} {_shown(path, node)} {context['what']}", context["fix"]
        case _:
            return _of_type(error, path, node=node)


def _missing(name: str) -> _Words:
    return f"`{name}` is missing.", f"add a line `{name}: {_EXAMPLES.get(name, _EXAMPLE_ELSE)}`."


def _unknown_field(name: str, inside: type[BaseModel]) -> _Words:
    meant = nearest(name, tuple(inside.model_fields))
    listed = ", ".join(inside.model_fields)
    fix = f"write `{meant}`." if meant else f"remove it; what may stand here: {listed}."
    return f"{quoted(name)} is not a field that is read here.", fix


def _unknown_choice(path: _Path, node: Node) -> _Words:
    name = str(path[-1])
    plural, choices = _CHOICES[name]
    value = node.at(path).value
    meant = nearest(str(value).lower().replace("-", " "), choices)
    fix = f"write `{name}: {meant}`; " if meant else "choose one; "
    return f"`{name}` {_shown(path, node)} is unknown.", f"{fix}{plural} are {', '.join(choices)}."


def _of_type(error: ErrorDetails, path: _Path, *, node: Node) -> _Words:
    """A value of the wrong type or size."""
    value, context, kind = node.at(path).value, error.get("ctx", {}), error["type"]
    if value is None and kind.endswith("_type"):
        kind = "none"
    elif kind == "string_type" and isinstance(value, list | dict):
        kind = "not_single"
    what, fix = _TYPES.get(kind, (f"{{place}} cannot be used: {error['type']}.", _FIX_ELSE))
    words = {
        "place": _place(path),
        "shown": _shown(path, node),
        "raw": str(value).lower() if isinstance(value, bool) else value,
        "example": _EXAMPLES.get(str(path[-1]) if path else "", "12"),
        "limit": next((context[name] for name in _LIMITS if name in context), ""),
    }
    return what.format(**words), fix.format(**words)


def _place(path: _Path) -> str:
    """How a message names a field, or an entry of a list."""
    if not path:
        return "This file"
    last = path[-1]
    if isinstance(last, str):
        return f"`{last}`"
    around = next((step for step in reversed(path) if isinstance(step, str)), "the list")
    return f"Entry {last + 1} of `{around}`"


def _shown(path: _Path, node: Node) -> str:
    value = node.at(path).value
    return quoted(str(value).lower() if isinstance(value, bool) else value)
