"""Who sits at the web chat, and which places each of them sees.

Three people share one browser's web chat so that one person can see a group at work. A place's
messages are kept under its id; what the bot tells one person alone in the channel is kept under
an id of its own beside it.
"""

from dataclasses import dataclass

from bot.domain.authority import Standing
from bot.domain.conversation import Origin

PLATFORM = "webchat"
WORKSPACE = "local"
CHANNEL = "#study-group"
_ASIDE = f"{CHANNEL}@"
_DM = "dm:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """Somebody who can sit here; `zone` (IANA) is the browser's own where it is None."""

    id: str
    name: str
    zone: str | None = None


PEOPLE = (
    Neighbour(id="you", name="Robin"),
    Neighbour(id="ana", name="Ana", zone="America/Sao_Paulo"),
    Neighbour(id="kenji", name="Kenji", zone="Asia/Tokyo"),
)
FIRST = PEOPLE[0].id
BY_ID = {each.id: each for each in PEOPLE}


def dm(person: str) -> str:
    """The place where this person and the bot talk alone."""
    return f"{_DM}{person}"


def aside(place: str, person: str) -> str:
    """Where the answers are kept that this person alone sees in a place."""
    return f"{_ASIDE}{person}" if place == CHANNEL else ""


def places_of(person: str) -> tuple[str, str]:
    """The places of this person, as the page names them."""
    return (CHANNEL, dm(person))


def shown_in(kept: str) -> str:
    """The place in which a message kept under this id is shown."""
    return CHANNEL if kept.startswith(_ASIDE) else kept


def sees(person: str, kept: str) -> bool:
    """Whether this person sees what is kept under this id."""
    return kept in (*places_of(person), aside(CHANNEL, person))


def origin_of(person: str, *, place: str, zone: str | None) -> Origin:
    """Where somebody speaks; `zone` is the browser's."""
    who = BY_ID[person]
    return Origin(
        platform=PLATFORM,
        workspace=WORKSPACE,
        place=place,
        person=person,
        is_dm=place != CHANNEL,
        person_name=who.name,
        place_name=place if place == CHANNEL else "",
        zone=who.zone or zone,
        standing=Standing.ADMIN if person == FIRST else Standing.MEMBER,
    )
