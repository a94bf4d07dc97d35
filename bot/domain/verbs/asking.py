"""Looking something up, and help."""

from bot.domain.verbs.verb import Group, Verb

WEEKLY = Verb(
    name="weekly",
    help="Follow one case study a week, by topic or company",
    example="casestudy weekly fraud",
    group=Group.FIRST,
    argument="topic, company, day, or stop",
    aliases=("every week", "each week", "of the week", "a week"),
)

CASESTUDY = Verb(
    name="casestudy",
    help="Find a real machine learning system to read about",
    example="casestudy netflix",
    group=Group.FIRST,
    argument="company, topic or question",
    aliases=("casestudies", "case study", "case studies", "case", "cases"),
    subs=(WEEKLY,),
    changes=False,
)

FIND = Verb(
    name="find",
    help="Search readings and case studies by any words",
    example="find monitoring",
    group=Group.LOOK,
    argument="words",
    aliases=("search", "resource", "lookup", "look up", "find me"),
    changes=False,
)

ABOUT = Verb(
    name="about",
    help="Which guide this follows, and whose work it stands on",
    example="about",
    group=Group.LOOK,
    aliases=("about", "credits", "version", "who are you"),
    changes=False,
)

HELP = Verb(
    name="help",
    help="See what you can say here",
    example="help",
    group=Group.LOOK,
    argument="command",
    aliases=("commands", "hi", "hello", "what can you do"),
    subs=(ABOUT,),
    changes=False,
)
