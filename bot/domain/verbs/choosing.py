"""What can be chosen: days and time, time zone, quiet hours, breaks."""

from bot.domain.verbs.verb import Group, Verb

CHOICES = (
    Verb(
        name="pace",
        help="Choose the days and the time",
        example="pace weekdays 9am",
        group=Group.CHANGE,
        argument="days and time",
        aliases=("pace", "schedule", "day and time", "days and time"),
    ),
    Verb(
        name="timezone",
        help="Say where you are",
        example="timezone Paris",
        group=Group.CHANGE,
        argument="city",
        aliases=("timezone", "time zone", "zone", "tz"),
    ),
    Verb(
        name="quiet",
        help="Hours in which nothing is sent",
        example="settings quiet 22:00-07:00",
        group=Group.REST,
        argument="hours or off",
        aliases=("quiet", "quiet hours", "do not disturb", "dnd"),
    ),
    Verb(
        name="holidays",
        help="Rest on a country's public holidays",
        example="settings holidays FR",
        group=Group.REST,
        argument="country or off",
        aliases=("holidays", "holiday", "public holidays"),
    ),
    Verb(
        name="break",
        help="Rest from one day to another",
        example="settings break 2026-12-21 to 2027-01-03",
        group=Group.REST,
        argument="days or off",
        aliases=("break",),
    ),
    Verb(
        name="away",
        help="Hear nothing until you are back",
        example="away until monday",
        group=Group.REST,
        argument="day or off",
        aliases=("away", "vacation"),
    ),
    Verb(
        name="wait",
        help="Wait for me: no new reading while two are unfinished",
        example="wait for me",
        group=Group.CHANGE,
        aliases=("wait for me", "wait"),
    ),
    Verb(
        name="keep",
        help="Keep going: readings come on their days, whatever is unfinished",
        example="keep going",
        group=Group.CHANGE,
        aliases=("keep going",),
    ),
    Verb(
        name="calendar",
        help="See your dates in your own calendar",
        example="settings calendar",
        group=Group.CHANGE,
        argument="new or off",
        aliases=("calendar", "ics", "add to calendar"),
    ),
    Verb(
        name="reminders",
        help="How often I write besides your readings",
        example="settings reminders monthly",
        group=Group.REST,
        argument="weekly, fortnightly, monthly or off",
        aliases=("reminders", "reminder", "nudges"),
    ),
    Verb(
        name="stop",
        help="Stop the reminders; your plan stays until you leave it",
        example="stop",
        group=Group.REST,
        aliases=("stop", "stop reminders"),
    ),
    Verb(
        name="leave",
        help="Leave a plan; what you have read stays known",
        example="leave",
        group=Group.CHANGE,
        aliases=("leave", "quit", "unsubscribe"),
        changes=False,
    ),
)

SETTINGS = Verb(
    name="settings",
    help="See and change days, time zone, quiet hours and breaks",
    example="settings",
    group=Group.CHANGE,
    aliases=("setting", "preferences", "options"),
    subs=CHOICES,
    changes=False,
)
