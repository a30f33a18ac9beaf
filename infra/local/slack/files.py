"""Files people and the bot have uploaded: what each is, where it was shared, and who has deleted it."""

import itertools
import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import PurePath
from threading import RLock
from typing import Any

from infra.local.slack.people import TEAM_DOMAIN, TEAM_ID

SCAN_SECONDS = 0.3
"""How long an upload of the bot's is looked at before it may be used as a picture. At Slack it is a second or more
(python-slack-sdk, issue 1521): code that does not wait fails here as it fails there."""

# By extension: Slack's `filetype`, the media type, and the words under the file's name.
KINDS: dict[str, tuple[str, str, str]] = {
    "csv": ("csv", "text/csv", "CSV"),
    "xlsx": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel Spreadsheet"),
    "xls": ("xls", "application/vnd.ms-excel", "Excel Spreadsheet"),
    "pdf": ("pdf", "application/pdf", "PDF"),
    "txt": ("text", "text/plain", "Plain Text"),
    "json": ("json", "application/json", "JSON"),
    "zip": ("zip", "application/zip", "Zip"),
    "png": ("png", "image/png", "PNG"),
    "jpg": ("jpg", "image/jpeg", "JPEG"),
    "jpeg": ("jpg", "image/jpeg", "JPEG"),
    "gif": ("gif", "image/gif", "GIF"),
}
UNKNOWN_KIND = ("binary", "application/octet-stream", "Binary")
UNSCANNED_KIND = ("", "", "")
PICTURES = {"png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff", "gif": b"GIF8"}
GONE = {"mode": "tombstone"}
SNIPPETS = ("csv", "text", "json")


@dataclass(frozen=True)
class Share:
    """A message (`ts`) a file was shared with."""

    channel_id: str
    message_id: str


@dataclass(frozen=True)
class File:
    """`complete` turns true when the upload is finished; until then nobody but the uploader hears of it.

    `ready_at` is when Slack has looked through it, on the monotonic clock.
    """

    id: str
    name: str
    user_id: str
    at: float
    content: bytes
    title: str = ""
    complete: bool = True
    shares: tuple[Share, ...] = ()
    ready_at: float = 0.0

    @property
    def scanned(self) -> bool:
        return time.monotonic() >= self.ready_at

    @property
    def kind(self) -> tuple[str, str, str]:
        """filetype, media type and description; a picture is one only when its content is."""
        kind = KINDS.get(extension(self.name), UNKNOWN_KIND)
        return UNKNOWN_KIND if kind[0] in PICTURES and not self.content.startswith(PICTURES[kind[0]]) else kind

    @property
    def is_picture(self) -> bool:
        return self.kind[0] in PICTURES

    def to_json(self, public_url: str) -> dict[str, Any]:
        """The file object; its content waits behind the bot token at `url_private` and `url_private_download`."""
        filetype, mimetype, described = self.kind if self.scanned else UNSCANNED_KIND
        place, named = f"{public_url}/files-pri/{TEAM_ID}-{self.id}", re.sub(r"[^a-z0-9._-]+", "_", self.name.lower())
        return {
            "id": self.id,
            "created": int(self.at),
            "timestamp": int(self.at),
            "name": self.name,
            "title": self.title or self.name,
            "mimetype": mimetype,
            "filetype": filetype,
            "pretty_type": described,
            "user": self.user_id,
            "user_team": TEAM_ID,
            "editable": filetype in SNIPPETS,
            "size": len(self.content),
            "mode": "snippet" if filetype in SNIPPETS else "hosted",
            "is_external": False,
            "external_type": "",
            "is_public": False,
            "public_url_shared": False,
            "display_as_bot": False,
            "url_private": f"{place}/{named}",
            "url_private_download": f"{place}/download/{named}",
            "permalink": f"https://{TEAM_DOMAIN}.slack.com/files/{self.user_id}/{self.id}/{named}",
        }

    def to_saved(self) -> dict[str, Any]:
        """What outlives a restart, the content left out."""
        return {name: value for name, value in asdict(self).items() if name not in ("content", "ready_at")}

    @classmethod
    def from_saved(cls, saved: dict[str, Any], content: bytes) -> "File":
        shares = tuple(Share(**share) for share in saved["shares"])
        return cls(**(saved | {"content": content, "shares": shares}))


def extension(name: str) -> str:
    return PurePath(name).suffix.lstrip(".").lower()


class Files:
    """By id; `deleted` are the ids of those that are no more.

    `scan_seconds` can be set by a test that has no time, or wants to wait longer.
    """

    def __init__(self) -> None:
        self.scan_seconds, self.public_url = SCAN_SECONDS, ""
        self._files: dict[str, File] = {}
        self.deleted: set[str] = set()
        self._numbers = itertools.count(1)
        self._lock = RLock()

    def reserve(self) -> str:
        """A new id; Slack's have an F and at least eight more characters, and none is given out twice."""
        ids = (f"F0{number:09d}" for number in self._numbers)
        return next(file_id for file_id in ids if file_id not in self._files and file_id not in self.deleted)

    def put(self, file: File) -> None:
        with self._lock:
            self._files[file.id] = file

    def find(self, file_id: str) -> File | None:
        return self._files.get(file_id)

    def at_link(self, link: str) -> File | None:
        """By any of its addresses: `url_private`, `url_private_download`, `permalink`."""
        with self._lock:
            known = [file for file in self._files.values() if file.id in link]
        return next((file for file in known if _leads_to(file, link)), None)

    def objects(self, file_ids: Iterable[str]) -> list[dict[str, Any]]:
        """The file objects in a message; of a deleted one only that it is gone is left."""
        found = ((file_id, self._files.get(file_id)) for file_id in file_ids)
        return [file.to_json(self.public_url) if file else {"id": file_id, **GONE} for file_id, file in found]

    def cards(self, file_ids: Iterable[str]) -> list[dict[str, Any]]:
        """The same for people, who see at once what it is."""
        found = ((file_id, self._files.get(file_id)) for file_id in file_ids)
        return [_card(file) if file else {"id": file_id, **GONE} for file_id, file in found]

    def share(self, file_id: str, channel_id: str, message_id: str) -> None:
        with self._lock:
            known = self._files[file_id]
            self._files[file_id] = replace(known, shares=(*known.shares, Share(channel_id, message_id)))

    def finish(self, file: File, title: str) -> File:
        """Its upload is complete; from now on Slack looks through it."""
        finished = replace(
            file, complete=True, title=title or file.title, ready_at=time.monotonic() + self.scan_seconds
        )
        self.put(finished)
        return finished

    def delete(self, file_id: str) -> None:
        with self._lock:
            self._files.pop(file_id, None)
            self.deleted.add(file_id)

    def complete(self) -> Iterator[File]:
        with self._lock:
            return iter([file for file in self._files.values() if file.complete])


def _card(file: File) -> dict[str, Any]:
    shown = {"id": file.id, "name": file.name, "title": file.title or file.name, "size": len(file.content)}
    return shown | {"pretty_type": file.kind[2], "is_picture": file.is_picture}


def _leads_to(file: File, link: str) -> bool:
    shown = file.to_json("")
    return any(link.endswith(str(shown[name])) for name in ("url_private", "url_private_download", "permalink"))
