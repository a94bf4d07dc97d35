"""A study group in a channel: who is in it, and what its members say and do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.domain.conversation import Origin
from bot.domain.enrollment import EnrollmentView
from bot.domain.group import (
    Discussion,
    Group,
    GroupState,
    LineKind,
    Member,
    NewGroup,
    Role,
    arrived,
)
from bot.domain.grouping import GroupChange, GroupView
from bot.domain.ids import EnrollmentId, ResourceId
from bot.domain.pace import Pace, Weekday
from bot.domain.position import finish
from bot.domain.schedule import local
from bot.domain.steering import Wish, begin
from bot.ports import Party, Pressing
from tests.fakes.curricula import CASES, MLOPS
from tests.fakes.talk import Talk

CHANNEL = "#study"
NOT_YET = EnrollmentId(0)
TUESDAYS = Pace.decode("w:1|10:00|Europe/Paris|1")


@dataclass
class Grouped:
    """A group on the case studies, Tuesdays at 10:00 in Paris; its first member leads it."""

    talk: Talk
    names: Sequence[str]
    id: EnrollmentId = NOT_YET

    def origin(self, name: str) -> Origin:
        """Where somebody of the group speaks."""
        return replace(
            self.talk.origin,
            place=CHANNEL,
            place_name="study",
            person=name,
            person_name=name.title(),
            is_dm=False,
        )

    async def party(self, name: str) -> Party:
        return await self.talk.store.people.party(self.origin(name), zone="Europe/Paris")

    async def start(self) -> EnrollmentView:
        """The plan begins, and everybody joins."""
        talk, pace = self.talk, TUESDAYS
        party = await self.party(self.names[0])
        new = NewGroup(
            state=GroupState.RUNNING, starts_on=local(talk.clock.now(), pace.zone).date()
        )
        wish = Wish(plan=CASES, pace=pace, group=new)
        beginning = begin(wish, talk.studies.of(MLOPS), attention=party.attention)
        view = await talk.store.people.enroll(
            party, replace(beginning, kickoff=None), event_id="begin"
        )
        assert view is not None
        self.id = view.enrollment.id
        for name in self.names[1:]:
            await self.join(name)
        talk.origin = self.origin(self.names[0])
        return view

    async def join(self, name: str, *, on_board: bool = False) -> None:
        party, now = await self.party(name), self.talk.clock.now()

        def decide(group: GroupView) -> GroupChange:
            me: Member = arrived(
                group.me,
                person_id=party.person_id,
                name=party.person_name,
                now=now,
                rounds=group.group.rounds,
            )
            return GroupChange(members=(replace(me, on_board=on_board),))

        await self._change(party, decide)

    async def demote(self, name: str) -> None:
        """Somebody leads the group no more."""

        def decide(group: GroupView) -> GroupChange:
            assert group.me is not None
            return GroupChange(members=(replace(group.me, role=Role.MEMBER),))

        await self._change(await self.party(name), decide)

    async def talks_on(self, weekday: Weekday, at: str) -> None:
        """Set the group's discussion."""
        discussion = Discussion.decode(f"{int(weekday)}@{at}")

        def decide(group: GroupView) -> GroupChange:
            changed: Group = replace(group.group, discussion=discussion)
            return GroupChange(group=changed)

        await self._change(await self.party(self.names[0]), decide)

    async def done(self, name: str, resource: str) -> None:
        """One member has read a reading."""
        party, study = await self.party(name), self.talk.studies.of(MLOPS)
        await self.talk.store.groups.done(
            party,
            self.id,
            choose=lambda _: ResourceId(resource),
            settle=lambda view, which: finish(view, study, resource_id=which, by=party.person_id),
            pressing=self.pressing(),
        )

    async def line(self, name: str, resource: str, kind: LineKind, text: str) -> None:
        """One member's line about a reading."""
        kept = await self.talk.store.groups.keep_lines(
            await self.party(name),
            self.id,
            resource_id=ResourceId(resource),
            lines={kind: text},
            pressing=self.pressing(),
        )
        assert kept

    def pressing(self) -> Pressing:
        self.talk.events += 1
        return Pressing(event_id=f"group-{self.talk.events}", now=self.talk.clock.now())

    async def _change(self, party: Party, decide: Callable[[GroupView], GroupChange]) -> None:
        changed = await self.talk.store.groups.change(
            party,
            self.id,
            decide=decide,
            pressing=self.pressing(),
        )
        assert changed is not None
