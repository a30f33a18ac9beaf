"""One Slack workspace with one bot in it: the same object behind `make run` and behind the tests."""

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict
from pathlib import Path
from threading import RLock
from typing import Any

from infra.local.slack import interactions, memory, modals
from infra.local.slack.board import Board
from infra.local.slack.clockwork import Stamps
from infra.local.slack.commands import SlashCommand, run_command, type_message
from infra.local.slack.delivery import Courier, Delivery, Outcome
from infra.local.slack.dispatch import Dispatch
from infra.local.slack.elements import Json
from infra.local.slack.files import File, Files
from infra.local.slack.messages import Message
from infra.local.slack.people import Channel, Directory, User, handle_of
from infra.local.slack.tickets import Tickets
from infra.local.slack.views import OpenViews, View
from infra.local.slack.wire import Bot

ATTENDANCE = SlashCommand("/attendance", "Take and read attendance", "mark CSE-2 | me | report | help")


class Workspace:
    """People act on it (`type`, `press`, `tick`, `submit` ...); the bot answers in its HTTP responses, through
    response_urls and through the Web API that `server.serve` puts in front of it.

    `scopes` None grants every scope. `events` are the event subscriptions. `public_url` is set by the server; the
    links the bot is given (response_urls, files) start with it.
    """

    def __init__(
        self,
        bot: Bot,
        *,
        signing_secret: str,
        bot_token: str,
        state_file: Path | None = None,
        clock: Callable[[], float] = time.time,
        send_state_values: bool = True,
        timeout_seconds: float = 3.0,
        scopes: Collection[str] | None = None,
        events: Collection[str] = ("app_home_opened", "team_join"),
        commands: Sequence[SlashCommand] = (ATTENDANCE,),
        app_name: str = "Attendance",
        bot_path: str = "/slack/events",
    ) -> None:
        self.bot_token, self.clock, self.public_url = bot_token, clock, ""
        self.send_state_values, self.scopes = send_state_values, scopes
        self.commands = {command.command: command for command in commands}
        self.people, self.stamps = Directory(app_name), Stamps(clock)
        self.board = Board(self.people, self.stamps, clock, self._save)
        self.views, self.files, self.tickets = OpenViews(), Files(), Tickets(clock)
        self.dispatch = Dispatch(Courier(bot, timeout_seconds), signing_secret, bot_path, clock, events)
        self._state_file, self._lock = state_file, RLock()
        self._recall()

    # Who and where

    def add_user(
        self,
        user_id: str,
        name: str,
        *,
        email: str | None = None,
        email_confirmed: bool = True,
        deleted: bool = False,
        restricted: bool = False,
        title: str = "",
        timezone: str = "UTC",
    ) -> User:
        """Adds a person, or replaces the one with this id."""
        user = User(user_id, name, handle_of(name), email, email_confirmed, deleted, restricted, False, title, timezone)
        self.people.add_user(user)
        self._save()
        return user

    def add_channel(
        self,
        channel_id: str,
        name: str,
        *,
        private: bool = False,
        members: Collection[str] | None = None,
        bot_in: bool = True,
    ) -> Channel:
        """`members` None means everybody. `bot_in` False: nobody invited the bot yet."""
        kept = None if members is None else frozenset(members)
        channel = Channel(channel_id, name, "private" if private else "channel", kept, bot_in)
        self.people.add_channel(channel)
        self._save()
        return channel

    def user(self, user_id: str) -> User:
        """Raises LookupError when nobody has this id."""
        found = self.people.user(user_id)
        if found is None:
            raise LookupError(f"nobody here has the id {user_id}")
        return found

    def channel(self, ref: str) -> Channel:
        """By id, `#name`, or a user id for the direct message. Raises LookupError."""
        found = self.people.channel(ref)
        if found is None:
            raise LookupError(f"there is no channel {ref}")
        return found

    # What people do

    def type(self, user_id: str, channel_id: str, text: str) -> Outcome:
        """A slash command, or an ordinary message."""
        user, channel = self.user(user_id), self.channel(channel_id)
        if text.startswith("/"):
            return run_command(self, user, channel, text)
        return type_message(self, user, channel, text)

    def press(
        self,
        user_id: str,
        place: str,
        block_id: str,
        action_id: str,
        *,
        picked: Mapping[str, Any] | None = None,
        values: Json | None = None,
    ) -> Outcome:
        """Uses one element of a message or view (`place`: its id).

        `picked` holds what was chosen under Slack's own key: `{"selected_option": "late"}` (an option's value or the
        whole option), `{"selected_date": "2026-11-23"}`, `{"value": "typed"}`. `values` sets the other inputs of the
        same place, in the shape of `state.values`.
        """
        return interactions.act(self, self.user(user_id), place, (block_id, action_id), picked or {}, values)

    def tick(self, user_id: str, place: str, block_id: str, action_id: str, option_values: Sequence[str]) -> Outcome:
        """Sends the whole selection of a checkbox group, as Slack's client does after every tick."""
        return self.press(user_id, place, block_id, action_id, picked={"selected_options": list(option_values)})

    def submit(self, user_id: str, view_id: str, values: Json | None = None) -> Outcome:
        """Sends a modal; `errors` in the outcome stand under its fields."""
        return modals.submit(self, self.user(user_id), view_id, values)

    def close(self, user_id: str, view_id: str) -> Outcome:
        """Closes a modal with its close button."""
        return modals.close(self, self.user(user_id), view_id)

    def open_home(self, user_id: str) -> Outcome:
        """Sends `app_home_opened`; what the bot publishes is then in `home(user_id)`."""
        user, home = self.user(user_id), self.home(user_id)
        event: Json = {"type": "app_home_opened", "user": user.id, "channel": f"D{user.id}", "tab": "home"}
        if home is not None:
            event["view"] = self.board.view_json(home)
        return self.dispatch.send_event(event | {"event_ts": self.stamps.next()})

    def join(self, user_id: str, name: str, *, email: str | None = None, email_confirmed: bool = True) -> Outcome:
        """A new person comes into the workspace: `team_join`."""
        user = self.add_user(user_id, name, email=email, email_confirmed=email_confirmed)
        profile = {"id": user.id, "name": user.handle, "real_name": user.name, "is_bot": False}
        return self.dispatch.send_event({"type": "team_join", "user": profile, "event_ts": self.stamps.next()})

    def upload(self, user_id: str, name: str, content: bytes) -> Json:
        """A file chosen in a modal; returns the file object that goes into `files` of its `state.values`."""
        file = File(self.files.reserve(), name, user_id, self.clock(), content)
        self.files.put(file)
        return file.to_json(self.public_url)

    def reload(self, user_id: str) -> None:
        """The person reloads Slack: ephemeral messages and open modals are gone."""
        self.board.log.forget_ephemeral(user_id)
        self.views.close_all(user_id)

    # What people see

    def messages(self, user_id: str, channel_id: str) -> list[Message]:
        """What this person sees there, oldest first, ephemeral messages included."""
        return self.board.seen_by(user_id, self.channel(channel_id))

    def modal(self, user_id: str) -> View | None:
        """The modal in front of this person."""
        return self.views.top(user_id)

    def home(self, user_id: str) -> View | None:
        """The App Home last published for this person."""
        return self.views.home(user_id)

    # What can go wrong on the way

    def deliver_again(self, back: int = 1) -> Outcome:
        """The last request to the bot (or the one `back` before) a second time, byte for byte, marked as a retry."""
        return self.dispatch.again(back)

    def hold_back(self) -> AbstractContextManager[list[Delivery]]:
        """Inside, nothing reaches the bot. The list fills with deliveries to `release()` later, in any order."""
        return self.dispatch.holding()

    def wait_for_the_bot(self, seconds: float = 10.0) -> None:
        """Returns when every request to the bot has ended, those Slack gave up on included."""
        self.dispatch.courier.wait_for_stragglers(seconds)

    def verify_url(self) -> Outcome:
        """Sends Slack's `url_verification`; ok when the bot echoes the challenge."""
        return self.dispatch.verify_url(f"challenge-{self.stamps.next()}")

    # Across restarts

    def _save(self) -> None:
        if self._state_file is None:
            return
        with self._lock:
            messages = [message.to_json() for message in self.board.log.lasting()]
            users = [asdict(user) for user in self.people.humans()]
            channels = [asdict(c) | {"members": c.members and sorted(c.members)} for c in self.people.channels()]
            memory.write(self._state_file, {"users": users, "channels": channels, "messages": messages})

    def _recall(self) -> None:
        if self._state_file is None:
            return
        saved = memory.read(self._state_file)
        for user in saved.get("users", ()):
            self.people.add_user(User(**user))
        for channel in saved.get("channels", ()):
            members = channel["members"]
            self.people.add_channel(Channel(**channel | {"members": None if members is None else frozenset(members)}))
        for message in saved.get("messages", ()):
            self.board.log.put(Message.from_json(message))
            self.stamps.start_after(message["id"])
