"""What people type and press: one file per feature, its command, buttons, menus and forms together.

What teachers and students do all day is there from the start; the office's features are imported when somebody first
asks for one of them, so that no cold start waits for what it does not need.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import ModuleType

from handlers.asking import OnCommand, OnPress, OnSubmit
from handlers.listeners import greeting, marking, standing

EVERYDAY = (marking, standing, greeting)
OFFICE = (
    "auditing",
    "exporting",
    "handing",
    "holidays",
    "importing",
    "links",
    "moving",
    "overseeing",
    "reporting",
    "scheduling",
    "settings",
    "sharing",
    "staff",
    "students",
    "verifying",
)


@dataclass(frozen=True, slots=True)
class Listeners:
    """Who listens for which command, press and form, by name."""

    commands: Mapping[str, OnCommand]
    presses: Mapping[str, OnPress]
    forms: Mapping[str, OnSubmit]


def together(features: Iterable[ModuleType]) -> Listeners:
    """The listeners of all these modules."""
    features = tuple(features)
    return Listeners(*({name: on for one in features for name, on in getattr(one, kind).items()} for kind in KINDS))


KINDS = ("COMMANDS", "PRESSES", "FORMS")
_everyday = together(EVERYDAY)


@cache
def office() -> Listeners:
    """The listeners of the office, imported now."""
    return together(import_module(f"{__name__}.{name}") for name in OFFICE)


def command(name: str) -> OnCommand | None:
    """Who listens for this word after `/attendance`."""
    return _everyday.commands.get(name) or office().commands.get(name)


def press(name: str) -> OnPress | None:
    """Who listens for this button, box or menu."""
    return _everyday.presses.get(name) or office().presses.get(name)


def form(name: str) -> OnSubmit | None:
    """Who listens for this form."""
    return _everyday.forms.get(name) or office().forms.get(name)
