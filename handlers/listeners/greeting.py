"""What people meet first: `/attendance` alone, help, words nobody knows, the App Home, joining the workspace."""

from __future__ import annotations

from bot import linking, opening, standing
from bot.domain.errors import quoted
from bot.domain.role import Person
from bot.views import answers, standings
from bot.views.blocks import Block, Message
from bot.views.subcommands import meant
from handlers.asking import Asking, Command, OnCommand, OnPress, OnSubmit


def welcome(command: Command) -> Message:
    """What the person can do next, as buttons."""
    return answers.welcome(known(command))


def show_help(command: Command) -> Message:
    """What the person may type; with a subcommand after it, all examples of that one."""
    person, words = known(command), command.words
    if words.first in ("", "help"):
        return answers.help_for(person)
    shown = answers.help_with(words.first, person)
    return shown or answers.not_understood(quoted(words.items[0]), meant(words, person), person)


def not_understood(command: Command, typed: str) -> Message:
    """The nearest subcommand, and the short help."""
    person = known(command)
    return answers.not_understood(quoted(typed), meant(command.words, person), person)


def known(asking: Asking) -> Person:
    """Whoever asks, if the college knows them. Raises `NotKnown`."""
    return linking.known(asking.services, asking.by)


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
PRESSES: dict[str, OnPress] = {}
FORMS: dict[str, OnSubmit] = {}
