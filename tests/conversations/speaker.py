"""A person at Slack, for tests that read as conversations: types, ticks, presses, and what they then see."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from infra.local.slack.delivery import Outcome
from infra.local.slack.elements import ANSWERS, options_of
from infra.local.slack.messages import Message
from infra.local.slack.reading import unescaped
from infra.local.slack.workspace import Workspace
from tests.conversations.sight import Sight, Spot

MENUS = ("static_select", "overflow", "radio_buttons")


class Speaker:
    """Every act sends what Slack's own client would send; every act and check returns the speaker, so that they chain.

    What is seen is the modal when one is open, else the App Home after `opens_home`, else the newest message.
    """

    def __init__(self, workspace: Workspace, user_id: str, channel_id: str) -> None:
        self.workspace, self.user_id, self.channel_id = workspace, user_id, channel_id
        self.outcome = Outcome(ok=True)
        self.asked = ""  # the words of the last confirmation dialog, which was answered with yes
        self._newest_before = ""
        self._sight = Sight(workspace, user_id, channel_id)

    def in_dm(self) -> Speaker:
        """The same person in their direct message with the app."""
        return Speaker(self.workspace, self.user_id, self.workspace.channel(self.user_id).id)

    # Acts

    def types(self, text: str) -> Speaker:
        self._sight.at_home = False
        return self._did(lambda: self.workspace.type(self.user_id, self.channel_id, text))

    def opens_home(self) -> Speaker:
        self._sight.at_home = True
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

        Answers a confirmation dialog with yes. Words that fit exactly win, a modal's own Submit and Close before the
        rest of it.
        """
        buttons = [spot for spot in self._sight.spots("button") if label in self._words(spot.element["text"])]
        beside_it = [spot for spot in buttons if beside in self._sight.row(spot)]
        exact = [spot for spot in beside_it if self._words(spot.element["text"]) == label]
        own = None if beside else self._own_button(lambda words: words == label)
        if own is None and not beside and not exact:
            own = self._own_button(lambda words: label in words)
        if own is not None:
            return self._did(own)
        return self._press(self._one(beside_it, label, "button"), {})

    def closes(self, *, everything: bool = False) -> Speaker:
        """The modal, or with its x `everything` it stands on."""
        view = self._sight.modal
        assert view is not None, f"{self.user_id} has no modal open.{self._explained()}"
        return self._did(lambda: self.workspace.close(self.user_id, view.id, everything=everything))

    def chooses(self, text: str, beside: str = "") -> Speaker:
        """An option of a menu, overflow menu or radio group; `beside` is in the words of its row."""
        found = [
            (spot, option)
            for spot in self._sight.spots(*MENUS)
            if beside in self._sight.row(spot)
            for option in options_of(spot.element)
            if text in self._words(option["text"])
        ]
        exact = [pair for pair in found if self._words(pair[1]["text"]) == text] or found
        spot = self._one([pair[0] for pair in exact], text, "option")
        return self._press(spot, {"selected_option": next(pair[1] for pair in exact if pair[0] is spot)})

    def fills(self, label: str, answer: Any) -> Speaker:
        """The field of a modal with this label: text, a number, a day, a user id, the words of an option, or a list of
        those; None empties it.
        """
        spot = self._one(self._sight.fields(label), label, "field")
        offered = {self._words(option["text"]): option for option in options_of(spot.element)}
        key = ANSWERS[spot.element["type"]][0]

        def given(one: Any) -> Any:
            written = str(one) if isinstance(one, date | int | float) else one
            return offered.get(written, written) if isinstance(written, str) else written

        return self._press(spot, {key: [given(one) for one in answer] if isinstance(answer, list) else given(answer)})

    def uploads(self, label: str, name: str, content: bytes) -> Speaker:
        """Into the field with this label. What the field does not take is said under it (`sees_error`)."""
        return self.fills(label, [self.workspace.upload(self.user_id, name, content)])

    def downloads(self, name: str) -> bytes:
        """The newest file in this conversation with these words in its name."""
        files = [file for message in self._sight.messages for file in self.workspace.files.cards(message.files)]
        found = [file for file in files if name in file.get("name", "")]
        assert found, f"{self.user_id} sees no file {name!r}.{self._explained()}"
        return self.workspace.download(self.user_id, found[-1]["id"])

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

    def sees_error(self, label: str, fragment: str) -> Speaker:
        """The last act left a sentence under the field with this label, and these words are in it."""
        errors = self.outcome.errors
        said = [errors[spot.ids[1]] for spot in self._sight.fields(label) if spot.ids[1] in errors]
        assert any(fragment in sentence for sentence in said), (
            f"{self.user_id} does not see {fragment!r} under {label!r} but {said}.{self._explained()}"
        )
        return self

    def reads_aloud(self, *fragments: str) -> Speaker:
        """What a screen reader or a notification says: the top-level text alone."""
        spoken = unescaped(self.last.text)
        missing = [fragment for fragment in fragments if fragment not in spoken and fragment not in self.last.text]
        assert not missing, f"{missing} is not in the text read aloud: {spoken!r}.{self._explained()}"
        return self

    def sees_nothing_new(self) -> Speaker:
        """The last act brought no message, no modal and no refusal."""
        new = self._sight.newest != self._newest_before or self.outcome.said or self._sight.modal
        assert not new, f"{self.user_id} sees something new.{self._explained()}"
        return self

    @property
    def last(self) -> Message:
        """The newest message this person sees in the channel."""
        assert self._sight.messages, f"{self.user_id} sees no message in {self.channel_id}.{self._explained()}"
        return self._sight.messages[-1]

    def screen(self) -> str:
        """Everything in the channel, and the modal or home in front of it, as text."""
        return self._sight.screen()

    # Inside

    def _did(self, act: Callable[[], Outcome]) -> Speaker:
        self._newest_before = self._sight.newest
        self.outcome = act()
        self._sight.errors = self.outcome.errors
        return self

    def _press(self, spot: Spot, picked: Mapping[str, Any]) -> Speaker:
        confirm = spot.element.get("confirm")
        self.asked = " ".join(self._words(confirm[name]) for name in ("title", "text")) if confirm else ""
        return self._did(lambda: self.workspace.press(self.user_id, *spot.ids, picked=picked))

    def _own_button(self, fits: Callable[[str], bool]) -> Callable[[], Outcome] | None:
        """What the modal's Submit or Close does, if one has words that fit."""
        view = self._sight.modal
        if view is None:
            return None
        if view.body["submit"] and fits(self._words(view.body["submit"])):
            return lambda: self.workspace.submit(self.user_id, view.id)
        if fits(self._words(view.body["close"]) or "Cancel"):
            return lambda: self.workspace.close(self.user_id, view.id)
        return None

    def _toggle(self, label: str, *, on: bool) -> None:
        groups = list(self._sight.spots("checkboxes"))
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
        held = self._sight.state(spot.place)[spot.ids[1]][spot.ids[2]]["selected_options"]
        ticked = [option["value"] for option in held]
        assert (values[0] in ticked) != on, f"{label!r} is {'already' if on else 'not'} ticked.{self._explained()}"
        wanted = {*ticked, values[0]} if on else {*ticked} - {values[0]}
        in_order = [option["value"] for option in spot.element["options"] if option["value"] in wanted]
        self._press(spot, {"selected_options": in_order})

    def _one(self, spots: list[Spot], label: str, noun: str) -> Spot:
        """The one in the newest place; words that fit exactly win over words that contain them."""
        newest = [spot for spot in spots if spot.place is spots[0].place]
        exact = [spot for spot in newest if self._words(spot.element.get("text")) == label]
        chosen = exact or newest
        assert chosen, f"{self.user_id} finds no {noun} {label!r}.{self._explained()}"
        assert len(chosen) == 1, f"{len(chosen)} times {noun} {label!r}; say beside which.{self._explained()}"
        return chosen[0]

    def _words(self, text: Mapping[str, Any] | None) -> str:
        return self._sight.words(text)

    def _seen(self) -> list[str]:
        """As it reads, and once more with its markup."""
        told, front = [self.outcome.said] if self.outcome.said else [], self._sight.front
        unchanged = isinstance(front, Message) and self._sight.newest == self._newest_before
        if front is None or (told and unchanged):
            return told
        return [*told, self._sight.framed(front), self._sight.raw(front)]

    def _explained(self) -> str:
        refused = "".join(f"\nrefused: {problem}" for problem in self.outcome.problems)
        return f"\nSlack said: {self.outcome.said!r}{refused}\nThe screen:\n{self.screen()}"
