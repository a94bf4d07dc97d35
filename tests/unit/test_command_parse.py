"""What people type and press becomes one command, or a kind answer, and never a guess."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.card import Press
from bot.domain.command import Command, UnknownCommand, of_press, parse
from bot.domain.errors import UserError
from bot.domain.text import TooLong, Unreadable, clean_input, clean_name
from bot.domain.verbs import BUTTONS, BY_PATH, MOST_VERBS, REGISTRY, SPELLINGS, every_verb
from bot.usecases.dispatch import HANDLERS
from tests.fakes.stopwatch import is_quick


@pytest.mark.parametrize(
    ("text", "verb", "args"),
    [
        ("done", "done", ""),
        ("  DONE!! ", "done", ""),
        ("/mlops done", "done", ""),
        ("mlops: done", "done", ""),
        ("@bot done", "done", ""),
        ("<@U123ABC> mlops, done please", "done", ""),
        ("please skip", "go skip", ""),
        ("I'm done", "done", ""),
        ("I am done!", "done", ""),
        ("I have read it", "done", ""),
        ("ok, I want to pause until friday", "pause", "until friday"),
        ("Could you please skip", "go skip", ""),
        ("back", "go back", ""),
        ("go previous", "go back", ""),
        ("repeat", "go repeat", ""),
        ("jump career", "go to", "career"),
        ("go to MLOps: advanced", "go to", "MLOps: advanced"),
        ("go career", "go", "career"),
        ("snooze 3 days", "go later", "3 days"),
        ("later friday.", "go later", "friday"),
        ("pace weekdays 9am", "settings pace", "weekdays 9am"),
        ("settings pace mon,thu 18:30 Europe/Paris", "settings pace", "mon,thu 18:30 Europe/Paris"),
        ("time zone New York", "settings timezone", "New York"),
        ("options tz Paris", "settings timezone", "Paris"),
        ("settings quiet 22:00-07:00", "settings quiet", "22:00-07:00"),
        ("wait for me", "settings wait", ""),
        ("keep going", "settings keep", ""),
        ("leave", "settings leave", ""),
        ("stop?", "settings stop", ""),
        ("preview case studies", "preview", "case studies"),
        ("Restart, slower", "restart", "slower"),
        ("start core", "enroll", "core"),
        ("Enroll Whole Path, weekdays", "enroll", "Whole Path, weekdays"),
        ("today", "progress", ""),
        ("case studies", "casestudy", ""),
        ("netflix casestudy", "casestudy", "netflix"),
        ("show me my progress", "progress", "show me my"),
        ("pause until friday", "pause", "until friday"),
        ("note start simple, now please!", "note", "start simple, now please!"),
        ("Notes?", "note", ""),
        ("note rate limiting", "note", "rate limiting"),
        ("rate 4", "note rate", "4"),
        ("note rate 4.", "note rate", "4"),
        ("rate great", "note rate", "great"),
        ("edit 3: Start simple.", "note change", "3: Start simple."),
        ("note delete #3", "note delete", "#3"),
        ("Export!", "data export", ""),
        ("forget me", "data forget", ""),
        ("data forget plumtree", "data forget", "plumtree"),
        ("delete my data please", "data forget", ""),
        ("about", "help about", ""),
        ("help about", "help about", ""),
        ("help note", "help", "note"),
        ("", "help", ""),
        (" \n\t ", "help", ""),
        ("?", "help", ""),
        ("mlops", "help", ""),
        ("hello", "help", ""),
    ],
)
def test_plain_words_are_understood(text: str, verb: str, args: str) -> None:
    assert parse(text) == Command(verb=verb, args=args)


@pytest.mark.parametrize(
    ("text", "args", "plan"),
    [
        ("done plan:core", "", "core"),
        ("plan:core done rules", "rules", "core"),
        ('pause plan:"case studies" until friday', "until friday", "case studies"),
    ],
)
def test_a_plan_may_be_named_anywhere(text: str, args: str, plan: str) -> None:
    command = parse(text)
    assert (command.args, command.plan) == (args, plan)


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("dnoe", Command(verb="done")),
        ("skp", Command(verb="go skip")),
        ("notee simple", Command(verb="note", args="simple")),
        ("exprot", Command(verb="data export")),
        ("rtae 4", Command(verb="note rate", args="4")),
        ("forgte me", Command(verb="data forget", args="me")),
        ("abuot", Command(verb="help about")),
        ("progess", Command(verb="progress")),
        ("enrol1 core", Command(verb="enroll", args="core")),
        ("core enroll", Command(verb="enroll", args="core")),
        ("do not pause", Command(verb="pause")),
        ("don't skip", Command(verb="go skip")),
        ("i am not done", Command(verb="done")),
        ("how do i resume", Command(verb="resume")),
    ],
)
def test_what_is_not_certain_is_asked_and_never_carried_out(text: str, nearest: Command) -> None:
    with pytest.raises(UnknownCommand) as caught:
        parse(text)
    assert caught.value.nearest == nearest
    assert "Did you mean" in caught.value.text


def test_a_slip_is_answered_with_the_right_command_and_one_example() -> None:
    with pytest.raises(UnknownCommand) as caught:
        parse("pasue until monday")
    assert caught.value.text == (
        "I do not know `pasue`. Did you mean `pause until monday`? "
        "For example: `pause until friday`"
    )


def test_nonsense_is_pointed_to_help() -> None:
    with pytest.raises(UnknownCommand) as caught:
        parse("qwertyuiop `rm` <!channel>")
    assert caught.value.nearest is None
    assert "help" in caught.value.text
    assert "<" not in caught.value.text


def test_presses_are_commands() -> None:
    assert of_press(Press("start", "case-studies")) == Command(verb="enroll", args="case-studies")
    assert of_press(Press("next", "plan:core")) == Command(verb="next", plan="core")
    assert of_press(Press("leave", "yes plan:core")) == Command(
        verb="settings leave", args="yes", plan="core"
    )
    assert of_press(Press("know")) == Command(verb="know")
    assert of_press(Press("go skip")) == Command(verb="go skip")


@pytest.mark.parametrize("verb", ["drop table", "", "pasue", "done; leave"])
def test_a_forged_press_does_nothing(verb: str) -> None:
    with pytest.raises(UnknownCommand) as caught:
        of_press(Press(verb))
    assert caught.value.nearest is None


def test_the_registry_stays_small_and_every_command_has_somebody_who_answers() -> None:
    assert len(REGISTRY) <= MOST_VERBS
    assert len({verb.name for verb in REGISTRY}) == len(REGISTRY)
    menus = {verb.name for verb in REGISTRY if verb.subs} - {"go", "settings"}
    assert menus == {"casestudy", "group", "note", "data", "help"}
    assert set(HANDLERS) == set(BY_PATH) | set(BUTTONS.values())


def test_every_example_and_alias_parses_to_its_own_command() -> None:
    for known in every_verb():
        assert parse(known.verb.example).verb == known.path
        for alias in known.verb.aliases:
            assert parse(alias).verb == known.path


def test_no_two_commands_share_a_spelling() -> None:
    spellings = [alias for known in every_verb() for alias in known.verb.aliases]
    assert len(spellings) == len(set(spellings))
    assert all(SPELLINGS[name].path == name for name in BY_PATH)


def test_text_is_cleaned_of_control_and_bidi_characters() -> None:
    assert clean_input("go\u202e ba\u200bck\n\x07", 100) == "go back"
    assert clean_name("Ada\u202e\x00\ud800 " + "x" * 500).startswith("Ada x")
    assert len(clean_name("x" * 500)) == 80


@pytest.mark.parametrize("text", ["done\0", "done \ud800"])
def test_letters_that_no_database_keeps_are_refused_kindly(text: str) -> None:
    with pytest.raises(Unreadable):
        parse(text)


def _answer(text: str) -> str:
    """The verb that a text means, or what is answered instead."""
    try:
        return parse(text).verb
    except UserError as error:
        return error.text


@given(st.text(max_size=1_000))
def test_any_text_is_a_command_or_a_kind_answer(text: str) -> None:
    assert _answer(text)


HOSTILE = ["a" * 10_000, "done " * 2_000, "\u0301" * 10_000, "<@" * 5_000, "/mlops " * 1_400]


@pytest.mark.parametrize("text", [*HOSTILE, *(each[:1_000] for each in HOSTILE)])
def test_hostile_text_is_answered_within_50_ms(text: str) -> None:
    assert _answer(text)
    assert is_quick(lambda: _answer(text), cpu_s=0.05)


def test_a_text_that_is_too_long_is_refused_kindly() -> None:
    with pytest.raises(TooLong, match="1,000 letters"):
        parse("a" * 1_001)


@given(st.text(alphabet=string.ascii_lowercase + " ", max_size=40))
def test_capitals_and_spaces_make_no_difference(text: str) -> None:
    try:
        expected = parse(text)
    except UnknownCommand:
        return
    shouted = parse(f"  {text.upper()}  ")
    assert (shouted.verb, shouted.args.casefold()) == (expected.verb, expected.args)


TYPED_ANYWAY = {
    "skip": "go skip",
    "back": "go back",
    "repeat": "go repeat",
    "jump": "go to",
    "snooze": "go later",
    "later": "go later",
    "pace": "settings pace",
    "timezone": "settings timezone",
    "leave": "settings leave",
    "rate": "note rate",
    "export": "data export",
    "forget me": "data forget",
    "about": "help about",
}
"""What people type anyway, and the command it means."""


@pytest.mark.parametrize("word", TYPED_ANYWAY)
@pytest.mark.parametrize("dress", ["{}", "{}!", "  {}.  ", "/mlops {}", "please {}", "{} please"])
def test_what_people_type_anyway_is_understood_however_it_is_dressed(word: str, dress: str) -> None:
    for said in (word, word.upper(), word.title()):
        assert parse(dress.format(said)) == Command(verb=TYPED_ANYWAY[word])


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("thanks!", "thanks"),
        ("Thank you so much :)", "thanks"),
        ("ok thanks", "thanks"),
        ("great, thanks a lot", "thanks"),
        ("Yes!", "yes"),
        ("no, thanks", "no"),
        ("Nope.", "no"),
    ],
)
def test_kind_words_are_no_mistake(said: str, meant: str) -> None:
    assert parse(said) == Command(verb="kind", args=meant)


@pytest.mark.parametrize("said", ["Done!", "hi, done :)", "ok, done. thanks!", "done, thank you"])
def test_a_done_among_kind_words_is_a_done(said: str) -> None:
    assert parse(said).verb == "done"
