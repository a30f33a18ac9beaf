"""A person at Slack, for tests that read as conversations: types, ticks, presses, and what they then see."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from infra.local.slack.delivery import Outcome
from infra.local.slack.elements import ANSWERS, Json, elements_of, options_of
from infra.local.slack.messages import Message
from infra.local.slack.reading import Reader, unescaped
from infra.local.slack.views import View
from infra.local.slack.workspace import Workspace

Place = Message | View
MENUS = ("static_select", "overflow", "radio_buttons")


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


class Speaker:
    """Every act sends what Slack's own client would send; every act and check returns the speaker, so that they chain.

    What is seen is the modal when one is open, else the App Home after `opens_home`, else the newest message.
    """

    def __init__(self, workspace: Workspace, user_id: str, channel_id: str) -> None:
        self.workspace, self.user_id, self.channel_id = workspace, user_id, channel_id
        self.outcome = Outcome(ok=True)
        self.asked = ""  # the words of the last confirmation dialog, which was answered with yes
        self._newest_before = ""
        self._at_home = False
        self._reader = Reader(workspace.people)

    # Acts

    def types(self, text: str) -> Speaker:
        self._at_home = False
        return self._did(lambda: self.workspace.type(self.user_id, self.channel_id, text))

    def opens_home(self) -> Speaker:
        self._at_home = True
        return self._did(lambda: self.workspace.open_home(self.user_id))

    def reloads(self) -> Speaker:
        """Ephemeral messages and open modals are gone."""
        self.workspace.reload(self.user_id)
        return self

    def ticks(self, *labels: str) -> Speaker:
        """One tick after the other; each sends the whole selection of its group."""
        for label in labels:
            self._toggle(label, on=True)
        return self

    def unticks(self, *labels: str) -> Speaker:
        for label in labels:
            self._toggle(label, on=False)
        return self

    def presses(self, label: str, beside: str = "") -> Speaker:
        """The button with these words, in the newest place that has one; `beside` is in the words of its row.

        Answers a confirmation dialog with yes.
        """
        view = self.workspace.modal(self.user_id)
        if view is not None and label in self._words(view.body["submit"]):
            return self._did(lambda: self.workspace.submit(self.user_id, view.id))
        if view is not None and label in (self._words(view.body["close"]) or "Cancel"):
            return self._did(lambda: self.workspace.close(self.user_id, view.id))
        buttons = [spot for spot in self._spots("button") if label in self._words(spot.element["text"])]
        return self._press(self._one([spot for spot in buttons if beside in self._row(spot)], label, "button"), {})

    def chooses(self, text: str, beside: str = "") -> Speaker:
        """An option of a menu, overflow menu or radio group; `beside` is in the words of its row."""
        found = [
            (spot, option)
            for spot in self._spots(*MENUS)
            if beside in self._row(spot)
            for option in options_of(spot.element)
            if text in self._words(option["text"])
        ]
        exact = [pair for pair in found if self._words(pair[1]["text"]) == text] or found
        spot = self._one([pair[0] for pair in exact], text, "option")
        return self._press(spot, {"selected_option": next(pair[1] for pair in exact if pair[0] is spot)})

    def fills(self, label: str, answer: Any) -> Speaker:
        """The field of a modal with this label: text, a day, a user id, the words of an option, or a list of those."""
        spot = self._field(label)
        offered = {self._words(option["text"]): option for option in options_of(spot.element)}
        key = ANSWERS[spot.element["type"]][0]

        def given(one: Any) -> Any:
            return offered.get(one, one) if isinstance(one, str) else one

        return self._press(spot, {key: [given(one) for one in answer] if isinstance(answer, list) else given(answer)})

    def uploads(self, label: str, name: str, content: bytes) -> Speaker:
        return self.fills(label, [self.workspace.upload(self.user_id, name, content)])

    # Checks

    def sees(self, *fragments: str) -> Speaker:
        """Each fragment is in what is seen now: all words of the blocks, the top-level text, or Slack's own refusal."""
        missing = [fragment for fragment in fragments if not any(fragment in text for text in self._seen())]
        assert not missing, f"{self.user_id} does not see {missing}.{self._explained()}"
        return self

    def does_not_see(self, *fragments: str) -> Speaker:
        found = [fragment for fragment in fragments if any(fragment in text for text in self._seen())]
        assert not found, f"{self.user_id} sees {found}.{self._explained()}"
        return self

    def reads_aloud(self, *fragments: str) -> Speaker:
        """What a screen reader or a notification says: the top-level text alone."""
        spoken = unescaped(self.last.text)
        missing = [fragment for fragment in fragments if fragment not in spoken and fragment not in self.last.text]
        assert not missing, f"{missing} is not in the text read aloud: {spoken!r}.{self._explained()}"
        return self

    def sees_nothing_new(self) -> Speaker:
        """The last act brought no message, no modal and no refusal."""
        new = self._newest() != self._newest_before or self.outcome.said or self.workspace.modal(self.user_id)
        assert not new, f"{self.user_id} sees something new.{self._explained()}"
        return self

    @property
    def last(self) -> Message:
        """The newest message this person sees in the channel."""
        messages = self.workspace.messages(self.user_id, self.channel_id)
        assert messages, f"{self.user_id} sees no message in {self.channel_id}.{self._explained()}"
        return messages[-1]

    def screen(self) -> str:
        """Everything in the channel, and the modal or home in front of it, as text."""
        messages = self.workspace.messages(self.user_id, self.channel_id)
        shown: list[str] = [self._framed(message) for message in messages]
        front = self._front()
        return "\n".join(shown + ([self._framed(front)] if isinstance(front, View) else []))

    # Inside

    def _did(self, act: Callable[[], Outcome]) -> Speaker:
        self._newest_before = self._newest()
        self.outcome = act()
        return self

    def _press(self, spot: Spot, picked: Mapping[str, Any]) -> Speaker:
        confirm = spot.element.get("confirm")
        self.asked = " ".join(self._words(confirm[name]) for name in ("title", "text")) if confirm else ""
        return self._did(lambda: self.workspace.press(self.user_id, *spot.ids, picked=picked))

    def _toggle(self, label: str, *, on: bool) -> None:
        groups = list(self._spots("checkboxes"))
        found = [
            (spot, option)
            for spot in groups
            if spot.place is groups[0].place
            for option in spot.element["options"]
            if label in self._words(option["text"])
        ]
        exact = [pair for pair in found if self._words(pair[1]["text"]) == label] or found
        spot = self._one([pair[0] for pair in exact], label, "checkbox")
        values = [pair[1]["value"] for pair in exact]
        assert len(values) == 1, f"{len(values)} checkboxes say {label!r}.{self._explained()}"
        ticked = [option["value"] for option in self._state(spot.place)[spot.ids[1]][spot.ids[2]]["selected_options"]]
        assert (values[0] in ticked) != on, f"{label!r} is {'already' if on else 'not'} ticked.{self._explained()}"
        wanted = {*ticked, values[0]} if on else {*ticked} - {values[0]}
        in_order = [option["value"] for option in spot.element["options"] if option["value"] in wanted]
        self._press(spot, {"selected_options": in_order})

    def _spots(self, *kinds: str) -> Iterator[Spot]:
        """Elements of these kinds, newest place first."""
        for place in self._places():
            above = ""
            for block in place.blocks:
                for element in elements_of(block):
                    if element["type"] in kinds:
                        yield Spot(place, block, element, above)
                above = "\n".join(self._reader.lines([block])) or above

    def _places(self) -> list[Place]:
        front = self._front()
        if isinstance(front, View):
            return [front]
        return list(reversed(self.workspace.messages(self.user_id, self.channel_id)))

    def _front(self) -> Place | None:
        view = self.workspace.modal(self.user_id)
        if view is not None:
            return view
        if self._at_home:
            return self.workspace.home(self.user_id)
        messages = self.workspace.messages(self.user_id, self.channel_id)
        return messages[-1] if messages else None

    def _field(self, label: str) -> Spot:
        fields = [spot for spot in self._spots(*ANSWERS) if label in self._words(spot.block.get("label"))]
        return self._one(fields, label, "field")

    def _one(self, spots: list[Spot], label: str, noun: str) -> Spot:
        """The one in the newest place; words that fit exactly win over words that contain them."""
        newest = [spot for spot in spots if spot.place is spots[0].place]
        exact = [spot for spot in newest if self._words(spot.element.get("text")) == label]
        chosen = exact or newest
        assert chosen, f"{self.user_id} finds no {noun} {label!r}.{self._explained()}"
        assert len(chosen) == 1, f"{len(chosen)} times {noun} {label!r}; say beside which.{self._explained()}"
        return chosen[0]

    def _row(self, spot: Spot) -> str:
        words: Json = {name: spot.block[name] for name in ("type", "text", "fields", "label") if name in spot.block}
        return "\n".join(self._reader.lines([words])) if spot.block["type"] in ("section", "input") else spot.above

    def _words(self, text: Mapping[str, Any] | None) -> str:
        return self._reader.said(text["text"]) if text else ""

    def _state(self, place: Place) -> Json:
        return self.workspace.board.inputs.current(self.user_id, place.id, place.blocks)

    def _newest(self) -> str:
        messages = self.workspace.messages(self.user_id, self.channel_id)
        return self._framed(messages[-1]) if messages else ""

    def _seen(self) -> list[str]:
        """As it reads, and once more with its markup."""
        told = [self.outcome.said] if self.outcome.said else []
        front = self._front()
        if front is None or (told and self._newest() == self._newest_before and isinstance(front, Message)):
            return told
        raw = "\n".join(_worded([*front.blocks, {"text": getattr(front, "text", "")}]))
        return [*told, self._framed(front), raw]

    def _framed(self, place: Place) -> str:
        """A message or view with a line above that says whose it is."""
        lines = self._reader.lines(list(place.blocks), self._state(place))
        if isinstance(place, View):
            errors = [f"! {block_id}: {text}" for block_id, text in self.outcome.errors.items()]
            buttons = [f"({self._words(place.body[name])})" for name in ("submit", "close") if place.body[name]]
            return "\n".join([f"--- {place.type}: {self._words(place.body['title'])}", *lines, *errors, *buttons])
        author = self.workspace.user(place.author).name
        only_you = " (only visible to you)" if place.ephemeral else ""
        return "\n".join([f"--- {author}{only_you}", self._reader.said(place.text), *lines])

    def _explained(self) -> str:
        refused = "".join(f"\nrefused: {problem}" for problem in self.outcome.problems)
        return f"\nSlack said: {self.outcome.said!r}{refused}\nThe screen:\n{self.screen()}"


def _worded(value: Any) -> Iterator[str]:
    """Texts as the bot sent them, markup and all; ids and values left out."""
    if isinstance(value, Mapping):
        yield from (value[name] for name in ("text", "title", "alt_text") if isinstance(value.get(name), str))
        value = list(value.values())
    if isinstance(value, list):
        for entry in value:
            yield from _worded(entry)
