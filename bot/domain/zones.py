"""IANA time zones: which names count, and how a person may write one."""

import re
from difflib import get_close_matches
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from bot.domain.errors import UserError

_NOT_PLACES = frozenset({"localtime", "posixrules", "Factory"})
_NAME = re.compile(r"[A-Z][A-Za-z0-9+_-]{0,31}(?:/[A-Za-z0-9+_-]{1,31}){0,2}", re.ASCII)
_LONGEST = 64
_CONTINENTS = frozenset(
    {"Africa", "America", "Antarctica", "Arctic", "Asia"}
    | {"Atlantic", "Australia", "Europe", "Indian", "Pacific"}
)
_TOO_VAGUE = frozenset({"north", "south", "west", "act", "center"})
_CITIES = {
    "bangalore": "Asia/Kolkata",
    "barcelona": "Europe/Madrid",
    "beijing": "Asia/Shanghai",
    "bengaluru": "Asia/Kolkata",
    "boston": "America/New_York",
    "cape town": "Africa/Johannesburg",
    "delhi": "Asia/Kolkata",
    "edinburgh": "Europe/London",
    "frankfurt": "Europe/Berlin",
    "geneva": "Europe/Zurich",
    "hamburg": "Europe/Berlin",
    "hanoi": "Asia/Ho_Chi_Minh",
    "houston": "America/Chicago",
    "hyderabad": "Asia/Kolkata",
    "islamabad": "Asia/Karachi",
    "istanbul": "Europe/Istanbul",
    "milan": "Europe/Rome",
    "miami": "America/New_York",
    "mumbai": "Asia/Kolkata",
    "munich": "Europe/Berlin",
    "new delhi": "Asia/Kolkata",
    "osaka": "Asia/Tokyo",
    "ottawa": "America/Toronto",
    "philadelphia": "America/New_York",
    "rio de janeiro": "America/Sao_Paulo",
    "san diego": "America/Los_Angeles",
    "san francisco": "America/Los_Angeles",
    "seattle": "America/Los_Angeles",
    "tel aviv": "Asia/Jerusalem",
    "washington": "America/New_York",
    "wellington": "Pacific/Auckland",
}
# Letters that several places share, or that name only half of a place's year: never guessed.
_ABBREVIATIONS = {
    "aest": ("Australia/Sydney", "Australia/Brisbane"),
    "bst": ("Europe/London", "Asia/Dhaka"),
    "cdt": ("America/Chicago",),
    "cest": ("Europe/Berlin", "Europe/Paris"),
    "cst": ("America/Chicago", "Asia/Shanghai"),
    "ct": ("America/Chicago",),
    "edt": ("America/New_York",),
    "eest": ("Europe/Athens", "Europe/Kyiv"),
    "est": ("America/New_York", "America/Panama"),
    "et": ("America/New_York",),
    "hst": ("Pacific/Honolulu",),
    "ist": ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"),
    "jst": ("Asia/Tokyo",),
    "mdt": ("America/Denver",),
    "mst": ("America/Denver", "America/Phoenix"),
    "mt": ("America/Denver",),
    "pdt": ("America/Los_Angeles",),
    "pst": ("America/Los_Angeles",),
    "pt": ("America/Los_Angeles",),
    "sgt": ("Asia/Singapore",),
}
_OFTEN = (
    "America/Los_Angeles",
    "America/Denver",
    "America/Chicago",
    "America/New_York",
    "America/Sao_Paulo",
    "Europe/London",
    "Europe/Paris",
    "Europe/Berlin",
    "Europe/Kyiv",
    "Africa/Lagos",
    "Asia/Dubai",
    "Asia/Kolkata",
    "Asia/Singapore",
    "Asia/Shanghai",
    "Asia/Tokyo",
    "Australia/Sydney",
    "UTC",
)
_EXAMPLES = ("Europe/Paris", "America/New_York", "UTC")


class UnknownZone(UserError):
    """I do not know that time zone. Name a city, for example Europe/Paris or America/New_York."""

    def __init__(self, text: str | None = None, *, nearest: tuple[str, ...] = ()) -> None:
        super().__init__(text)
        self.nearest = nearest  # the IANA names that may have been meant, best first


