"""What every command has in hand: who speaks, the plans here, and the way to change one."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.budget import NEVER_ASKED, Reminders
from bot.domain.card import Card
from bot.domain.cards.refusal import EndedHere, GoneMessage, GonePlan, NotEnrolled
from bot.domain.command import Command
from bot.domain.conversation import Inbound
from bot.domain.curriculum import Plan, Resource
from bot.domain.enrollment import Change, EnrollmentState, EnrollmentView
from bot.domain.errors import UserError
from bot.domain.finding import Offered, find_plan
from bot.domain.grouping import GroupView
from bot.domain.ids import ResourceId
from bot.domain.outlook import Outlook, look
from bot.domain.position import Study
from bot.domain.reaching import Reach
from bot.domain.steering import AlreadyPaused
from bot.domain.zones import echo
from bot.ports import (
    Decide,
    Engine,
    Party,
    Pressed,
    Pressing,
    Searcher,
    Store,
)
from bot.usecases.link_state import BrokenLinks
from bot.usecases.reach import Reaching
from bot.usecases.sharing import Sharing
from bot.usecases.study import Studies

NO_PLATFORMS = Reaching({})
"""Nobody can be written to."""


class NotHere(UserError):
    """The reading list of this plan is not available right now. Your place is kept; try later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """One command's surroundings.

    `views` are the plans of this place, the one delivered last first, finished ones at the end;
    `pressed` is what the pressed message was about, `broken` which links do not work, `reminders`
    what this person chose and when they were heard of before, `sharing` how files are handed out.
    """

    store: Store
    studies: Studies
    engine: Engine
    search: Searcher
    party: Party
    inbound: Inbound
    views: Sequence[EnrollmentView]
    pressed: Pressed | None
    broken: BrokenLinks
    reminders: Reminders = NEVER_ASKED
    sharing: Sharing | None = None
    reaching: Reaching = NO_PLATFORMS

    async def reach(self, card: Card) -> Reach:
        """Write to who speaks in private, now, and see whether it arrives."""
        return await self.reaching(self.inbound.origin, card, event_id=self.inbound.event_id)

    @property
    def offered(self) -> tuple[Offered, ...]:
        """Every plan there is, in the order in which they are offered."""
        return tuple(
            Offered(curriculum=curriculum, plan=plan)
            for curriculum in self.studies.library.curricula.values()
            for plan in curriculum.plans
        )

    def meant(self, command: Command) -> EnrollmentView:
        """The plan that a command means.

        A press means its message's plan; then `plan:` counts, then the plan delivered last.

        Raises:
            NotEnrolled: there is no such plan here.
            GonePlan: the pressed message's plan was left.
            EndedHere: in a channel, where somebody ended it for everybody.
            GoneMessage: the pressed message is not known any more.
        """
        if self.pressed is not None:
            return self._of_message(self.pressed)
        if command.plan:
            return self._named(command.plan)
        if self.inbound.key is not None:
            raise GoneMessage
        if not self.views:
            raise NotEnrolled
        return self.views[0]

    def study(self, view: EnrollmentView) -> Study:
        """What decisions on this plan stand on now.

        Raises:
            NotHere: its curriculum is not loaded, or no longer has the plan.
        """
        if not self.loaded(view):
            raise NotHere
        return self.studies.of(view.enrollment.curriculum)

    def loaded(self, view: EnrollmentView) -> bool:
        """Whether this plan's curriculum is here."""
        return self.studies.has(view.enrollment)

    def look(self, view: EnrollmentView) -> Outlook:
        """Where this plan stands now."""
        return look(view, self.study(view))

    def resource(self, view: EnrollmentView, resource_id: ResourceId) -> Resource:
        """A reading of this plan's curriculum."""
        return self.study(view).curriculum.resource(resource_id)

    def others(self, view: EnrollmentView) -> tuple[Plan, ...]:
        """The other plans that run in this place."""
        running = {EnrollmentState.ACTIVE, EnrollmentState.PAUSED}
        return tuple(
            self.study(each).curriculum.plan(each.enrollment.plan)
            for each in self.views
            if each is not view and each.enrollment.state in running and self.loaded(each)
        )

    def plan_meant(self, view: EnrollmentView) -> str:
        """How a refusal calls this plan: by its name where others run here as well."""
        if not self.others(view):
            return "your plan"
        return echo(self.study(view).curriculum.plan(view.enrollment.plan).title)

    async def group(self, view: EnrollmentView) -> GroupView | None:
        """The study group of a plan as it stands now; None where it is one person's."""
        if not view.enrollment.is_group:
            return None
        groups = self.store.groups
        return await groups.view(self.party, view.enrollment.id, now=self.studies.now())

    @property
    def pressing(self) -> Pressing:
        """The call that a write to a group belongs to."""
        inbound = self.inbound
        return Pressing(
            event_id=inbound.event_id,
            now=self.studies.now(),
            key=inbound.key,
            receipt=inbound.receipt,
            reading=self.pressed.resource_id if self.pressed else None,
        )

    async def change(
        self, view: EnrollmentView, decide: Decide, *, step: str = ""
    ) -> EnrollmentView:
        """Decide under the plan's lock, write, and wake the engine if something is to be sent.

        `step` tells the writes of one event apart, where a command changes several plans.

        Raises:
            NotEnrolled: the plan was left in the meantime.
            UserError: the decision refused, or the event was handled before; nothing changed.
        """
        made: list[Change] = []

        def deciding(current: EnrollmentView) -> Change:
            made.append(decide(current))
            return made[-1]

        try:
            changed = await self.store.people.change(
                self.party,
                view.enrollment.id,
                decide=deciding,
                event_id=self.inbound.event_id + step,
                key=self.inbound.key,
                receipt=self.inbound.receipt,
            )
        except AlreadyPaused:  # perhaps because its place is shut, which is not what they want
            await self.store.rooms.stay_paused(self.party, view.enrollment.id)
            raise
        if changed is None:
            raise NotEnrolled
        if made and (made[-1].deliveries or made[-1].threaded or made[-1].redraws):
            self.engine.wake()
        return changed.after

    def _of_message(self, pressed: Pressed) -> EnrollmentView:
        for view in self.views:
            if view.enrollment.id == pressed.enrollment_id:
                return view
        raise GonePlan if self.party.is_dm else EndedHere

    def _named(self, name: str) -> EnrollmentView:
        wanted = find_plan(self.offered, name)
        for view in self.views:
            plan = (view.enrollment.curriculum, view.enrollment.plan)
            if plan == (wanted.curriculum.id, wanted.plan.id):
                return view
        raise NotEnrolled("You are not on that plan here. Type `progress` to see where you are.")
