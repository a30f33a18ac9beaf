"""The Lambda entry as deployed, and every line any library logs while it answers."""

from __future__ import annotations

import importlib
import logging
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.aws.events import ADMIN, SECRET, Event
from tests.databases import MigratedSqlite

Entry = Callable[[Event], dict[str, Any]]


def environment(database_url: str) -> dict[str, str]:
    """What the function's environment says. Nobody listens where Slack should be."""
    return {
        "SLACK_BOT_TOKEN": "xoxb-test",
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": "http://127.0.0.1:9/api/",
        "DATABASE_URL": database_url,
        "ATTENDANCE_ADMINS": ADMIN,
        "AWS_LAMBDA_FUNCTION_NAME": "attendance-http",
    }


@pytest.fixture(scope="module")
def entry(migrated_sqlite: MigratedSqlite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Entry]:
    """`handlers.lambda_http.handler`, imported anew: a module of tests is one Lambda instance."""
    folder: Path = tmp_path_factory.mktemp("lambda")
    with pytest.MonkeyPatch.context() as patched:
        for name, value in environment(migrated_sqlite.fresh(folder)).items():
            patched.setenv(name, value)
        sys.modules.pop("handlers.lambda_http", None)
        handler = importlib.import_module("handlers.lambda_http").handler
        yield lambda event: dict(handler(event, object()))
    del sys.modules["handlers.lambda_http"]


class Lines(logging.Handler):
    """Keeps what is logged, traceback included."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(logging.Formatter("%(name)s %(message)s"))
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def logged(entry: Entry) -> Iterator[list[str]]:
    """Every line logged during the test, by us or by any library."""
    kept = Lines()
    loggers = (logging.getLogger(), logging.getLogger("attendance"))
    before = loggers[0].level
    loggers[0].setLevel(logging.DEBUG)
    for logger in loggers:
        logger.addHandler(kept)
    yield kept.lines
    for logger in loggers:
        logger.removeHandler(kept)
    loggers[0].setLevel(before)
