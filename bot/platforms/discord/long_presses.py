"""Presses that are too long for a custom id: kept before their message leaves, found when pressed.

A custom id has 100 letters (discord-api-docs, components/reference); what somebody chose in a form
may take more. Then it carries the name of the press, and no button is left out.
"""

from dataclasses import replace

from bot.domain.card import Card, Press
from bot.platforms.discord.presses import Carried, is_long, is_name, name_of
from bot.platforms.discord.render import Stand
from bot.ports.presses import Presses


class LongPresses:
    """Keeps and finds them; without a store (`presses` None) for this process alone."""

    def __init__(self, presses: Presses | None = None) -> None:
        self._presses = presses
        self._here: dict[str, Press] = {}

    async def keep(self, card: Card, stand: Stand) -> None:
        """Keep whatever is too long on a card that is about to be shown."""
        rows = [card.buttons, *(option.buttons for option in card.options)]
        presses = [each.press for row in rows for each in row]
        presses += [stand.shareable] if stand.shareable else []
        carried = [Carried(press=each, own=stand.own, key=stand.key) for each in presses]
        long = {name_of(each.press).arg: each.press for each in carried if is_long(each)}
        if not long:
            return
        if self._presses is None:
            self._here.update(long)
        else:
            await self._presses.keep(long)

    async def found(self, carried: Carried | None) -> Carried | None:
        """What an id says, its press in full; None where that is not kept any more."""
        if carried is None or not is_name(carried.press):
            return carried
        name = carried.press.arg
        press = self._here.get(name) if self._presses is None else await self._presses.find(name)
        return replace(carried, press=press) if press is not None else None
