"""What a listener is handed: who asks, for what, and what it needs to answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.auditing import Deed
from bot.clock import microseconds
from bot.domain.classcode import ClassCode
from bot.domain.words import Words
from bot.services import Services
from bot.views.blocks import Message, Reader
from bot.views.pressed import instant, number
from handlers.activity import Activity


@dataclass(frozen=True, slots=True)
class Asking:
    """Somebody asking for something."""

    services: Services
    by: str
    activity: Activity

    @property
    def reader(self) -> Reader:
        """Whoever asked, as the one who reads the answer."""
        clock = self.services.clock
        return Reader(self.by, clock.today(), clock.zone)

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
    """A button, box or menu. `values` are the boxes on the screen, empty where Slack leaves them out."""

    action: Mapping[str, Any]
    values: Mapping[str, Any]

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


OnCommand = Callable[[Command], Message]
OnPress = Callable[[Pressed], Message | None]
"""`None`: nothing on the screen changes."""
