"""Five worked examples of "companies like us", as docs/companies-like-us.md shows them.

python -m tests.fakes.worked_examples writes them anew.
"""

from dataclasses import dataclass
from pathlib import Path

from bot.domain.likeness import Likeness
from bot.ports import Page
from tests.fakes.searching import shipped_index

PAGE = Path(__file__).parents[2] / "docs" / "companies-like-us.md"
MARK = "<!-- From here on written by `python -m tests.fakes.worked_examples`. -->"
SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """Somebody's situation, in a sentence and as ticked."""

    who: str
    traits: tuple[str, ...]


EXAMPLES = (
    Example(
        who="Four people with a young shop want to show each visitor what fits; all they have is "
        "what people click.",
        traits=("recommendation", "clicks and behaviour", "small team"),
    ),
    Example(
        who="A payments team must stop fraud while the payment is under way, and explain each "
        "refusal.",
        traits=("fraud and abuse", "tables", "real time", "one ML team", "fair and explained"),
    ),
    Example(
        who="A delivery service plans its couriers for the next hour from positions and orders.",
        traits=("forecasting", "pricing and logistics", "time series", "real time"),
    ),
    Example(
        who="An archive wants to read its scans; labels are few, and the papers are private.",
        traits=("text", "images", "one ML team", "little data", "privacy"),
    ),
    Example(
        who="Many teams of a large company train models, each in its own way, and it costs too "
        "much.",
        traits=("ML platform", "many teams", "cost"),
    ),
)


def written() -> str:
    """The examples with the engine's real answers, as Markdown."""
    return "\n".join(_told(number, each) for number, each in enumerate(EXAMPLES, 1))


def _told(number: int, example: Example) -> str:
    asked = ", ".join(example.traits)
    found = shipped_index().like(
        Likeness(traits=example.traits, asked=asked), page=Page(size=SHOWN)
    )
    lines = [f"\n## {number}. {asked[0].upper()}{asked[1:]}\n", f"{example.who}\n"]
    lines += [f"`casestudy like: {asked}`\n", "| case study | why |", "|---|---|"]
    for hit in found.hits:
        document = hit.document
        name = f"{', '.join(document.companies)}, {document.year}: {document.title}"
        lines.append(f"| {name} | {'; '.join(hit.why)} |")
    return "\n".join((*lines, f"\n{found.total} case studies share enough of it."))


if __name__ == "__main__":
    head = PAGE.read_text(encoding="utf-8").partition(MARK)[0]
    PAGE.write_text(f"{head}{MARK}\n{written()}\n", encoding="utf-8")
