"""What one person has on the screen of their Slack: as text, and as the elements they could use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from infra.local.slack.elements import ANSWERS, Json, elements_of
from infra.local.slack.messages import Message
from infra.local.slack.reading import Reader
from infra.local.slack.views import View
from infra.local.slack.workspace import Workspace

Place = Message | View


@dataclass(frozen=True)
class Spot:
    """One element on the screen: in which message or view, in which block, under which heading."""

    place: Place
    block: Json
    element: Json
    above: str

    @property
    def ids(self) -> tuple[str, str, str]:
        return self.place.id, self.block["block_id"], self.element["action_id"]


class Sight:
    """One person looking at one conversation; what is in front is the modal, else the home when `at_home`, else the
    newest message.

    `errors` are the sentences Slack put under the fields of the modal, by block_id.
    """

    def __init__(self, workspace: Workspace, user_id: str, channel_id: str) -> None:
        self.workspace, self.user_id, self.channel_id = workspace, user_id, channel_id
        self.at_home = False
        self.errors: Mapping[str, str] = {}
        self._reader = Reader(workspace.people)

    @property
    def messages(self) -> list[Message]:
        return self.workspace.messages(self.user_id, self.channel_id)

    @property
    def modal(self) -> View | None:
        return self.workspace.modal(self.user_id)

    @property
    def front(self) -> Place | None:
        if self.modal is not None:
            return self.modal
        if self.at_home:
            return self.workspace.home(self.user_id)
        return self.messages[-1] if self.messages else None

    @property
    def newest(self) -> str:
        """The newest message as it reads."""
        return self.framed(self.messages[-1]) if self.messages else ""

    def spots(self, *kinds: str) -> Iterator[Spot]:
        """Elements of these kinds, newest place first."""
        for place in self._places():
            above = ""
            for block in place.blocks:
                for element in elements_of(block):
                    if element["type"] in kinds:
                        yield Spot(place, block, element, above)
                above = "\n".join(self._reader.lines([block])) or above

    def fields(self, label: str) -> list[Spot]:
        """The fields of a form with these words in their label; those with exactly these, if there are any."""
        found = [spot for spot in self.spots(*ANSWERS) if label in self.words(spot.block.get("label"))]
        return [spot for spot in found if self.words(spot.block["label"]) == label] or found

    def row(self, spot: Spot) -> str:
        """The words an element stands beside."""
        words: Json = {name: spot.block[name] for name in ("type", "text", "fields", "label") if name in spot.block}
        return "\n".join(self._reader.lines([words])) if spot.block["type"] in ("section", "input") else spot.above

    def words(self, text: Mapping[str, Any] | None) -> str:
        """A text object as it reads."""
        return self._reader.said(text["text"]) if text else ""

    def state(self, place: Place) -> Json:
        """What is ticked, chosen and typed there, as `state.values`."""
        return self.workspace.board.inputs.current(self.user_id, place.id, place.blocks)

    def framed(self, place: Place) -> str:
        """A message or view with a line above that says whose it is."""
        lines = self._reader.lines(list(place.blocks), self.state(place), self.errors)
        if isinstance(place, View):
            buttons = [f"({self.words(place.body[name])})" for name in ("submit", "close") if place.body[name]]
            return "\n".join([f"--- {place.type}: {self.words(place.body['title'])}", *lines, *buttons])
        author = self.workspace.user(place.author).name
        only_you = " (only visible to you)" if place.ephemeral else ""
        files = [_card(file) for file in self.workspace.files.cards(place.files)]
        return "\n".join([f"--- {author}{only_you}", self._reader.said(place.text), *lines, *files])

    def raw(self, place: Place) -> str:
        """Its texts as the bot sent them, markup and all."""
        return "\n".join(_worded([*place.blocks, {"text": getattr(place, "text", "")}]))

    def screen(self) -> str:
        """Everything in the conversation, and the modal or home in front of it."""
        shown = [self.framed(message) for message in self.messages]
        front = self.front
        return "\n".join(shown + ([self.framed(front)] if isinstance(front, View) else []))

    def _places(self) -> list[Place]:
        front = self.front
        return [front] if isinstance(front, View) else list(reversed(self.messages))


def _card(file: Mapping[str, Any]) -> str:
    return f"[file: {file['title']}]" if "title" in file else "[file: deleted]"


def _worded(value: Any) -> Iterator[str]:
    """Texts, ids and values left out."""
    if isinstance(value, Mapping):
        yield from (value[name] for name in ("text", "title", "alt_text") if isinstance(value.get(name), str))
        value = list(value.values())
    if isinstance(value, list):
        for entry in value:
            yield from _worded(entry)
