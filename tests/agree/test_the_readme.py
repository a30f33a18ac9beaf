"""Guards that papers and code agree: what the README says to type is typed, and answers as it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.views.subcommands import SUBCOMMANDS
from infra.local import college
from infra.local.college_people import BORDERLINE, MEERA, OFFICE, account
from infra.local.slack.server import serve
from tests.conversations.conftest import House
from tests.conversations.speaker import Speaker

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
ROW = re.compile(r"^\| `(/attendance[^`]*)` \| (.*) \|$", re.MULTILINE)
SPEAKERS = {"a teacher types": MEERA, "a student types": account(BORDERLINE), "an admin types": OFFICE}


def typed_and_answered() -> Iterator[tuple[str, str, list[str]]]:
    """Who types, what, and the words in quotes in the answer beside it."""
    for table in re.findall(r"(?:^\|.*\n)+", README, re.MULTILINE):
        for who, user in SPEAKERS.items():
            if who in table:
                yield from ((user, typed, re.findall("“(.*?)”", answer)) for typed, answer in ROW.findall(table))


@pytest.fixture
def demo(sqlite_url: str, bucket: str) -> Iterator[House]:
    house = House(sqlite_url, admins=OFFICE)
    with serve(house.workspace):
        house.stores_in(bucket)
        college.seed(house.services.database, house.clock)
        college.move_in(house.workspace)
        yield house
        house.services.database.close()


@pytest.mark.parametrize(("user", "typed", "answers"), list(typed_and_answered()))
def test_what_the_readme_says_to_type_answers_as_it_says(
    demo: House, user: str, typed: str, answers: list[str]
) -> None:
    assert answers, "every row quotes a piece of the answer"
    Speaker(demo.workspace, user, "C1").types(typed).sees(*answers)


def test_the_readme_names_every_command_help_names() -> None:
    written = {typed for _, typed, _ in typed_and_answered()}
    assert {usage for one in SUBCOMMANDS for usage in one.usage} == written


def test_every_make_target_the_readme_names_is_there() -> None:
    targets = set(re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z]+)", README))
    assert named >= {"run", "test", "check", "bench", "socket"}
    assert named <= targets


def test_every_file_the_readme_points_to_is_there() -> None:
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", README):
        assert (ROOT / target).exists(), target
