"""Guards that the README's table of environment variables is what handlers/settings.py reads."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from handlers.settings import REQUIRED, SOCKET_REQUIRED

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
VARIABLE = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)+")


def read_by_settings() -> set[str]:
    """Every name of a variable in the source, without those Lambda sets itself."""
    source = ast.parse((ROOT / "handlers" / "settings.py").read_text())
    strings = {str(node.value) for node in ast.walk(source) if isinstance(node, ast.Constant)}
    return {string for string in strings if VARIABLE.fullmatch(string) and not string.startswith("AWS_")}


def told_by_the_readme() -> list[str]:
    """The names between backticks in the first column of its table of variables."""
    rows = re.findall(r"^\| (`[^|]*`) \|", README, re.MULTILINE)
    return [name for row in rows for name in re.findall("`([^`]*)`", row) if VARIABLE.fullmatch(name)]


def test_the_variables_are_found() -> None:
    assert {*REQUIRED, *SOCKET_REQUIRED} <= read_by_settings()


def test_the_readme_tells_every_variable_that_is_read() -> None:
    assert read_by_settings() - set(told_by_the_readme()) == set()


def test_the_readme_tells_no_variable_that_nothing_reads() -> None:
    assert set(told_by_the_readme()) - read_by_settings() == set()


def test_the_readme_tells_each_variable_once() -> None:
    assert len(told_by_the_readme()) == len(set(told_by_the_readme()))
