"""Starting a plan, reading it, and seeing how far one is."""

from bot.domain.verbs.verb import Group, Verb

ENROLL = Verb(
    name="enroll",
    help="See the plans, or start one",
    example="enroll case studies",
    group=Group.FIRST,
    argument="plan, days and time",
    aliases=("enrol", "start", "begin", "plans", "subscribe", "sign up"),
)

NEXT = Verb(
    name="next",
    help="Get the next reading now",
    example="next",
    group=Group.FIRST,
    aliases=("more", "another", "send it now"),
)

DONE = Verb(
    name="done",
    help="Say that you have read it",
    example="done",
    group=Group.FIRST,
    argument="reading",
    aliases=("finished", "complete", "completed", "did it", "read it"),
)

PROGRESS = Verb(
    name="progress",
    help="See how far you are and what comes next",
    example="progress",
    group=Group.FIRST,
    argument="picture",
    aliases=("status", "stats", "today", "where am i"),
    changes=False,
)

PATH = Verb(
    name="path",
    help="See every reading of your plan",
    example="path",
    group=Group.LOOK,
    argument="section",
    aliases=("list", "contents", "syllabus"),
    changes=False,
)
