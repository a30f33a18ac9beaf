"""Who gets to see a file: whoever sees a message it was shared with, or something it is a picture in."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from infra.local.slack.elements import Json
from infra.local.slack.files import File
from infra.local.slack.pictures import picture_at, pictured

if TYPE_CHECKING:
    from infra.local.slack.workspace import Workspace


def shared_with(workspace: "Workspace", user_id: str) -> Iterator[File]:
    """The files in the messages this person sees, oldest first, each once; their own uploads are not among them."""
    given: set[str] = set()
    for channel in workspace.people.channels_of(user_id):
        for message in workspace.board.seen_by(user_id, channel):
            for file_id in message.files:
                file = workspace.files.find(file_id)
                if file is not None and file_id not in given:
                    given.add(file_id)
                    yield file


def may_see(workspace: "Workspace", user_id: str, file: File) -> bool:
    """Whether this person's client can fetch it."""
    if not file.complete:
        return False
    if file.user_id == user_id or any(file.id == shared.id for shared in shared_with(workspace, user_id)):
        return True
    return any(_shows(workspace, blocks, file) for blocks in _before(workspace, user_id))


def _before(workspace: "Workspace", user_id: str) -> Iterator[Sequence[Json]]:
    """The blocks of everything this person has on the screen."""
    for channel in workspace.people.channels_of(user_id):
        yield from (message.blocks for message in workspace.board.seen_by(user_id, channel))
    yield from (view.blocks for view in workspace.views.of(user_id))


def _shows(workspace: "Workspace", blocks: Sequence[Json], file: File) -> bool:
    shown = (picture_at(workspace.files, reference) for _, reference in pictured(blocks, "blocks"))
    return any(picture is not None and picture.id == file.id for picture in shown)
