"""Directories of YAML to curricula, with every mistake told at once."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.domain.curriculum import Curriculum
from bot.domain.ids import CurriculumId
from bot.library.assemble import assemble
from bot.library.checks import check_sections
from bot.library.files import Folder
from bot.library.messages import validated
from bot.library.names import Source
from bot.library.nodes import Node
from bot.library.plan_checks import check_plans
from bot.library.problems import CurriculumError, Problem, quoted
from bot.library.schema import MAX_SECTIONS, CurriculumFile, PlansFile, SectionFile

MAIN = "curriculum.yaml"
PLANS = "plans.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """The curricula that passed their checks, in the order found, and what was refused.

    `folders` are the places of those that passed.
    """

    curricula: Mapping[CurriculumId, Curriculum]
    refused: tuple[CurriculumError, ...] = ()
    folders: Mapping[CurriculumId, Path] = field(default_factory=dict)


def load_library(roots: Iterable[Path]) -> Library:
    """Every curriculum in these folders and one level below; a broken one stops no other."""
    curricula: dict[CurriculumId, Curriculum] = {}
    places: dict[CurriculumId, Path] = {}
    refused: list[CurriculumError] = []
    for root in roots:
        for folder in _folders(root, refused):
            try:
                curriculum = load_curriculum(folder)
                _refuse_taken(curriculum.id, folder, places=places)
            except CurriculumError as error:
                refused.append(error)
            else:
                curricula[curriculum.id] = curriculum
                places[curriculum.id] = folder
    return Library(curricula=curricula, refused=tuple(refused), folders=places)


def load_curriculum(path: Path) -> Curriculum:
    """The curriculum whose files stand in this folder.

    Raises:
        CurriculumError: with every mistake found in them.
    """
    folder = Folder(path)
    main, plans = _source(folder, MAIN), _source(folder, PLANS)
    sections, complete = _read_sections(folder, main.root) if main else ([], False)
    content, problems = check_sections(sections, complete=complete)
    problems += check_plans(plans, content) if plans else []
    front = validated(CurriculumFile, main, problems=problems) if main else None
    offered = validated(PlansFile, plans, problems=problems) if plans else None
    models = [validated(SectionFile, each, problems=problems) for each in sections]
    problems += folder.problems
    read = [each for each in models if each is not None]
    if problems or front is None or offered is None:
        raise CurriculumError(path, sorted(problems))
    return assemble(front, read, plans=offered)


def _source(folder: Folder, name: str) -> Source | None:
    root = folder.read(name)
    return Source(folder.path / name, root) if root else None


def _folders(root: Path, refused: list[CurriculumError]) -> Iterator[Path]:
    """The curricula at a root: the folder itself, then those below it by name."""
    try:
        below = sorted(path for path in root.iterdir() if _is_curriculum(path))
    except OSError as error:
        what = f"This folder cannot be read: {error.strerror}."
        fix = "correct CURRICULUM_DIR, or make the folder."
        refused.append(CurriculumError(root, [Problem(root, 1, what, fix)]))
        return
    found = [root, *below] if _claims(root) else below
    if not found:
        fix = f"make a folder in it with a file `{MAIN}`."
        problem = Problem(root, 1, "There is no curriculum in this folder.", fix)
        refused.append(CurriculumError(root, [problem]))
    for folder in found:
        if folder.resolve().is_relative_to(root.resolve()):
            yield folder
        else:
            problem = Problem(
                folder, 1, "This link leads elsewhere.", "put the folder itself here."
            )
            refused.append(CurriculumError(folder, [problem]))


def _is_curriculum(path: Path) -> bool:
    """Whether a folder claims to be one; hidden ones are other programs' (mounts, editors)."""
    return not path.name.startswith(".") and _claims(path)


def _claims(path: Path) -> bool:
    # A broken link claims it too, so that it is told instead of passed over.
    return (path / MAIN).is_symlink() or (path / MAIN).exists()


def _refuse_taken(name: CurriculumId, folder: Path, *, places: Mapping[CurriculumId, Path]) -> None:
    """The first curriculum of a name stays: people may already study it."""
    if name not in places:
        return
    what = f"The curriculum id {quoted(name)} is already used by {places[name]}."
    line = _line_of_id(folder)
    raise CurriculumError(folder, [Problem(folder / MAIN, line, what, "give this one its own id.")])


def _line_of_id(folder: Path) -> int:
    root = Folder(folder).read(MAIN)
    return root.at(("id",)).line if root else 1


def _read_sections(folder: Folder, main: Node) -> tuple[list[Source], bool]:
    """The section files that could be read, in order, and whether those were all."""
    sources: list[Source] = []
    named: set[str] = set()
    listed = main.items("sections")[:MAX_SECTIONS]
    for node in listed:
        name, place = node.value, (folder.path / MAIN, node.line)
        if not isinstance(name, str):
            continue
        if name in named:
            what = f"{quoted(name)} is listed twice."
            folder.problems.append(Problem(*place, what, "remove this line."))
        elif root := folder.read(name, named_at=place):
            sources.append(Source(folder.path / name, root))
        named.add(name)
    return sources, bool(listed) and len(sources) == len(named)
