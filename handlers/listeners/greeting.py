"""What people meet first: `/attendance` alone, help, words nobody knows, the App Home, joining the workspace."""

from __future__ import annotations

from bot import linking, opening, standing
from bot.domain.errors import quoted
from bot.domain.role import Person
from bot.domain.words import nearest
from bot.views import answers, standings
from bot.views.answers import GO
from bot.views.blocks import Block, Message
from handlers.asking import Asking, Command, OnCommand, OnPress, Pressed


def welcome(command: Command) -> Message:
    """What the person can do next, as buttons."""
    return answers.welcome(known(command))


def show_help(asking: Asking) -> Message:
    """What the person may type."""
    return answers.help_for(known(asking))


def not_understood(command: Command, typed: str) -> Message:
    """The nearest subcommand, and the short help."""
    person = known(command)
    names = [*(one.name for one in answers.offered(person)), "help"]
    return answers.not_understood(quoted(typed), nearest(typed, names), person)


def known(asking: Asking) -> Person:
    """Whoever asks, if the college knows them. Raises `NotKnown`."""
    return linking.known(asking.services, asking.by)


def go(press: Pressed) -> Message:
    """A button that types a subcommand."""
    if press.value == "mark":
        return answers.due(opening.due_today(press.services, press.by), press.reader)
    if press.value == "me":
        return standings.report(standing.mine(press.services, press.by, None), press.reader)
    return show_help(press)


def home(asking: Asking) -> Block:
    """The App Home for this person. Raises `NotKnown`."""
    person = linking.recognise(asking.services, asking.deed("event"))
    if not person.is_known:
        known(asking)
    classes = opening.due_today(asking.services, asking.by) if person.is_staff else ()
    own = standings.report(standing.mine(asking.services, asking.by, None), asking.reader) if person.student else None
    return answers.home(person, classes, own, asking.reader)


def joined(asking: Asking) -> None:
    """Somebody joined the workspace: a student with their verified e-mail is linked to them."""
    linking.recognise(asking.services, asking.deed("event"))


COMMANDS: dict[str, OnCommand] = {"": welcome, "help": show_help}
PRESSES: dict[str, OnPress] = {GO: go}
