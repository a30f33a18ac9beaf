"""Files people and the bot have uploaded."""

import itertools
import mimetypes
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any


@dataclass(frozen=True)
class File:
    id: str
    name: str
    user_id: str
    at: float
    content: bytes
    title: str = ""

    def to_json(self, public_url: str) -> dict[str, Any]:
        """The file object of payloads and `files.info`; its content waits behind the bot token at `url_private`."""
        link = f"{public_url}/files/{self.id}/{self.name}"
        return {
            "id": self.id,
            "name": self.name,
            "title": self.title or self.name,
            "mimetype": mimetypes.guess_type(self.name)[0] or "application/octet-stream",
            "filetype": PurePath(self.name).suffix.lstrip(".").lower(),
            "user": self.user_id,
            "size": len(self.content),
            "mode": "hosted",
            "created": int(self.at),
            "timestamp": int(self.at),
            "url_private": link,
            "url_private_download": link,
        }


class Files:
    def __init__(self) -> None:
        self._files: dict[str, File] = {}
        self._numbers = itertools.count(1)

    def reserve(self) -> str:
        return f"F{next(self._numbers):05d}"

    def put(self, file: File) -> None:
        self._files[file.id] = file

    def find(self, file_id: str) -> File | None:
        return self._files.get(file_id)
