"""Keeping: notes and ratings beside readings, and what is kept of a person."""

from bot.domain.verbs.verb import Group, Verb

NOTE = Verb(
    name="note",
    help="Keep a line about a reading, or see your notes",
    example="note start with a simple model",
    group=Group.KEEP,
    argument="text",
    aliases=("notes", "my notes", "jot down"),
    verbatim=True,
    subs=(
        Verb(
            name="rate",
            help="Say how good a reading was, from 1 to 5",
            example="rate 4",
            group=Group.KEEP,
            argument="1 to 5",
            aliases=("rate", "rating", "stars"),
            only=r"(?:\d.*)?",
        ),
        Verb(
            name="change",
            help="Write one of your notes anew",
            example="note change 3: start simple",
            group=Group.KEEP,
            argument="number: text",
            aliases=("edit", "edit note", "change note"),
            verbatim=True,
            only=r"(?:#?\d.*)?",
        ),
        Verb(
            name="delete",
            help="Throw one of your notes away",
            example="note delete 3",
            group=Group.KEEP,
            argument="number",
            aliases=("delete note", "remove note"),
            only=r"(?:#?\d\S*)?",
        ),
    ),
)

DATA = Verb(
    name="data",
    help="See what is kept about you",
    example="data",
    group=Group.KEEP,
    aliases=("my data", "privacy", "gdpr"),
    changes=False,
    subs=(
        Verb(
            name="export",
            help="Get a file with everything that is kept about you",
            example="data export",
            group=Group.KEEP,
            aliases=("export", "export my data", "download my data"),
        ),
        Verb(
            name="forget",
            help="Erase everything that is kept about you, after asking once more",
            example="data forget",
            group=Group.KEEP,
            aliases=("forget", "forget me", "erase me", "delete my data", "delete me"),
        ),
    ),
)
