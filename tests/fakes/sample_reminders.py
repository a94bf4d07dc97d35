"""Every message about reminders, coming back and looking ahead once, from fixed values."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.budget import Every
from bot.domain.card import Card
from bot.domain.cards import attention, recap
from bot.domain.cards.answers import done_answer
from bot.domain.cards.preview import Preview, preview_card
from bot.domain.curriculum import Curriculum
from bot.domain.enrollment import EnrollmentView, Handled
from bot.domain.outlook import Outlook
from bot.domain.recap import LookBack, Recap, look_back
from bot.domain.waiting import order


@dataclass(frozen=True, kw_only=True)
class Behind:
    """Somebody with readings waiting, where they stood at first, and the latest reading's card."""

    curriculum: Curriculum
    view: EnrollmentView
    here: Outlook
    reading: Card
    now: datetime
    next_at: datetime

    @property
    def look(self) -> LookBack:
        """One reading done two days ago."""
        done = [each for each, how in self.view.handled.items() if how is Handled.DONE]
        done_at = {done[0]: self.now - timedelta(days=2)}
        told = Recap(handled=self.view.handled, done_at=done_at)
        return look_back(told, self.view.enrollment, curriculum=self.curriculum, now=self.now)


def reminder_cards(behind: Behind) -> dict[str, Card]:
    """The reminders of a plan, and what is said about reminders."""
    look, here = behind.look, behind.here
    ids = order(behind.curriculum, behind.view.enrollment.plan)
    one = replace(look, waiting=ids[2:3], minutes=20, lately=0)
    lines = recap.recap_line(look, but=ids[2])
    coming = [(behind.next_at + timedelta(weeks=n), each) for n, each in enumerate(ids[1:3])]
    again = attention.back_again(here, weeks=5)
    preview = Preview(outlook=here, first=ids[0], dates=coming, words="case-studies tuesday 10:00")
    return {
        "reminder": _reminder(behind, look),
        "reminder of one": _reminder(behind, one),
        "reminder, two weeks": _reminder(behind, look, variant="fortnightly"),
        "reminder, a month": _reminder(behind, look, variant="restart monthly"),
        "reminder, the last": _reminder(behind, look, variant="off"),
        "fresh start": _reminder(behind, look, variant="restart"),
        "reading that tells what waits": replace(behind.reading, text=lines),
        "reminders monthly": attention.reminders_card(Every.MONTHLY, before=Every.WEEKLY),
        "reminders as before": attention.reminders_card(Every.WEEKLY, before=Every.WEEKLY),
        "reminders off": attention.reminders_card(Every.OFF, before=Every.WEEKLY),
        "reminders at the least": attention.least_card(),
        "reminders off already": attention.off_already_card(),
        "stopped": attention.stopped_card(here),
        "back after weeks": replace(done_answer(here), options=(again,)),
        "restart": attention.restart_question(here),
        "preview": preview_card(preview),
    }


def _reminder(behind: Behind, look: LookBack, *, variant: str = "") -> Card:
    told = recap.Reminder(
        look=look,
        enrollment=behind.view.enrollment,
        current=look.waiting[-1],
        next_at=behind.next_at,
        variant=variant,
    )
    return recap.weekly_card(told, behind.curriculum)
