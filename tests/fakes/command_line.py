"""`mlops-bot` in this process: its exit code and what it printed, in a folder of its own."""

import gc
import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import structlog

from bot.cli.main import main
from bot.logs import NOISY
from bot.settings import Settings


@dataclass(frozen=True)
class Ran:
    """How one run of the command line ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - whatever the verb prints
        return json.loads(self.out)


class CommandLine:
    """Runs verbs with an environment that holds nothing of this machine's."""

    def __init__(
        self, folder: Path, *, patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str]
    ) -> None:
        self.folder = folder
        self._patch = patch
        self._capture = capture
        patch.chdir(folder)
        for name in Settings.model_fields:
            patch.delenv(name.upper(), raising=False)

    @property
    def database(self) -> Path:
        """The file in which the embedded default keeps everything."""
        return self.folder / "data" / "study.sqlite3"

    def set(self, **variables: str) -> None:
        """Set variables of the environment, for this and all later runs."""
        for name, value in variables.items():
            self._patch.setenv(name, value)

    def __call__(self, *words: str) -> Ran:
        self._capture.readouterr()
        self._patch.setattr(sys, "argv", ["mlops-bot", *words])
        code = 0
        with logs_as_they_were():
            try:
                main()
            except SystemExit as stop:
                code = int(stop.code or 0)
            finally:
                gc.unfreeze()  # `serve` freezes the heap; this process goes on to other tests
        printed = self._capture.readouterr()
        return Ran(code, printed.out, printed.err)


@contextmanager
def logs_as_they_were() -> Iterator[None]:
    """Logs may be set up inside; afterwards they are as before."""
    root = logging.getLogger()
    loggers = [root, *map(logging.getLogger, NOISY)]
    handlers, levels = root.handlers, [each.level for each in loggers]
    before = structlog.get_config()
    try:
        yield
    finally:
        root.handlers = handlers
        for each, level in zip(loggers, levels, strict=True):
            each.setLevel(level)
        structlog.configure(**before)
