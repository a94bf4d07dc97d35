"""`mlops-bot say --picture`: the answer's picture as a file of one's own."""

import json
from pathlib import Path

import pytest

from tests.fakes.command_line import CommandLine

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def begun(mlops_bot: CommandLine) -> CommandLine:
    assert mlops_bot("say", "enroll case studies").code == 0
    return mlops_bot


def test_the_words_are_printed_and_the_picture_is_written_once(begun: CommandLine) -> None:
    said = begun("say", "progress picture", "--picture", "path.png")
    told = " ".join(said.out.split())
    assert (said.code, said.err) == (0, "")
    assert "[Picture: Case studies: 0 of 9 readings done. Now reading number 1," in told
    file = begun.folder / "path.png"
    assert file.read_bytes().startswith(PNG)

    file.write_bytes(b"somebody's own")
    again = begun("say", "next", "--picture", "path.png")
    assert (again.code, again.out) == (2, "")
    assert "path.png is there already, so nothing was said." in again.err
    assert file.read_bytes() == b"somebody's own"


def test_what_cannot_be_written_is_said(begun: CommandLine) -> None:
    nowhere = begun("say", "next", "--picture", str(Path("no", "such", "path.png")))
    assert (nowhere.code, nowhere.out) == (2, "")
    assert "so nothing was said. Make it first." in nowhere.err
    none = begun("say", "progress", "--picture", "path.png", "--json")
    assert none.code == 2
    assert json.loads(none.out)["cards"], "the answer is there all the same"
    assert 'This one has: mlops-bot say "progress picture"' in none.err
    assert not (begun.folder / "path.png").exists()
