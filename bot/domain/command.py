"""Commands: a text or a press becomes one verb of the registry with its arguments.

Forgiving of case, punctuation, politeness, order and being addressed; a mistyped verb is never
carried out, but answered with the nearest right command.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from bot.domain.card import Press
from bot.domain.errors import UserError
from bot.domain.pleasantries import pleasantry
from bot.domain.text import COMMAND_LIMIT, INPUT_LIMIT, check_length, clean_input
from bot.domain.verbs import BUTTONS, SPELLINGS, TYPED_BUTTONS, Known, Verb
from bot.domain.zones import echo

_LONGEST_SPELLING = max(len(spelling.split()) for spelling in SPELLINGS)
_ADDRESS = re.compile(
    r"(?:<[@#][^<>\s]{1,80}>|@\S{1,80}|/?mlops(?:-bot)?(?=\W|$))[\s,:]*", re.IGNORECASE
)
_PLAN = re.compile(r"(?:^|\s)plan:\s*(?:\"([^\"]*)\"|'([^']*)'|(\S+))", re.IGNORECASE)
_POLITE = frozenset({"please", "pls", "hey", "ok", "okay", "i'm", "im", "lets", "let's", "just"})
_GREETINGS = frozenset({"hi", "hello"})
_OPENINGS = tuple(
    tuple(each.split())
    for each in ("i am", "i have", "i've", "i want to", "i would like to", "can you", "could you")
)
_LONGEST_OPENING = max(map(len, _OPENINGS))
_AROUND = frozenset(
    {"i", "you", "we", "it", "how", "do", "did", "does", "don't", "dont", "not", "never", "to"}
    | {"can", "could", "should"}
)
"""Small words around a command, which are none of its arguments."""
_AFTERWARDS = frozenset({"please", "thanks", "now"})
_STARTING = frozenset({"start", "starts", "starting", "begin", "begins", "beginning"})
"""Before "now" these mean the moment: `enroll case studies start now`."""
_SIGNS = ".,;:!?\"'()/`*_"
_WORDS_LOOKED_AT = 12
_TYPO = 0.7
_ECHOED = 40
_LOOKED_ALIKE = 5


class UnknownCommand(UserError):
    """I did not understand that. Type `help` to see what you can say."""

    def __init__(self, text: str | None = None, *, nearest: "Command | None" = None) -> None:
        super().__init__(text)
        self.nearest = nearest  # the right command that may have been meant


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command: the full name of its verb (`done`, `go back`), and what was said with it.

    `plan` is what stood behind `plan:`, where something did.
    """

    verb: str
    args: str = ""
    plan: str = ""


def parse(text: str) -> Command:
    """The command that a text means. Empty text asks for help.

    Raises:
        UnknownCommand: no verb was recognised for certain; it may carry the nearest.
        UserError: the text is too long or holds unreadable letters.
    """
    cleaned = clean_input(text, INPUT_LIMIT)
    kept = _word_for_word(_without_manners(_without_address(cleaned).split()))
    if kept is not None:
        return kept
    check_length(cleaned, COMMAND_LIMIT)
    if kind := pleasantry(cleaned):
        return Command(verb="kind", args=kind)
    rest, plan = _take_plan(cleaned)
    words = _without_manners(_without_address(rest).split())
    if not words:
        return Command(verb="help", plan=plan)
    return _at_front(words, plan) or _of_button(words, plan) or _elsewhere(words, plan)


def of_press(press: Press) -> Command:
    """The command that a button stands for.

    Raises:
        UnknownCommand: no button of ours says that.
        UserError: what the button says is too long or unreadable.
    """
    arg, plan = _take_plan(clean_input(press.arg, COMMAND_LIMIT))
    verb = BUTTONS.get(press.verb)
    if verb is None and press.verb in SPELLINGS:
        return parse(f"{press.verb} {press.arg}")
    if verb is None:
        raise UnknownCommand(
            "I do not know that button any more. Type `help` to see what I can do."
        )
    return Command(verb=verb, args=arg, plan=plan)


def _take_plan(text: str) -> tuple[str, str]:
    """The text without its `plan:NAME`, and the name."""
    found = _PLAN.search(text)
    if found is None:
        return text, ""
    rest = f"{text[: found.start()]} {text[found.end() :]}"
    return " ".join(rest.split()), next((name for name in found.groups() if name), "").strip()


def _without_address(text: str) -> str:
    rest = text.strip()
    while (found := _ADDRESS.match(rest)) is not None:
        rest = rest[found.end() :]
    return rest


def _without_manners(words: list[str]) -> list[str]:
    while words and (used := _opening(words)):
        words = words[used:]
    return words


def _opening(words: Sequence[str]) -> int:
    """How many of the first words only lead up to what is asked."""
    first = _fold(words[0])
    if not first or first in _POLITE:
        return 1
    if first in _GREETINGS and _spelled(words[1:]) is not None:
        return 1
    said = tuple(_fold(word) for word in words[:_LONGEST_OPENING])
    return next((len(each) for each in _OPENINGS if said[: len(each)] == each), 0)


def _fold(word: str) -> str:
    return word.casefold().strip(_SIGNS)


