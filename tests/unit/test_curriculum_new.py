"""`mlops-bot curriculum new`: an example of every field, and nothing that is overwritten."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pydantic import BaseModel

from bot.cli.main import cli
from bot.domain.ids import ResourceId
from bot.library import load_curriculum, schema
from bot.library.drafts import BadName, NotWritten, example, write_draft

OUTSIDE = [
    "../escape",
    "/etc/x",
    "..",
    ".",
    "",
    "a/b",
    "a\\b",
    "Ä",
    "A",
    "a b",
    "a\n",
    "a" * 41,
    "~",
]


def new(*words: str | Path) -> Result:
    return CliRunner().invoke(cli, ["curriculum", *map(str, words)])


def fields() -> set[str]:
    models = [each for each in vars(schema).values() if isinstance(each, type)]
    return {name for model in models if issubclass(model, BaseModel) for name in model.model_fields}


def test_it_passes_the_check_and_shows_every_field_there_is(tmp_path: Path) -> None:
    assert new("new", "data-basics", "--into", tmp_path).exit_code == 0
    folder = tmp_path / "data-basics"
    assert new("check", folder).output.startswith("data-basics: 5 readings, 2 plans")
    text = "\n".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.yaml"))
    assert {name for name in fields() if f"{name}:" not in text} == set()


def test_every_feature_of_a_reading_is_there(tmp_path: Path) -> None:
    _, made = write_draft(example("mine"), name="mine", into=tmp_path)
    readings = made.resources.values()
    assert any(each.guide and each.guide.alternative for each in readings)
    assert any(each.case and each.case.lessons for each in readings)
    assert any(each.retired for each in readings)
    assert any(each.added for each in readings)
    assert made.resource(ResourceId("a-book-on-testing")).units
    assert made.resource(ResourceId("two-courses")).units


def test_nothing_is_written_over(tmp_path: Path) -> None:
    assert new("new", "mine", "--into", tmp_path).exit_code == 0
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.yaml")}
    again = CliRunner().invoke(cli, ["curriculum", "new", "mine", "--into", str(tmp_path)])
    assert isinstance(again.exception, NotWritten)
    assert "nothing is written over" in str(again.exception)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.yaml")} == before


@pytest.mark.parametrize("kind", ["file", "empty folder", "link", "broken link"])
def test_whatever_stands_there_stays(tmp_path: Path, kind: str) -> None:
    elsewhere, into = tmp_path / "elsewhere", tmp_path / "into"
    elsewhere.mkdir()
    into.mkdir()
    place = into / "mine"
    match kind:
        case "file":
            place.write_text("kept", encoding="utf-8")
        case "empty folder":
            place.mkdir()
        case "link":
            place.symlink_to(elsewhere)
        case _:
            place.symlink_to(tmp_path / "nowhere")
    with pytest.raises(NotWritten, match="there already"):
        write_draft(example("mine"), name="mine", into=into)
    assert list(elsewhere.iterdir()) == []
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    into = tmp_path / "into"
    into.mkdir()
    with pytest.raises(BadName, match="1 to 40 of a-z"):
        write_draft(example("fine"), name=name, into=into)
    with pytest.raises(BadName):
        example(name)
    assert [path for path in tmp_path.rglob("*") if path != into] == []


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(NotWritten, match="no folder"):
        write_draft(example("mine"), name="mine", into=tmp_path / "typo")


def test_a_draft_that_would_be_refused_is_not_kept(tmp_path: Path) -> None:
    broken = {**example("mine"), "plans.yaml": "plans: []\n"}
    with pytest.raises(NotWritten, match=r"plans\.yaml:1"):
        write_draft(broken, name="mine", into=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_what_new_wrote_is_loaded_like_any_other(tmp_path: Path) -> None:
    folder, made = write_draft(example("mine"), name="mine", into=tmp_path)
    assert load_curriculum(folder) == made
