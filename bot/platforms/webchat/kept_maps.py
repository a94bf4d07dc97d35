"""Maps in the history: kept as values beside a message, shown under an address nobody can guess.

A picture is drawn anew from its map whenever it is asked for, so that it outlives a restart
without a table of its own. Its name is a hash of what it shows and of its message's key, so it
never changes under its address.
"""

import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache

from pydantic import TypeAdapter, ValidationError

from bot.domain.drawing import Drawing
from bot.ports import ChatMessage, Theme


@lru_cache(maxsize=1)
def _maps() -> TypeAdapter[Drawing]:
    """Made with the first picture: it takes longer than everything else here."""
    return TypeAdapter(Drawing)


def encode_map(path: Drawing) -> object:
    """A map as JSON values, defaults left out."""
    return _maps().dump_python(path, mode="json", exclude_defaults=True)


def shown_picture(kept: Mapping[str, object], message: ChatMessage) -> Mapping[str, object]:
    """A kept picture as the page wants it: an address for each theme instead of the map."""
    addresses = {
        theme.value: f"/pictures/{message.id}/{_name(message, kept['map'], theme=theme)}"
        for theme in Theme
    }
    return {key: value for key, value in kept.items() if key != "map"} | addresses


def named_picture(name: str, message: ChatMessage) -> tuple[Drawing, Theme] | None:
    """What a name stands for on this message; None where it is none of its names.

    So it is for a map that an older program kept and this one cannot read.
    """
    card = json.loads(message.payload).get("card") or {}
    kept = (card.get("picture") or {}).get("map")
    theme = next((each for each in Theme if _name(message, kept, theme=each) == name), None)
    if kept is None or theme is None:
        return None
    try:
        return _maps().validate_python(kept), theme
    except ValidationError:
        return None


def _name(message: ChatMessage, kept: object, *, theme: Theme) -> str:
    shown = json.dumps([message.key, theme.value, kept], sort_keys=True)
    return f"{hashlib.sha256(shown.encode()).hexdigest()[:32]}.png"
