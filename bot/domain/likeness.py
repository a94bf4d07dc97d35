"""Companies like us: five questions, the answers ticked so far, and how a button carries them."""

import re
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One of the questions; its choices are names that the case studies are known by."""

    name: str
    text: str
    choices: tuple[str, ...]


QUESTIONS = (
    Question(
        name="Task",
        text="What should machine learning do for you?",
        choices=(
            "recommendation",
            "search",
            "fraud and abuse",
            "forecasting",
            "classification",
            "pricing and logistics",
            "experiments",
            "ML platform",
        ),
    ),
    Question(
        name="Data",
        text="What does it learn from?",
        choices=(
            "clicks and behaviour",
            "tables",
            "text",
            "images",
            "time series",
            "graphs",
            "audio and video",
        ),
    ),
    Question(
        name="Answers",
        text="How fast must an answer be there?",
        choices=("real time", "daily batch"),
    ),
    Question(
        name="Team",
        text="Who builds it?",
        choices=("small team", "one ML team", "many teams"),
    ),
    Question(
        name="Constraint",
        text="What makes it hard?",
        choices=("little data", "privacy", "fair and explained", "cost", "humans check"),
    ),
)
TRAITS = tuple(choice for question in QUESTIONS for choice in question.choices)
_FORM = re.compile(r"(=|\d)/([1-9]{0,9}(?:-[1-9]{0,9}){4})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """What somebody's situation is: traits of the questions, and words besides them."""

    traits: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    asked: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The questions with what is ticked; `step` counts from 0, `done` asks for the answer."""

    step: int = 0
    done: bool = False
    ticks: tuple[frozenset[int], ...] = (frozenset(),) * len(QUESTIONS)

    @property
    def traits(self) -> tuple[str, ...]:
        """What is ticked, in the order of the questions."""
        return tuple(
            question.choices[tick]
            for question, ticks in zip(QUESTIONS, self.ticks, strict=True)
            for tick in sorted(ticks)
        )

    def toggled(self, choice: int) -> "Form":
        """The form with one choice of its question ticked, or not any more."""
        ticks = list(self.ticks)
        ticks[self.step] = ticks[self.step] ^ {choice}
        return replace(self, ticks=tuple(ticks))

    def at(self, step: int) -> "Form":
        """The form at another question."""
        return replace(self, step=step)

    def finished(self) -> "Form":
        """The form whose answer is wanted."""
        return replace(self, done=True)


def form_text(form: Form) -> str:
    """How a button carries a form: the step and what is ticked, for example `1/13-2---`."""
    ticked = ("".join(str(tick + 1) for tick in sorted(ticks)) for ticks in form.ticks)
    return f"{'=' if form.done else form.step}/{'-'.join(ticked)}"


def parse_form(text: str) -> Form | None:
    """The form that a button carries; None where this is none."""
    found = _FORM.fullmatch(text.strip())
    if found is None:
        return None
    ticks = tuple(
        frozenset(int(tick) - 1 for tick in said if int(tick) <= len(question.choices))
        for question, said in zip(QUESTIONS, found[2].split("-"), strict=True)
    )
    done = found[1] == "="
    step = 0 if done else min(int(found[1]), len(QUESTIONS) - 1)
    return Form(step=step, done=done, ticks=ticks)
