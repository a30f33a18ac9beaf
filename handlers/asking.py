"""What a listener is handed: who asks, for what, and what it needs to answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.auditing import Deed
from bot.clock import microseconds
from bot.domain.classcode import ClassCode
from bot.domain.place import Place
from bot.domain.words import Words
from bot.notify.slack import Slack
from bot.services import Services
from bot.views.blocks import Message, Reader
from bot.views.forms import Filled, Form
from bot.views.pressed import instant, number
from handlers.activity import Activity


@dataclass(frozen=True, slots=True)
class Asking:
    """Somebody asking for something.

    `soon` collects the jobs that are small enough to be done with the answer, `behind` those the worker is told of.
    """

    services: Services
    slack: Slack
    by: str
    activity: Activity
    soon: list[int] = field(default_factory=list, kw_only=True)
    behind: list[int] = field(default_factory=list, kw_only=True)
    place: Place = field(default_factory=Place, kw_only=True)

    @property
    def reader(self) -> Reader:
        """Whoever asked, as the one who reads the answer."""
        clock, today = self.services.clock, self.services.clock.today()
        return Reader(self.by, today, clock.zone, self.services.college.holidays.get(today, ""))

    def about(self, class_code: ClassCode) -> None:
        """Note in the activity log which class it is about."""
        self.activity.about = str(class_code)

    def deed(self, source: str, reason: str = "") -> Deed:
        """What they are about to do, for the audit."""
        return Deed(self.by, self.services.clock.now(), source, reason)


@dataclass(frozen=True, slots=True)
class Command(Asking):
    """A slash command. `words` are the words after the subcommand."""

    words: Words

    @property
    def typed_at(self) -> int:
        """When it arrived, in microseconds."""
        return microseconds(self.services.clock.now())


@dataclass(frozen=True, slots=True)
class Pressed(Asking):
    """A button, box or menu. `values` are the boxes on the screen, empty where Slack leaves them out.

    `carries` is what the modal it stands in carries, `""` in a message.
    """

    action: Mapping[str, Any]
    values: Mapping[str, Any]
    carries: str = ""

    @property
    def value(self) -> str:
        """What the button carries."""
        return str(self.action.get("value", ""))

    @property
    def block_id(self) -> str:
        """The block it stands in."""
        return str(self.action["block_id"])

    @property
    def number(self) -> int:
        """The number behind the action's id: 2 in `page.2`."""
        return number(str(self.action["action_id"]))

    @property
    def acted_at(self) -> int:
        """When it was pressed, in microseconds, by Slack's clock."""
        return instant(str(self.action["action_ts"]))

    @property
    def filled(self) -> Filled:
        """The fields of the modal it stands in."""
        return Filled(self.values)


@dataclass(frozen=True, slots=True)
class Submitted(Asking):
    """A form that was sent. `carries` is what the form was drawn with."""

    filled: Filled
    carries: str


Answer = Message | Form
OnCommand = Callable[[Command], Answer | None]
"""`None`: what was typed is answered where everybody sees it."""
OnPress = Callable[[Pressed], Answer | None]
"""`None`: nothing on the screen changes."""
OnSubmit = Callable[[Submitted], Form | None]
"""What takes the form's place; `None` closes it. A `Told` with a field is shown at that field."""
