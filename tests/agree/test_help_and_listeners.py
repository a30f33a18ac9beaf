"""Guards that help names what the listeners take: no command that is a secret, and none that is not there."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from bot.views.answers import GO
from bot.views.subcommands import SUBCOMMANDS, Subcommand
from handlers import listeners
from handlers.listeners import EVERYDAY, OFFICE, standing, students, together

ROOM = Path(listeners.__file__).parent
FEATURES = [import_module(f"handlers.listeners.{path.stem}") for path in ROOM.glob("[a-z]*.py")]
ALL = together(FEATURES)


def test_help_names_every_command_and_no_other() -> None:
    assert {one.name for one in SUBCOMMANDS} | {"", "help"} == set(ALL.commands)


@pytest.mark.parametrize("one", SUBCOMMANDS, ids=lambda one: one.name)
def test_every_example_in_help_is_of_its_command(one: Subcommand) -> None:
    assert one.usage
    assert {usage.split()[1] for usage in one.usage} == {one.name}


def test_no_two_features_take_the_same_command_or_press() -> None:
    assert sum(len(feature.COMMANDS) for feature in FEATURES) == len(ALL.commands)
    assert sum(len(feature.PRESSES) for feature in FEATURES) == len(ALL.presses)
    assert sum(len(feature.FORMS) for feature in FEATURES) == len(ALL.forms)


def test_every_feature_is_listened_to() -> None:
    everyday = {feature.__name__.rpartition(".")[2] for feature in EVERYDAY}
    assert {*everyday, *OFFICE} == {path.stem for path in ROOM.glob("[a-z]*.py")}
    assert all(listeners.command(name) is on for name, on in ALL.commands.items())
    assert all(listeners.press(name) is on for name, on in ALL.presses.items())
    assert all(listeners.form(name) is on for name, on in ALL.forms.items())


def test_the_deeds_of_the_office_after_student_are_those_it_listens_for() -> None:
    assert set(students.OFFICE) == standing.BY_THE_OFFICE


def test_every_command_is_for_somebody() -> None:
    assert all(one.staff or one.student or one.admin for one in SUBCOMMANDS)


def test_no_press_is_called_as_the_buttons_that_type_a_command() -> None:
    assert GO not in ALL.presses
