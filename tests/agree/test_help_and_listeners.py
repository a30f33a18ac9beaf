"""Guards that help names what the listeners take: no command that is a secret, and none that is not there."""

from __future__ import annotations

import pytest

from bot.views.answers import GO, SUBCOMMANDS, Subcommand
from handlers.listeners import COMMANDS, FEATURES, PRESSES


def test_help_names_every_command_and_no_other() -> None:
    assert {one.name for one in SUBCOMMANDS} | {"", "help"} == set(COMMANDS)


@pytest.mark.parametrize("one", SUBCOMMANDS, ids=lambda one: one.name)
def test_every_example_in_help_is_of_its_command(one: Subcommand) -> None:
    assert one.usage
    assert {usage.split()[1] for usage in one.usage} == {one.name}


def test_no_two_features_take_the_same_command_or_press() -> None:
    assert sum(len(feature.COMMANDS) for feature in FEATURES) == len(COMMANDS)
    assert sum(len(feature.PRESSES) for feature in FEATURES) == len(PRESSES)


def test_every_command_is_for_somebody() -> None:
    assert all(one.staff or one.student for one in SUBCOMMANDS)


def test_the_buttons_that_type_a_command_are_listened_for() -> None:
    assert GO in PRESSES
