"""What a group has to look at and to keep: its board, and its season as a book."""

from bot.domain.verbs.verb import Group, Verb

RECORDS = (
    Verb(
        name="board",
        help="See how the group is doing, as a picture",
        example="group board",
        group=Group.TOGETHER,
        aliases=("board",),
        changes=False,
    ),
    Verb(
        name="book",
        help="Get everything that the group wrote, as a book to keep",
        example="group book",
        group=Group.TOGETHER,
        aliases=("book", "season book"),
        changes=False,
    ),
)
