"""Keeping the workspace across restarts: one JSON file, and beside it a folder with the content of the files."""

import json
import os
import tempfile
from dataclasses import asdict
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

from infra.local.slack.files import File
from infra.local.slack.messages import Message
from infra.local.slack.people import Channel, User

if TYPE_CHECKING:
    from infra.local.slack.workspace import Workspace

Saved = dict[str, Any]


class Memory:
    """Remembers nothing where there is no path."""

    def __init__(self, path: Path | None) -> None:
        self._path, self._lock = path, RLock()

    def keep(self, workspace: "Workspace") -> None:
        if self._path is None:
            return
        with self._lock:
            write(self._path, _snapshot(workspace))
            self._keep_contents([*workspace.files.complete()])

    def recall(self, workspace: "Workspace") -> None:
        """What was kept last. Where nothing is, or nothing readable, the contents of files are thrown away, too."""
        if self._path is None:
            return
        saved = read(self._path)
        _restore(workspace, saved)
        for file in saved.get("files", ()):
            content = self._content(file["id"])
            if content.exists():
                workspace.files.put(File.from_saved(file, content.read_bytes()))
        self._keep_contents([*workspace.files.complete()])

    def _content(self, file_id: str) -> Path:
        assert self._path is not None
        return self._path.with_name(f"{self._path.stem}-files") / file_id

    def _keep_contents(self, files: list[File]) -> None:
        """Each content is written once: it never changes."""
        for file in files:
            content = self._content(file.id)
            if not content.exists():
                content.parent.mkdir(parents=True, exist_ok=True)
                content.write_bytes(file.content)
        folder, kept = self._content("F").parent, {file.id for file in files}
        for left_over in folder.glob("F*") if folder.exists() else ():
            if left_over.name not in kept:
                left_over.unlink()


def _snapshot(workspace: "Workspace") -> Saved:
    people, board = workspace.people, workspace.board
    return {
        "users": [asdict(user) for user in people.humans()],
        "channels": [asdict(c) | {"members": c.members and sorted(c.members)} for c in people.channels()],
        "messages": [message.to_json() for message in board.log.lasting()],
        "files": [file.to_saved() for file in workspace.files.complete()],
        "deleted_files": sorted(workspace.files.deleted),
        "read": workspace.unread.to_saved(),
    }


def _restore(workspace: "Workspace", saved: Saved) -> None:
    for user in saved.get("users", ()):
        workspace.people.add_user(User(**user))
    for channel in saved.get("channels", ()):
        members = channel["members"]
        kept = None if members is None else frozenset(members)
        workspace.people.add_channel(Channel(**channel | {"members": kept}))
    for message in saved.get("messages", ()):
        workspace.board.log.put(Message.from_json(message))
        workspace.stamps.start_after(message["id"])
    workspace.files.deleted.update(saved.get("deleted_files", ()))
    workspace.unread.recall(saved.get("read", {}))


def write(path: Path, snapshot: Saved) -> None:
    """All or nothing: a reader never sees half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".new")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(snapshot, file, ensure_ascii=False)
    Path(name).replace(path)


def read(path: Path) -> Saved:
    """What was written last; empty when there is nothing, or nothing readable."""
    try:
        saved = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return saved if isinstance(saved, dict) else {}
