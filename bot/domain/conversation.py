"""What comes in from a platform and what goes back to the person who sent it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.authority import Standing
from bot.domain.card import Card, Press


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where something was said and by whom, in the platform's own ids.

    `workspace` is the tenant that let the call in, never merely the channel it came from.
    `lane` is what its limits are counted for, where that is more than the workspace.
    `person_name` and `place_name` are what others typed: untrusted wherever they are shown.
    `zone` is the person's IANA zone where the platform knows it, `standing` what they may do there
    as it says at this moment, `threads` whether a message there can have a thread.
    """

    platform: str
    workspace: str
    place: str
    person: str
    lane: str = ""
    is_dm: bool = True
    person_name: str = ""
    place_name: str = ""
    zone: str | None = None
    standing: Standing = Standing.MEMBER
    threads: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbound:
    """One text or press. `event_id` is unique per platform and repeats when the call repeats.

    `key` is the delivery key that the pressed message carries, if it carries one, and `receipt`
    the platform's id of that message; `values` are what stood in the pressed card's boxes, by
    their names.
    """

    event_id: str
    origin: Origin
    text: str = ""
    press: Press | None = None
    key: str | None = None
    receipt: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file for the person who asked, and for nobody else; `name` is ours, `content` theirs."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the person gets back.

    `card` is the answer (None where the change of the pressed message says enough);
    `update` replaces the pressed message in place, which keeps its key.
    `public` shows the answer to everybody in a channel; otherwise it is for the person alone.
    `thread` is the receipt of the message whose thread the answer leads to.
    `files` are for that person alone, wherever they asked. `erased` says that nothing of the
    person is kept any more: what a platform still shows or remembers of them goes too.
    """

    card: Card | None = None
    update: Card | None = None
    public: bool = False
    thread: str = ""
    files: tuple[Attachment, ...] = ()
    erased: bool = False
