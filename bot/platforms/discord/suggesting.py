"""Suggestions while somebody fills in an option of the menu."""

from collections.abc import Mapping
from typing import Any

from bot.domain.shown import clean
from bot.platforms.discord.limits import CHOICE, OPTIONS
from bot.platforms.discord.options import PLAN, Source, chosen, fields_of, known_at
from bot.usecases.suggest import Suggestion, Suggestions


async def suggestions_for(
    suggestions: Suggestions, data: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """At most 25 choices for the option that is being typed."""
    path, options = chosen(data)
    known = known_at(path)
    typing = next((each for each in options if each.get("focused")), None)
    if known is None or typing is None:
        return []
    sources = {each.name: each.source for each in fields_of(known)}
    typed = str(typing.get("value", ""))
    values = {str(each["name"]): str(each.get("value", "")) for each in options}
    found = await _found(suggestions, sources.get(str(typing["name"])), typed=typed, values=values)
    return [_choice(each) for each in found if len(each.value) <= CHOICE]


async def _found(
    suggestions: Suggestions, source: Source | None, *, typed: str, values: Mapping[str, str]
) -> tuple[Suggestion, ...]:
    match source:
        case Source.ZONES:
            return suggestions.zones(typed, most=OPTIONS)
        case Source.PLANS:
            return suggestions.plans(typed, most=OPTIONS)
        case Source.READINGS:
            return suggestions.readings(typed, plan=values.get(PLAN, ""), most=OPTIONS)
        case Source.CASES:
            return await suggestions.cases(typed, most=OPTIONS)
        case _:
            return ()


def _choice(each: Suggestion) -> dict[str, Any]:
    shown = clean(each.shown)[:CHOICE].rstrip()
    return {"name": shown or each.value, "value": each.value}
