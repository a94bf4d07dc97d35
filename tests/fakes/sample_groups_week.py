"""The weekly messages of a study group, from fixed values."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.card import Card
from bot.domain.cards.case_week import (
    following_card,
    none_left_card,
    stopped_card,
    weekly_case,
)
from bot.domain.cards.casestudies import case_card
from bot.domain.cards.group_week import Telling, group_week_card, quiet_card, talk_line
from bot.domain.case_week import CaseWeek
from bot.domain.curriculum import Curriculum
from bot.domain.enrollment import Enrollment, EnrollmentState, EnrollmentView
from bot.domain.group import (
    Discussion,
    Group,
    GroupState,
    LeadState,
    LineKind,
    Often,
    Reads,
    Round,
)
from bot.domain.group_week import GroupWeek, Said, Told
from bot.domain.ids import PersonId, ResourceId
from bot.domain.pace import Weekday
from bot.domain.search import Document, Hit


def group_week_cards(
    enrollment: Enrollment, curriculum: Curriculum, *, now: datetime, fits: Document
) -> dict[str, Card]:
    """The eve of a discussion with everything, one with nothing yet, and one without."""
    reading = ResourceId("netflix-quality")
    latest = Round(
        number=3,
        resource_id=reading,
        sent_at=now,
        lead_id=PersonId(2),
        lead_name="Bob",
        lead_state=LeadState.CONFIRMED,
        answer_by=None,
    )
    told = Told(round=latest, reads=Reads(done=4, of=9))
    at = datetime.min.time().replace(hour=16)
    group = Group(
        enrollment_id=enrollment.id,
        state=GroupState.RUNNING,
        starts_on=None,
        cohort="",
        discussion=Discussion(weekday=Weekday.THU, at=at),
        reminder=Often.ON,
        rounds=3,
    )
    said = Said(resource_id=reading, kind=LineKind.LEARNED, name="Ada", text="Cache by the hour")
    week = GroupWeek(group=group, told=(told,), lines=(said,))
    telling = Telling(
        week=week,
        told=told,
        enrollment=enrollment,
        talk_at=now + timedelta(days=3, hours=7),
        next_at=now + timedelta(days=7),
        case=Hit(document=fits, why=("task fraud detection",)),
    )
    nobody = replace(latest, lead_id=None, lead_name="", lead_state=LeadState.NOBODY)
    unread = Told(round=nobody, reads=Reads(done=0, of=9))
    less = replace(week, group=replace(group, reminder=Often.LESS, discussion=None), lines=())
    line = talk_line(telling)
    return {
        "group, eve": group_week_card(telling, curriculum),
        "group, eve, nobody yet": group_week_card(
            replace(telling, told=unread, case=None, week=replace(week, lines=())), curriculum
        ),
        "group, no discussion": group_week_card(
            replace(telling, week=less, talk_at=None, case=None), curriculum
        ),
        "group, line on a reading": Card(title=line[0]),
        "group, nudge": quiet_card(telling, curriculum),
    }


def case_week_cards(view: EnrollmentView, *, case: Document) -> dict[str, Card]:
    """One case study a week: followed, paused, stopped, sent, and at its end."""
    following = CaseWeek(view=view, wish="fraud", came=3)
    paused = replace(view.enrollment, state=EnrollmentState.PAUSED)
    resting = replace(view, enrollment=paused, schedules=())
    return {
        "case week": following_card(following, changed=True, private=True),
        "case week, paused": following_card(
            CaseWeek(view=resting, wish="", came=0), changed=False, private=False
        ),
        "case week, stopped": stopped_card(following),
        "case of the week": weekly_case(case_card(case), last=False),
        "case of the week, last": weekly_case(case_card(case), last=True),
        "case of the week, none": none_left_card(),
    }
