"""Moving around in a plan."""

from bot.domain.verbs.verb import Group, Verb

GO = (
    Verb(
        name="back",
        help="Send the reading before the last one again",
        example="go back",
        group=Group.MOVE,
        aliases=("back", "previous", "prev"),
    ),
    Verb(
        name="repeat",
        help="Send the last reading again",
        example="go repeat",
        group=Group.MOVE,
        aliases=("repeat", "again", "resend"),
    ),
    Verb(
        name="skip",
        help="Leave a reading out",
        example="skip",
        group=Group.MOVE,
        argument="reading",
        aliases=("skip", "leave out"),
    ),
    Verb(
        name="later",
        help="Bring a reading back on another day",
        example="later friday",
        group=Group.MOVE,
        argument="day",
        aliases=("later", "snooze", "postpone", "not now", "remind me"),
    ),
    Verb(
        name="to",
        help="Go on from another reading or section",
        example="go to career",
        group=Group.MOVE,
        argument="reading or section",
        aliases=("jump", "jump to", "goto", "go to"),
    ),
    Verb(
        name="broken",
        help="Say that a link does not work",
        example="link broken",
        group=Group.LOOK,
        argument="reading",
        aliases=(
            "link broken",
            "broken",
            "broken link",
            "dead link",
            "link is broken",
            "link does not work",
        ),
    ),
)

MOVE_AROUND = Verb(
    name="go",
    help="Move around: back, repeat, skip, later, to",
    example="go",
    group=Group.MOVE,
    aliases=("move",),
    subs=GO,
    changes=False,
)

PAUSE = Verb(
    name="pause",
    help="Stop for a while, or until a day",
    example="pause until friday",
    group=Group.REST,
    argument="day",
    aliases=("hold",),
)

RESUME = Verb(
    name="resume",
    help="Go on after a pause",
    example="resume",
    group=Group.REST,
    aliases=("continue", "unpause", "go on", "carry on"),
)
