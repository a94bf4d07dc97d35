"""The form that starts a plan: what it offers, what is wrong in it, and what it means."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.card import Press
from bot.domain.conversation import Origin
from bot.domain.errors import UserError
from bot.domain.finding import Offered, find_place, find_plan, unknown_reading
from bot.domain.gathering import start_day
from bot.domain.ids import ResourceId
from bot.domain.outlook import default_pace
from bot.domain.pace import Pace, describe
from bot.domain.pace_completion import complete_pace
from bot.domain.schedule import local
from bot.domain.waiting import order
from bot.domain.zones import parse_zone
from bot.usecases.study import Studies

LONGEST = 200
"""Letters of one field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What somebody filled in; `zone` is in their own words, the plan is its id.

    `first` is the day of a group's first reading, in their own words too.
    """

    plan: str
    when: str = ""
    start: str = ""
    zone: str = ""
    waits: bool = False
    first: str = ""

    def press(self, verb: str) -> Press:
        """The command that this form means, to `start` or to `preview`.

        Where to start stands last, as its words have no end; fields are capped, without the colon
        that would name another plan.
        """
        when, start = _plain(self.when), _plain(self.start)
        said = [f"plan:{self.plan}", when, _plain(self.zone), "wait for me" * self.waits]
        first = _plain(self.first)
        said += [f"start {first}"] if first else []
        said += [f"from {start}"] if start else []
        return Press(verb, " ".join(each for each in said if each))


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A plan to choose, and the days and time it starts with."""

    id: str
    title: str
    usual: str


class EnrollForms:
    """Checks forms against the curricula; nothing here changes anything.

    `may_start` tells whether somebody may start a plan where they are.
    """

    def __init__(self, studies: Studies, *, may_start: Callable[[Origin], Awaitable[bool]]) -> None:
        self._studies = studies
        self.may_start = may_start

    def choices(self) -> tuple[Choice, ...]:
        """The plans there are."""
        return tuple(
            Choice(id=each.plan.id, title=each.plan.title, usual=_usual(each))
            for each in self._offered()
        )

    def problems(self, form: Form, *, zone: str) -> Mapping[str, str]:
        """What is wrong, by the field's name; empty where the plan can start.

        `zone` is the person's IANA zone.
        """
        wrong: dict[str, str] = {}
        for name, check in self._checks():
            try:
                check(form, zone)
            except UserError as error:
                wrong[name] = error.text.replace("`", "'")
            if "zone" in wrong:
                form = replace(form, zone="")  # each field is told its own mistake alone
        return wrong

    def _checks(self) -> tuple[tuple[str, Callable[[Form, str], object]], ...]:
        return (
            ("zone", self._pace_zone),
            ("when", self._pace),
            ("first", self._first),
            ("start", self._at),
        )

    def _first(self, form: Form, zone: str) -> date | None:
        said = _plain(form.first)
        today = local(self._studies.now(), self._pace_zone(form, zone)).date()
        return start_day(said, today=today) if said else None

    def _offered(self) -> tuple[Offered, ...]:
        curricula = self._studies.library.curricula.values()
        return tuple(Offered(curriculum=c, plan=plan) for c in curricula for plan in c.plans)

    def _plan(self, form: Form) -> Offered:
        return find_plan(self._offered(), form.plan)

    def _pace_zone(self, form: Form, zone: str) -> str:
        return parse_zone(_plain(form.zone)) if form.zone.strip() else zone

    def _pace(self, form: Form, zone: str) -> Pace:
        chosen = self._plan(form)
        zone = self._pace_zone(form, zone)
        default = default_pace(len(order(chosen.curriculum, chosen.plan.id)), zone)
        if not form.when.strip():
            return default
        today = local(self._studies.now(), zone).date()
        return complete_pace(_plain(form.when), default, today=today).pace

    def _at(self, form: Form, zone: str) -> ResourceId | None:
        del zone  # a place in a plan is the same everywhere
        chosen, said = self._plan(form), _plain(form.start)
        if not said:
            return None
        ids = order(chosen.curriculum, chosen.plan.id)
        found = find_place(said, curriculum=chosen.curriculum, ids=ids)
        if found is None:
            raise unknown_reading(said, curriculum=chosen.curriculum, ids=ids, example="from")
        return found.resource_id


def _usual(each: Offered) -> str:
    pace = default_pace(len(order(each.curriculum, each.plan.id)), "UTC")
    return describe(pace, with_zone=False)


def _plain(text: str) -> str:
    """A field's words, capped; a colon would name another plan or field."""
    return " ".join(text[:LONGEST].replace("plan:", " ").split())
