"""Where messages and views are put before people: posts, replaces, removes, and tells whoever watches."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from infra.local.slack.clockwork import Stamps
from infra.local.slack.elements import Json, with_ids
from infra.local.slack.feed import Feed
from infra.local.slack.files import Files
from infra.local.slack.inputs import Inputs
from infra.local.slack.messages import Message, MessageLog
from infra.local.slack.people import Channel, Directory
from infra.local.slack.views import View


class Board:
    """`changed` is called after every change that outlives a restart."""

    def __init__(
        self, people: Directory, files: Files, stamps: Stamps, clock: Callable[[], float], changed: Callable[[], None]
    ) -> None:
        self.people, self.files, self.log, self.inputs, self.feed = people, files, MessageLog(), Inputs(), Feed()
        self._stamps, self._clock, self._changed = stamps, clock, changed

    def post(self, channel: Channel, author: str, text: str) -> Message:
        """A person's message."""
        return self._put(Message(self._stamps.next(), channel.id, author, text, at=self._clock()), "message")

    def post_reply(
        self,
        channel: Channel,
        payload: Mapping[str, Any],
        *,
        only_for: str | None = None,
        files: tuple[str, ...] = (),
    ) -> Message:
        """A message of the bot, already checked; ephemeral when `only_for` names a person. `files` are ids."""
        stamp, bot = self._stamps.next(), self.people.bot.id
        text, thread = str(payload.get("text") or ""), payload.get("thread_ts")
        blocks = _blocks(payload, stamp)
        for file_id in files:
            self.files.share(file_id, channel.id, stamp)
        posted = Message(stamp, channel.id, bot, text, blocks, self._clock(), only_for, thread=thread, files=files)
        return self._put(posted, "message")

    def replace(self, message: Message, payload: Mapping[str, Any], *, edited: bool = False) -> Message:
        """New text and blocks in the same place; what was ticked there is forgotten."""
        self.inputs.forget(message.id)
        text, blocks = str(payload.get("text") or ""), _blocks(payload, self._stamps.next())
        return self._put(replace(message, text=text, blocks=blocks, edited=message.edited or edited), "changed")

    def redraw(self, message_id: str) -> None:
        """Something the message shows has changed; what was ticked in it stays."""
        message = self.log.find(message_id)
        if message is not None:
            self._tell(message, "changed")

    def remove(self, message: Message) -> None:
        self.log.remove(message.id)
        self.inputs.forget(message.id)
        self._tell(message, "deleted")
        if not message.ephemeral:
            self._changed()

    def seen_by(self, user_id: str, channel: Channel) -> list[Message]:
        """What this person sees there, oldest first."""
        return self.log.seen_by(user_id, channel.id) if self.people.is_in(user_id, channel) else []

    def sees(self, user_id: str, message: Message) -> bool:
        channel = self.people.channel(message.channel)
        return message.only_for in (None, user_id) and channel is not None and self.people.is_in(user_id, channel)

    def tell_view(self, kind: str, view: View) -> None:
        """`kind`: view_opened, view_updated, view_closed or home."""
        self.feed.tell([view.user_id], {"type": kind, "view": self.view_json(view)})

    def notice(self, user_id: str, text: str) -> None:
        """A sentence for the person at the page, from the stand-in itself."""
        self.feed.tell([user_id], {"type": "notice", "text": text})

    def message_json(self, message: Message) -> Json:
        """A message as the page gets it."""
        author = self.people.user(message.author)
        name, is_bot = (author.name, author.is_bot) if author else (message.author, False)
        return {
            "id": message.id,
            "author": {"id": message.author, "name": name, "is_bot": is_bot},
            "text": message.text,
            "blocks": list(message.blocks),
            "ephemeral": message.ephemeral,
            "edited": message.edited,
            "at": message.at,
            "thread": message.thread,
            "files": self.files.cards(message.files),
        }

    def view_json(self, view: View) -> Json:
        """A view as the page and payloads get it, with what was typed so far in `state`."""
        return view.payload(self.inputs.current(view.user_id, view.id, view.blocks))

    def _put(self, message: Message, kind: str) -> Message:
        self.log.put(message)
        self._tell(message, kind)
        if not message.ephemeral:
            self._changed()
        return message

    def _tell(self, message: Message, kind: str) -> None:
        channel = self.people.channel(message.channel)
        viewers = (message.only_for,) if message.only_for else self.people.viewers(channel) if channel else ()
        self.feed.tell(viewers, {"type": kind, "channel": message.channel, "message": self.message_json(message)})


def _blocks(payload: Mapping[str, Any], stamp: str) -> tuple[Json, ...]:
    return tuple(with_ids(payload.get("blocks") or (), f"b{stamp[-6:]}."))
