"""Companies like us: one question a card, ticked by buttons, changed in place."""

from bot.domain.card import Button, ButtonStyle, Card, Code, Fact, words
from bot.domain.cards.casestudies import VERB
from bot.domain.cards.parts import button, fact
from bot.domain.likeness import QUESTIONS, Form, form_text

ASKED = "like us"


def form_card(form: Form) -> Card:
    """The question of this step, with what is ticked so far."""
    question = QUESTIONS[form.step]
    ticked = form.ticks[form.step]
    choices = (
        _to(form.toggled(number), f"✓ {name}" if number in ticked else name)
        for number, name in enumerate(question.choices)
    )
    return Card(
        eyebrow=words(f"Companies like us, question {form.step + 1} of {len(QUESTIONS)}"),
        title=words(question.text),
        text=(words("Tick what fits, as many as you like; none is fine too."),),
        facts=_so_far(form),
        buttons=(*choices, *_on(form)),
        footer=words("Or type it: ", Code("casestudy like: recommendation, small team")),
    )


def _on(form: Form) -> tuple[Button, ...]:
    back = (_to(form.at(form.step - 1), "Back", style=ButtonStyle.QUIET),) if form.step else ()
    last = form.step == len(QUESTIONS) - 1
    on = form.finished() if last else form.at(form.step + 1)
    label = "Show the case studies" if last else "Next question"
    return (_to(on, label, style=ButtonStyle.PRIMARY), *back)


def _to(form: Form, label: str, *, style: ButtonStyle = ButtonStyle.PLAIN) -> Button:
    return button(label, VERB, arg=f"{ASKED} {form_text(form)}", style=style)


def _so_far(form: Form) -> tuple[Fact, ...]:
    return tuple(
        fact(question.name, ", ".join(question.choices[tick] for tick in sorted(ticks)))
        for question, ticks in zip(QUESTIONS, form.ticks, strict=True)
        if ticks
    )
