"""The documents keep up with the code: settings, verbs, links, decisions."""

import re
from pathlib import Path

import pytest
import yaml

from bot.cli.main import VERBS
from bot.settings import Settings

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")
FIRST_CELL = re.compile(r"^\| (`[^|]+) \|", re.MULTILINE)
FOR_TESTS_ALONE = {"FAILPOINT"}


def named_in_tables(text: str) -> set[str]:
    cells = " ".join(FIRST_CELL.findall(text))
    return set(re.findall(r"`([A-Z_]+)`", cells))


def test_the_readme_tells_every_setting_and_no_other() -> None:
    settings = {name.upper() for name in Settings.model_fields}
    assert named_in_tables(README) == settings - FOR_TESTS_ALONE


def test_settings_for_tests_alone_are_told_to_contributors() -> None:
    assert all(f"`{name}=" in CONTRIBUTING for name in FOR_TESTS_ALONE)


@pytest.mark.parametrize("verb", VERBS)
def test_the_readme_tells_every_verb(verb: str) -> None:
    assert re.search(rf"^\| `{verb}\b", README, re.MULTILINE)


def test_the_readme_tells_the_two_commands() -> None:
    assert {"make run", "make test"} <= set(README.splitlines())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))
    local = [link for link in links if not link.startswith("https://")]
    assert [link for link in local if not (page.parent / link).exists()] == []


def test_every_decision_stands_in_the_list() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = LINK.findall((folder / "README.md").read_text(encoding="utf-8"))
    assert listed == sorted(path.name for path in folder.glob("0*.md"))


@pytest.mark.parametrize(
    "page", sorted((ROOT / "docs" / "decisions").glob("0*.md")), ids=lambda page: page.stem
)
def test_a_decision_has_its_three_parts(page: Path) -> None:
    headings = re.findall(r"^## (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert headings == ["Context", "Decision", "Consequences"]


def test_the_image_and_its_services_do_not_run_as_root_or_write_to_their_root() -> None:
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    for name in ("bot", "migrate"):
        assert compose["services"][name]["read_only"] is True
    stage = (ROOT / "Dockerfile").read_text(encoding="utf-8").rpartition("\nFROM ")[2]
    users = re.findall(r"^USER (\S+)$", stage, re.MULTILINE)
    assert users
    assert users[-1] not in {"root", "0"}