@cache  # holds real zones only: an unknown name raises and is not kept
def zone(name: str) -> ZoneInfo:
    """The time zone of this exact IANA name, for example Europe/Paris.

    Raises:
        UnknownZone: there is none; names of files that are not places do not count.
    """
    if name in _NOT_PLACES or not _NAME.fullmatch(name):
        raise UnknownZone
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise UnknownZone from None


def is_zone(name: str) -> bool:
    """Whether this is the exact IANA name of a time zone."""
    try:
        zone(name)
    except UnknownZone:
        return False
    return True


@cache
def zone_names() -> frozenset[str]:
    """Every IANA name there is; the first call reads the tz database's list (about 30 ms)."""
    return frozenset(n for n in available_timezones() if n not in _NOT_PLACES and _NAME.match(n))


def parse_zone(text: str) -> str:
    """The IANA name that a person means: an IANA name in any case, or a city.

    Raises:
        UnknownZone: nothing has that name, or several places do; the text names the nearest few.
    """
    wanted = text.strip()
    spoken = " ".join(wanted.replace("_", " ").casefold().split())
    if len(wanted) > _LONGEST:
        raise UnknownZone
    if spoken in _ABBREVIATIONS:
        raise _unknown(wanted, _ABBREVIATIONS[spoken])
    if is_zone(wanted):
        return wanted
    found = _spoken_names().get(spoken)
    if found is None:
        raise _unknown(wanted, _nearest(spoken))
    return found


def suggest_zones(text: str, *, most: int) -> tuple[str, ...]:
    """The IANA names that a half-typed city or name may become, the likeliest first."""
    spoken = " ".join(text[:_LONGEST].replace("_", " ").casefold().split())
    if not spoken:
        return _OFTEN[:most]
    names = _spoken_names()
    exact = [names[spoken]] if spoken in names else []
    starting = [names[each] for each in sorted(names) if each.startswith(spoken)]
    inside = [names[each] for each in sorted(names) if spoken in each]
    meant = [*_ABBREVIATIONS.get(spoken, ()), *exact, *starting, *inside, *_nearest(spoken)]
    places = (each for each in meant if each == "UTC" or each.partition("/")[0] in _CONTINENTS)
    return tuple(dict.fromkeys(places))[:most]


def echo(text: str) -> str:
    """What a person typed, cut to 40 characters and to signs that cannot ping, link or style."""
    kept = re.sub(r"(?<!\d)[:.]|[:.](?!\d)|[^\w :/.,+-]|_", " ", text)
    return " ".join(re.sub(r"/{2,}", "/", kept).split())[:40].strip()


@cache
def _spoken_names() -> dict[str, str]:
    """Every accepted spelling, lower case and with spaces, to its IANA name."""
    spoken: dict[str, str] = {}
    for name in sorted(zone_names(), key=_plainest_last):
        continent, _, place = name.partition("/")
        city = _spell(place.rpartition("/")[2])
        if continent in _CONTINENTS and city not in _TOO_VAGUE:
            spoken[city] = name
    return spoken | _CITIES | {_spell(name): name for name in zone_names()}


def _plainest_last(name: str) -> tuple[bool, int, str]:
    """A sort key: where two zones share a city (old links do), America/ and the longer name win."""
    return name.startswith(("Asia/", "America/")), name.count("/"), name


def _spell(name: str) -> str:
    return name.replace("_", " ").casefold()


def _nearest(spoken: str) -> tuple[str, ...]:
    if re.match(r"(?:utc|gmt) ?[+-]", spoken):
        return ()  # a fixed offset knows no summer time; only a place does
    names = _spoken_names()
    close = get_close_matches(spoken, names, n=3, cutoff=0.75)
    return tuple(dict.fromkeys(names[key] for key in close))


def _unknown(wanted: str, nearest: tuple[str, ...]) -> UnknownZone:
    shown = echo(wanted)
    said = f"I do not know the time zone '{shown}'." if shown else "I do not know that time zone."
    if nearest:
        meant = " or ".join(f"`{name}`" for name in nearest)
        return UnknownZone(f"{said} Did you mean {meant}?", nearest=nearest)
    examples = ", ".join(f"`{name}`" for name in _EXAMPLES)
    return UnknownZone(f"{said} Name a city, for example {examples}.")