def _tail(words: Sequence[str]) -> str:
    """What was said with a verb, without closing politeness and full stop."""
    kept = list(words)
    while kept and _fold(kept[-1]) in _AFTERWARDS | {""}:
        if _fold(kept[-1]) == "now" and len(kept) > 1 and _fold(kept[-2]) in _STARTING:
            break
        kept.pop()
    return " ".join(kept).strip().rstrip(".,;!?").lstrip(",;:!").strip()


def _word_for_word(words: Sequence[str]) -> Command | None:
    """A command that keeps what follows as it was written; `plan:` counts only before it."""
    front = _spelled(words)
    if front is None:
        return None
    known, used = front
    rest, plan = list(words[used:]), ""
    if rest and rest[0].casefold().startswith("plan:"):
        left, plan = _take_plan(" ".join(rest))
        rest = left.split()
    sub = _sub(known, rest)
    meant = sub[0] if sub else known.verb
    if not meant.verbatim:
        return None
    path = f"{known.path} {sub[0].name}" if sub else known.path
    return Command(verb=path, args=" ".join(rest[sub[1] if sub else 0 :]), plan=plan)


def _at_front(words: Sequence[str], plan: str) -> Command | None:
    """The command that the first words spell, or its sub-command that the next ones do."""
    front = _spelled(words)
    if front is None:
        return None
    known, rest = front[0], words[front[1] :]
    sub = _sub(known, rest)
    if sub is not None:
        path = f"{known.path} {sub[0].name}"
        return Command(verb=path, args=_tail(rest[sub[1] :]), plan=plan)
    return Command(verb=known.path, args=_tail(rest), plan=plan)


def _spelled(words: Sequence[str]) -> tuple[Known, int] | None:
    """The command that the first words spell, the longest spelling first, and how many do."""
    folded = [_fold(word) for word in words[:_LONGEST_SPELLING]]
    for used in range(len(folded), 0, -1):
        said = " ".join(folded[:used])
        known = SPELLINGS.get(said)
        if known is not None and (said != known.path or _fits(known.verb, words[used:])):
            return known, used
    return None


def _of_button(words: Sequence[str], plan: str) -> Command | None:
    """What a button says and people may type as well, where no command has that name."""
    said = _fold(words[0])
    if said not in TYPED_BUTTONS:
        return None
    return Command(verb=BUTTONS[said], args=_tail(words[1:]), plan=plan)


def _sub(known: Known, rest: Sequence[str]) -> tuple[Verb, int] | None:
    """The sub-command that the words after a command spell, and how many do."""
    folded = [_fold(word) for word in rest[:_LONGEST_SPELLING]]
    for used in range(len(folded), 0, -1):
        said = " ".join(folded[:used])
        for sub in known.verb.subs:
            if (said == sub.name or said in sub.aliases) and _fits(sub, rest[used:]):
                return sub, used
    return None


def _fits(verb: Verb, rest: Sequence[str]) -> bool:
    """Whether a sub-command can be meant with these words behind it."""
    return not verb.only or re.fullmatch(verb.only, _tail(rest)) is not None


def _elsewhere(words: Sequence[str], plan: str) -> Command:
    """The one verb that stands behind its arguments, or else the nearest to the first word.

    Only a verb that changes nothing is carried out when it does not come first: "do not pause"
    holds `pause` too.
    """
    seen = [_fold(word) for word in words[:_WORDS_LOOKED_AT]]
    places = [i for i, word in enumerate(seen) if word in SPELLINGS]
    if len(places) != 1:
        raise _unknown(words, plan)
    place = places[0]
    known = SPELLINGS[seen[place]]
    found = Command(verb=known.path, args=_tail([*words[:place], *words[place + 1 :]]), plan=plan)
    if known.verb.changes:
        before = [word for word in words[:place] if _fold(word) not in _AROUND]
        meant = replace(found, args=_tail([*before, *words[place + 1 :]]))
        raise _did_you_mean("I am not sure what you mean.", known, found=meant)
    return found


def _unknown(words: Sequence[str], plan: str) -> UnknownCommand:
    """The answer to words that spell no command: the nearest right one with an example."""
    said = _fold(words[0])[:40]
    close = get_close_matches(said, SPELLINGS, n=_LOOKED_ALIKE, cutoff=_TYPO)
    shown = echo(words[0])
    if not close:
        reason = f"I do not know `{shown}`." if shown else "I did not understand that."
        return UnknownCommand(
            f"{reason} Type `help` to see what you can say, for example `enroll case studies`."
        )
    known = SPELLINGS[max(close, key=lambda each: _slip(said, each))]
    found = Command(verb=known.path, args=_tail(words[1:]), plan=plan)
    return _did_you_mean(f"I do not know `{shown}`.", known, found=found)


def _slip(said: str, meant: str) -> tuple[bool, bool]:
    """How likely a slip is, between words that look alike: letters swapped, the first one right."""
    return sorted(said) == sorted(meant), said[:1] == meant[:1]


def _did_you_mean(reason: str, known: Known, *, found: Command) -> UnknownCommand:
    meant = f"{shortest(known)} {echo(found.args)[:_ECHOED]}".strip()
    example = "" if known.verb.example == meant else f" For example: `{known.verb.example}`"
    return UnknownCommand(f"{reason} Did you mean `{meant}`?{example}", nearest=found)


def shortest(known: Known) -> str:
    """A command as people type it: `skip` rather than `go skip`."""
    return known.verb.name if known.verb.name in SPELLINGS else known.path
