"""One Slack workspace with one bot in it: the same object behind `make run` and behind the tests."""

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from infra.local.slack import accounts, interactions, modals, sharing
from infra.local.slack.board import Board
from infra.local.slack.calls import Calls
from infra.local.slack.clockwork import Stamps
from infra.local.slack.commands import SlashCommand, run_command, type_message
from infra.local.slack.delivery import Courier, Delivery, Outcome
from infra.local.slack.dispatch import Dispatch
from infra.local.slack.elements import Json
from infra.local.slack.files import File, Files
from infra.local.slack.memory import Memory
from infra.local.slack.messages import Message
from infra.local.slack.people import Channel, Directory, User, handle_of
from infra.local.slack.tickets import Tickets
from infra.local.slack.unread import Unread
from infra.local.slack.views import OpenViews, View
from infra.local.slack.wire import Bot

ATTENDANCE = SlashCommand("/attendance", "Take and read attendance", "mark CSE-2 | me | report | help")


class Workspace:
    """People act on it (`type`, `press`, `tick`, `submit` ...); the bot answers in its HTTP responses, through
    response_urls and through the Web API that `server.serve` puts in front of it.

    `scopes` None grants every scope. `events` are the event subscriptions. `webapi` knows what the bot asked of Slack,
    and makes Slack fail; `files` are the files.
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
        self.bot_token, self.clock = bot_token, clock
        self.send_state_values, self.scopes = send_state_values, scopes
        self.commands = {command.command: command for command in commands}
        self.people, self.stamps, self.files = Directory(app_name), Stamps(clock), Files()
        self.board = Board(self.people, self.files, self.stamps, clock, self.keep)
        self.views, self.tickets, self.unread, self.webapi = OpenViews(), Tickets(clock), Unread(), Calls()
        self.dispatch = Dispatch(Courier(bot, timeout_seconds), signing_secret, bot_path, clock, events)
        self._memory = Memory(state_file)
        self._memory.recall(self)

    @property
    def public_url(self) -> str:
        """Set by the server; the links the bot is given (response_urls, files) start with it."""
        return self.files.public_url

    @public_url.setter
    def public_url(self, address: str) -> None:
        self.files.public_url = address

    def keep(self) -> None:
        """For the next start: people, channels, lasting messages, files and what was read."""
        self._memory.keep(self)

    # Who and where

    def add_user(self, user_id: str, name: str, **more: Any) -> User:
        """Adds a person, or replaces the one with this id. `more` are further fields of `User`: `email`,
        `email_confirmed`, `deleted`, `restricted`, `ultra_restricted`, `stranger`, `team_id`, `title`, `timezone`.
        """
        user = User(user_id, name, handle_of(name), **more)
        self.people.add_user(user)
        self.keep()
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
        self.keep()
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

    def close(self, user_id: str, view_id: str, *, everything: bool = False) -> Outcome:
        """Closes a modal with its close button, or with the x that closes `everything` below it, too."""
        return modals.close(self, self.user(user_id), view_id, everything=everything)

    def open_home(self, user_id: str) -> Outcome:
        """Sends `app_home_opened`; what the bot publishes is then in `home(user_id)`."""
        user, home = self.user(user_id), self.home(user_id)
        event: Json = {"type": "app_home_opened", "user": user.id, "channel": f"D{user.id}", "tab": "home"}
        if home is not None:
            event["view"] = self.board.view_json(home)
        return self.dispatch.send_event(event | {"event_ts": self.stamps.next()})

    def join(self, user_id: str, name: str, **more: Any) -> Outcome:
        """A new person comes into the workspace: `team_join`. `more` as in `add_user`."""
        return accounts.join(self, User(user_id, name, handle_of(name), **more))

    def deactivate(self, user_id: str) -> Outcome:
        """Their sessions end; `users.info` still knows them. The bot hears `user_change` if it wants to."""
        return accounts.change(self, self.user(user_id), deleted=True)

    def reactivate(self, user_id: str) -> Outcome:
        return accounts.change(self, self.user(user_id), deleted=False)

    def change_profile(self, user_id: str, **changes: Any) -> Outcome:
        """Any of the fields of `User`: another `email`, a `name`, `restricted`."""
        return accounts.change(self, self.user(user_id), **changes)

    def upload(self, user_id: str, name: str, content: bytes) -> Json:
        """A file chosen in a modal; returns the file object that goes into `files` of its `state.values`."""
        file = File(self.files.reserve(), name, user_id, self.clock(), content)
        self.files.put(file)
        self.keep()
        return file.to_json(self.public_url)

    def download(self, user_id: str, file_id: str) -> bytes:
        """What the person's client fetches. Raises LookupError for a file they cannot see."""
        file = self.files.find(file_id)
        if file is None or not sharing.may_see(self, user_id, file):
            raise LookupError(f"{user_id} sees no file {file_id}")
        return file.content

    def read(self, user_id: str, channel_id: str) -> None:
        """The person looks at the conversation: nothing in it is unread any more."""
        messages = self.messages(user_id, channel_id)
        if messages and self.unread.read_up_to(user_id, self.channel(channel_id).id, messages[-1].id):
            self.board.feed.tell([user_id], {"type": "read", "channel": messages[-1].channel})
            self.keep()

    def reload(self, user_id: str) -> None:
        """The person reloads Slack: ephemeral messages and open modals are gone."""
        self.board.log.forget_ephemeral(user_id)
        self.views.close_all(user_id)

    # What people see

    def messages(self, user_id: str, channel_id: str) -> list[Message]:
        """What this person sees there, oldest first, ephemeral messages included."""
        return self.board.seen_by(user_id, self.channel(channel_id))

    def count_unread(self, user_id: str, channel_id: str) -> int:
        """The number in the badge beside the conversation."""
        return self.unread.count(user_id, self.channel(channel_id).id, self.messages(user_id, channel_id))

    def files_shared_with(self, user_id: str) -> list[str]:
        """The names of the files in the messages this person sees, oldest first."""
        return [file.name for file in sharing.shared_with(self, user_id)]

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
