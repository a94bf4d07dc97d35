"""Every message of the bot once, from fixed values, for snapshots and for checks on all texts."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from bot.domain.budget import Every
from bot.domain.card import Card, words
from bot.domain.cards import answers, plans
from bot.domain.cards.answered import done_card, later_card, skipped_card
from bot.domain.cards.broken import reported_card, with_way_around
from bot.domain.cards.casestudies import ASK, case_card, companies_card
from bot.domain.cards.delivery import delivery_card
from bot.domain.cards.elsewhere import elsewhere_card
from bot.domain.cards.found import (
    Listing,
    Standing,
    found_card,
    no_such_page_card,
    nothing_card,
    reading_found_card,
    total_title,
)
from bot.domain.cards.help import help_card, verb_help_card
from bot.domain.cards.likeness import form_card
from bot.domain.cards.message import message_of
from bot.domain.cards.path import path_card
from bot.domain.cards.path_picture import path_picture
from bot.domain.cards.progress import Record, progress_card
from bot.domain.cards.refusal import NotEnrolled, refusal
from bot.domain.cards.settings import ask_card, changed_card, person_card, settings_card
from bot.domain.command import Command, UnknownCommand
from bot.domain.curriculum import Resource
from bot.domain.delivery import DeliveryKind
from bot.domain.enrollment import (
    NO_REST,
    Attention,
    Calendar,
    Enrollment,
    EnrollmentState,
    EnrollmentView,
    Handled,
    Policy,
    Schedule,
    ScheduleKind,
)
from bot.domain.errors import UserError
from bot.domain.ids import EnrollmentId, PersonId, PlaceId, PlanId, ResourceId, WorkspaceId
from bot.domain.likeness import Form
from bot.domain.outlook import Outlook, default_pace, look, offer
from bot.domain.pace import Pace
from bot.domain.path_mapping import map_path
from bot.domain.position import Study
from bot.domain.quiet import QuietHours
from bot.domain.schedule import NO_FREE_DAYS
from bot.domain.search import Document, DocumentId, DocumentKind, Found, Hit
from bot.domain.verbs import BY_PATH
from bot.domain.waiting import order, refilled
from tests.fakes.curricula import CASES, CORE, GUIDE, WHOLE, curriculum
from tests.fakes.sample_entries import CREDIT, LISTED
from tests.fakes.sample_groups import group_cards
from tests.fakes.sample_groups_week import case_week_cards, group_week_cards
from tests.fakes.sample_keeping import keeping_cards
from tests.fakes.sample_places import place_cards
from tests.fakes.sample_reminders import Behind, reminder_cards
from tests.fakes.sample_threads import thread_cards

ZONE = "Europe/Paris"
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)  # Monday, 09:00 in Paris
NEXT = datetime(2026, 11, 24, 9, tzinfo=UTC)
MLOPS = curriculum()
ARCHIVED = replace(MLOPS, archive="https://archive.example/{url}")
STUDY = Study(curriculum=MLOPS, now=NOW, free=lambda _calendar: NO_FREE_DAYS)
PACE = default_pace(4, ZONE)
SENT = {ResourceId("netflix-quality"): Handled.SENT}
DONE = {ResourceId("netflix-quality"): Handled.DONE}


def resource(name: str) -> Resource:
    return MLOPS.resource(ResourceId(name))


def view(
    plan: PlanId = CASES,
    *,
    handled: Mapping[ResourceId, Handled] | None = None,
    state: EnrollmentState = EnrollmentState.ACTIVE,
    expanded: tuple[ResourceId, ...] = (),
    pace: Pace = PACE,
) -> EnrollmentView:
    """A plan in some state; its next date is Tuesday, unless it pauses or has ended."""
    seen = dict(SENT if handled is None else handled)
    bare = Enrollment(
        id=EnrollmentId(1),
        workspace_id=WorkspaceId(1),
        place_id=PlaceId(1),
        person_id=PersonId(1),
        curriculum=MLOPS.id,
        plan=plan,
        state=state,
        policy=Policy.DRIP,
        pace=pace,
        calendar=NO_REST,
        revision=MLOPS.revision,
        next_ids=(),
        left=0,
        unfinished=0,
        expanded=expanded,
        version=1,
        started_at=NOW,
    )
    due = NEXT if state is EnrollmentState.ACTIVE else None
    return EnrollmentView(
        enrollment=refilled(bare, MLOPS, handled=seen),
        attention=Attention(zone=ZONE),
        schedules=(Schedule(kind=ScheduleKind.LESSON, due_at=due),),
        handled=seen,
    )


def standing(seen: EnrollmentView | None = None) -> Outlook:
    return look(seen or view(), STUDY)


def sent(
    name: str | None,
    *,
    kind: DeliveryKind = DeliveryKind.LESSON,
    variant: str = "",
    covered: int = 1,
    of: EnrollmentView | None = None,
    due: datetime | None = NEXT,
) -> Card:
    """The message of a reading, or of a reminder."""
    message = message_of(
        (of or view()).enrollment,
        kind=kind,
        variant=variant,
        covered=covered,
        resource_id=ResourceId(name) if name else None,
        next_due_at=due,
    )
    return delivery_card(message, MLOPS)


def _readings() -> dict[str, Card]:
    everything = dict.fromkeys(order(MLOPS, CASES), Handled.SENT)
    opened = view(WHOLE, expanded=(ResourceId("book"),), handled={})
    waiting = replace(view().enrollment, unfinished=2)
    paused = replace(view(), enrollment=replace(waiting, state=EnrollmentState.PAUSED))
    given = {"enrollment": view().enrollment, "curriculum": MLOPS}
    return {
        "reading": sent("rules", of=view(CORE)),
        "case study": sent("netflix-quality", kind=DeliveryKind.FIRST),
        "shelf": sent("book", of=view(WHOLE)),
        "part": sent("book-2", of=opened),
        "community": sent("forum", of=view(CORE), covered=3),
        "came back": sent("airbnb-homes", kind=DeliveryKind.SNOOZE),
        "asked for": sent("airbnb-homes", kind=DeliveryKind.ASKED),
        "new": sent("airbnb-homes", variant="new"),
        "last": sent("dropbox-ocr", of=view(handled=everything)),
        "waiting": sent(
            None,
            kind=DeliveryKind.NUDGE,
            variant="waiting",
            of=replace(view(), enrollment=waiting),
        ),
        "paused": sent(None, kind=DeliveryKind.NUDGE, variant="paused", of=paused, due=None),
        "was done": done_card(resource("netflix-quality"), at=NOW, **given),  # type: ignore[arg-type]
        "was left out": skipped_card(resource("netflix-quality"), at=NOW, **given),  # type: ignore[arg-type]
        "was put off": later_card(resource("netflix-quality"), back_at=NEXT, **given),  # type: ignore[arg-type]
    }


def _plans() -> dict[str, Card]:
    offers = [offer(MLOPS, plan, zone=ZONE, now=NOW) for plan in MLOPS.plans]
    known = view(handled={**DONE, ResourceId("airbnb-homes"): Handled.SENT})
    return {
        "welcome": plans.welcome_card(offers, own_computer=True, zone=ZONE),
        "welcome elsewhere": plans.welcome_card(offers[:1], own_computer=False, zone=ZONE),
        "plans": plans.plans_card(offers[:1], zone=ZONE),
        "begun": plans.begun_card(
            standing(), assumed=("at 09:00",), known=0, waits=False, reminded=Every.WEEKLY
        ),
        "begun again": plans.begun_card(
            standing(known), assumed=(), known=1, waits=True, reminded=Every.OFF
        ),
        "following": plans.following_card(standing()),
    }


def _behind() -> Behind:
    ids = order(MLOPS, CASES)
    three = {ids[0]: Handled.DONE, ids[1]: Handled.SENT, ids[2]: Handled.SENT}
    return Behind(curriculum=MLOPS, view=view(handled=three), here=standing(),
                  reading=sent("airbnb-homes"), now=NOW, next_at=NEXT)  # fmt: skip


def _answers() -> dict[str, Card]:
    netflix, book = resource("netflix-quality"), resource("book")
    here, paused = standing(), standing(view(state=EnrollmentState.PAUSED))
    all_sent = standing(view(handled=dict.fromkeys(order(MLOPS, CASES), Handled.SENT)))
    whole = standing(view(WHOLE, handled={}))
    ended = standing(
        view(
            handled=dict.fromkeys(order(MLOPS, CASES), Handled.DONE)
            | {ResourceId("lyft-fraud"): Handled.SKIPPED},
            state=EnrollmentState.FINISHED,
        )
    )
    return {
        "done": answers.done_answer(standing(view(handled=DONE))),
        "done, none left": answers.done_answer(all_sent),
        "done before": answers.already_answer(here, netflix, how="done"),
        "handed out": answers.handed_out_answer(here, netflix),
        "handed out, paused": answers.handed_out_answer(paused, netflix),
        "again": answers.again_answer(here, netflix),
        "skipped": answers.skipped_answer(here, netflix),
        "known": answers.known_answer(whole, book),
        "parts": answers.parts_answer(whole, book),
        "later": answers.later_answer(here, netflix, back_at=NEXT),
        "jumped": answers.jumped_answer(here, netflix, others="3 (Another one)"),
        "paused by word": answers.paused_answer(paused, until=None),
        "paused until": answers.paused_answer(paused, until=NEXT),
        "resumed": answers.resumed_answer(here),
        "leave": answers.leave_question(here),
        "left": answers.left_answer(here),
        "finished": answers.finish_card(
            ended, started_at=NOW, now=NOW + timedelta(weeks=3), minutes=90
        ),
        "finished alone": answers.finish_card(
            ended, started_at=NOW, now=NOW + timedelta(weeks=3), minutes=90, own_computer=True
        ),
        "in slack": elsewhere_card("slack"),
        "in discord": elsewhere_card("discord"),
    }


def _looks() -> dict[str, Card]:
    ids, later = order(MLOPS, CASES), NOW + timedelta(weeks=3)
    record = Record(
        ids=ids,
        done_at={ids[0]: NOW, ids[1]: NOW + timedelta(weeks=1)},
        started_at=NOW,
        now=later,
        attention=Attention(zone=ZONE),
    )
    some = view(handled={**DONE, ids[1]: Handled.SKIPPED, ids[2]: Handled.SENT})
    ahead = replace(standing(some), next_at=later, last_at=later + timedelta(weeks=1))
    unread = replace(record, done_at={}, now=NOW)
    paused = standing(view(state=EnrollmentState.PAUSED))
    whole = view(WHOLE, handled=dict.fromkeys(order(MLOPS, WHOLE)[:5], Handled.DONE))
    return {
        "progress": progress_card(ahead, record, others=(MLOPS.plan(CORE),)),
        "progress, picture": progress_card(
            ahead, record, picture=path_picture(map_path(some, STUDY, outlook=ahead))
        ),
        "progress at the start": progress_card(standing(), unread),
        "progress, paused": progress_card(paused, unread),
        "path": path_card(some, standing(some)),
        "path, half done": path_card(whole, standing(whole)),
        "help": help_card(),
        "help pause": verb_help_card(BY_PATH["pause"]),
        "help go": verb_help_card(BY_PATH["go"]),
    }


def document(name: str) -> Document:
    """A reading of the small curriculum as a search finds it."""
    reading = resource(name)
    return Document(
        id=DocumentId(name),
        kind=DocumentKind.CASE if reading.case else DocumentKind.READING,
        title=reading.title,
        companies=(reading.case.company,) if reading.case else (),
        year=reading.year,
        resource=reading,
        curriculum=MLOPS.id,
    )


def _cases() -> dict[str, Card]:
    netflix = resource("netflix-quality")
    one_more = words("One worth reading today.")
    hits = (
        Hit(document=document("lyft-fraud"), why=("topic anomaly detection", "title says “fraud”")),
        Hit(document=LISTED, why=("title says “fraud”",)),
    )
    found = Found(hits=hits, total=7, asked="farud", read_as="fraud")
    title = total_title(found, "case study", asked="farud")
    many = Listing(title=title, verb="case", arg="farud", page=1)
    rules = document("rules")
    mixed = Found(hits=(Hit(document=rules, why=("title says “rules”",)), hits[1]), total=2)
    mine = Listing(title=total_title(mixed, "hit", asked="rules"), verb="find", arg="rules", page=1)
    core = Standing(plan=MLOPS.plan(CORE), number=1, total=4, mark="to come", ahead=True)
    return {
        "link reported": reported_card(netflix, curriculum=MLOPS, first=True),
        "link reported, alternative": reported_card(netflix, curriculum=ARCHIVED, first=False),
        "link broken": with_way_around(
            case_card(document("netflix-quality")), netflix, curriculum=MLOPS
        ),
        "link broken, alternative": with_way_around(
            sent("rules", of=view(CORE)), resource("rules"), curriculum=ARCHIVED
        ),
        "case for today": case_card(
            document("netflix-quality"), note=one_more, others=2, footer=ASK
        ),
        "case of a catalogue": case_card(LISTED, credit=CREDIT),
        "cases": found_card(found, many),
        "no such page": no_such_page_card(replace(many, page=9)),
        "no case": nothing_card(
            "nettix",
            what="No case study for",
            verb="case",
            nearest=("Netflix",),
            company_names=("Netflix", "Airbnb"),
        ),
        "nothing": nothing_card("zzz", what="Nothing for", verb="find"),
        "companies": companies_card({"20th Century Fox": 1, "Airbnb": 27, "Zillow": 1}, page=1),
        "found": found_card(mixed, mine, standings=(core, None)),
        "reading found": reading_found_card(
            resource("rules"), section="Basics", standing=replace(core, is_next=True)
        ),
        "help casestudy": verb_help_card(BY_PATH["casestudy"], credits_=(CREDIT,)),
        "like us": form_card(Form(step=3).toggled(0).at(4)),
    }


def _settings() -> dict[str, Card]:
    attention = Attention(
        zone=ZONE,
        quiet=QuietHours(start=time(22), end=time(7)),
        away_until=date(2026, 12, 24),
    )
    rests = Calendar(country="FR", breaks=((date(2026, 12, 21), date(2027, 1, 3)),))
    resting = replace(view().enrollment, calendar=rests, policy=Policy.WAIT)
    return {
        "settings": settings_card(
            standing(), view().enrollment, attention=Attention(zone=ZONE), every=None
        ),
        "settings, all set": settings_card(
            standing(), resting, attention=attention, every=Every.WEEKLY
        ),
        "changed": changed_card("Weekdays at 09:00", replace(standing(), moved=2)),
        "changed, paused": changed_card(
            "No quiet hours", standing(view(state=EnrollmentState.PAUSED))
        ),
        "person": person_card("Your time zone is UTC"),
        "ask": ask_card("Where are you?", detail="Now it is UTC.", examples=("timezone Paris",)),
        "refusal": refusal(NotEnrolled()),
        "refusal, one sentence": refusal(UserError("That `pause` was not clear")),
        "refusal, nearest": refusal(
            UnknownCommand(
                "I do not know `skp`. Did you mean `skip`?", nearest=Command(verb="go skip")
            )
        ),
    }


SAMPLES: dict[str, Card] = {
    **_readings(),
    **_plans(),
    **reminder_cards(_behind()),
    **_answers(),
    **_looks(),
    **_cases(),
    **_settings(),
    **place_cards(standing(), resource("netflix-quality")),
    **thread_cards(resource("netflix-quality"), GUIDE),
    **group_week_cards(view().enrollment, MLOPS, now=NOW, fits=document("lyft-fraud")),
    **case_week_cards(view(), case=document("lyft-fraud")),
    **keeping_cards(standing(), resource("netflix-quality"), curriculum=MLOPS),
    **group_cards(resource("netflix-quality")),
}
