"""Reading together: what the members of a channel's study group can say."""

from bot.domain.verbs.records import RECORDS
from bot.domain.verbs.verb import Group, Verb

_SUBS = (
    Verb(
        name="join",
        help="Read along with this channel's group",
        example="join",
        group=Group.TOGETHER,
        aliases=("join", "join group", "join the group", "join in", "count me in"),
    ),
    Verb(
        name="leave",
        help="Leave the group; it goes on without you",
        example="leave group",
        group=Group.TOGETHER,
        aliases=("leave group", "leave the group", "leave this group"),
    ),
    Verb(
        name="posts",
        help="Everything that I post in this group",
        example="group posts",
        group=Group.TOGETHER,
        aliases=("what will this bot post", "what do you post"),
        changes=False,
    ),
    Verb(
        name="start",
        help="Give the first reading now",
        example="start now",
        group=Group.TOGETHER,
        aliases=("start now", "begin now"),
    ),
    Verb(
        name="lead",
        help="Lead the discussion of this reading",
        example="group lead",
        group=Group.TOGETHER,
        aliases=("volunteer", "i lead", "i will lead", "lead the discussion"),
    ),
    Verb(
        name="swap",
        help="Let the next one lead this discussion",
        example="group swap",
        group=Group.TOGETHER,
        aliases=("swap", "swap lead", "i cannot lead"),
    ),
    Verb(
        name="away",
        help="Do not count on me until a day",
        example="group away until friday",
        group=Group.TOGETHER,
        argument="day or off",
    ),
    Verb(
        name="discussion",
        help="Set when the group talks about its reading",
        example="group discussion thursday 16:00",
        group=Group.TOGETHER,
        argument="day and time, or off",
        aliases=("discussion time",),
    ),
    Verb(
        name="on",
        help="Move on: this reading is talked about",
        example="move on",
        group=Group.TOGETHER,
        aliases=("move on", "moving on"),
    ),
    Verb(
        name="week",
        help="One more week for this reading",
        example="one more week",
        group=Group.TOGETHER,
        aliases=("one more week", "another week", "more time"),
    ),
    Verb(
        name="leads",
        help="See who may change the plan, or add and remove somebody",
        example="group leads add Ada",
        group=Group.TOGETHER,
        argument="add or remove, and a name",
        aliases=("leads",),
    ),
    Verb(
        name="reminders",
        help="How often I write to the group besides its readings",
        example="group reminders less",
        group=Group.TOGETHER,
        argument="on, less or off",
        aliases=("group reminders",),
    ),
    Verb(
        name="tell",
        help="How I tell you of a new reading",
        example="group tell privately",
        group=Group.TOGETHER,
        argument="privately, role or nothing",
    ),
    Verb(
        name="nudges",
        help="Whether I may nudge you in private when you are quiet",
        example="group nudges yes",
        group=Group.TOGETHER,
        argument="yes or no",
        aliases=("group nudges",),
    ),
    Verb(
        name="visible",
        help="Whether leads may see which readings you have done",
        example="group visible yes",
        group=Group.TOGETHER,
        argument="yes or no",
    ),
)

GROUP = Verb(
    name="group",
    help="See the study group of this channel, or join it",
    example="group",
    group=Group.TOGETHER,
    aliases=("study group", "our group", "my group", "members"),
    subs=(*_SUBS, *RECORDS),
    changes=False,
)
