"""Who and what is in the workspace: users, channels, and the direct message each person has with the bot."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

TEAM_ID = "T0LOCAL"
TEAM_DOMAIN = "local-college"
APP_ID = "A0LOCAL"
BOT_ID = "B0BOT"
BOT_USER_ID = "U0BOT"

Kind = Literal["channel", "private", "im"]


@dataclass(frozen=True)
class User:
    """`restricted` is a guest, `ultra_restricted` a guest of one channel; both may be set for the latter.

    Somebody of another workspace has that workspace's `team_id`; `stranger` when no channel is shared with them.
    """

    id: str
    name: str
    handle: str
    email: str | None = None
    email_confirmed: bool = True
    deleted: bool = False
    restricted: bool = False
    is_bot: bool = False
    title: str = ""
    timezone: str = "UTC"
    ultra_restricted: bool = False
    stranger: bool = False
    team_id: str = TEAM_ID

    @property
    def guest(self) -> bool:
        return self.restricted or self.ultra_restricted


@dataclass(frozen=True)
class Channel:
    """`members` is None where everybody is in; `bot_in` says whether the bot was invited."""

    id: str
    name: str
    kind: Kind = "channel"
    members: frozenset[str] | None = None
    bot_in: bool = True

    @property
    def person(self) -> str:
        """The user on the other end of a direct message."""
        return self.id[1:]


class Directory:
    """Everybody and every conversation. Adding the same id again replaces it."""

    def __init__(self, app_name: str) -> None:
        self.bot = User(BOT_USER_ID, app_name, handle_of(app_name), is_bot=True)
        self._users: dict[str, User] = {self.bot.id: self.bot}
        self._channels: dict[str, Channel] = {}

    def add_user(self, user: User) -> None:
        self._users[user.id] = user

    def add_channel(self, channel: Channel) -> None:
        self._channels[channel.id] = channel

    def user(self, user_id: str) -> User | None:
        return self._users.get(user_id)

    def users(self) -> tuple[User, ...]:
        return tuple(self._users.values())

    def humans(self) -> tuple[User, ...]:
        return tuple(user for user in self._users.values() if not user.is_bot)

    def channels(self) -> tuple[Channel, ...]:
        """Channels without the direct messages."""
        return tuple(self._channels.values())

    def channel(self, ref: str) -> Channel | None:
        """By channel id, by `#name`, or by a user id, which means the direct message with that person."""
        if ref in self._channels:
            return self._channels[ref]
        person = ref.removeprefix("D") if ref.startswith("D") else ref
        if person in self._users and person != self.bot.id:
            return direct_message(person)
        named = ref.removeprefix("#")
        return next((channel for channel in self._channels.values() if channel.name == named), None)

    def channels_of(self, user_id: str) -> tuple[Channel, ...]:
        """What stands in this person's sidebar: their channels, then the direct message with the bot."""
        own = tuple(channel for channel in self._channels.values() if self.is_in(user_id, channel))
        return (*own, direct_message(user_id))

    def is_in(self, user_id: str, channel: Channel) -> bool:
        if channel.kind == "im":
            return user_id == channel.person
        return channel.members is None or user_id in channel.members

    def viewers(self, channel: Channel) -> tuple[str, ...]:
        return tuple(user.id for user in self.humans() if self.is_in(user.id, channel))


def direct_message(user_id: str) -> Channel:
    return Channel(f"D{user_id}", "directmessage", "im", frozenset({user_id}))


def handle_of(name: str) -> str:
    """`Asha Rao` has the handle `asha.rao`."""
    return re.sub(r"[^\w.-]+", ".", name.strip().lower()).strip(".")


def mention_targets(users: Iterable[User]) -> dict[str, User]:
    """What may stand after an `@`, in lower case: handles and full names."""
    return {word.lower(): user for user in users for word in (user.name, user.handle)}
