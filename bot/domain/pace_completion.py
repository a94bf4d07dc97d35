"""Reading a pace of which only a part is said: the rest comes from another one, and is named."""

from datetime import date

from bot.domain.pace import Pace, describe, typed
from bot.domain.pace_words import PaceReading, UnclearPace, parse_pace
from bot.domain.zones import UnknownZone


def complete_pace(text: str, base: Pace, *, today: date) -> PaceReading:
    """The pace that a text means; without days those of `base` are kept, and listed as assumed.

    Raises:
        UnclearPace: something in it was not understood.
        UnknownZone: what stands where a zone would is none.
    """
    try:
        return parse_pace(text, default_zone=base.zone, today=today)
    except UnclearPace as unclear:
        days = typed(base, default_zone=base.zone).partition(f" {base.at:%H:%M}")[0]
        try:
            reading = parse_pace(f"{days} {text}", default_zone=base.zone, today=today)
        except (UnclearPace, UnknownZone):
            raise unclear from None
    shown = describe(base, with_zone=False).partition(" at ")[0]
    return PaceReading(pace=reading.pace, assumed=(shown, *reading.assumed))
