"""Pictures that are files at Slack: `slack_file` in image blocks and image elements."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from infra.local.slack.files import File, Files


def pictured(value: Any, path: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every `slack_file` within blocks, with where it stands: `blocks[0].accessory.slack_file`."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            where = f"{path}.{name}"
            if name == "slack_file" and isinstance(inner, Mapping):
                yield where, inner
            else:
                yield from pictured(inner, where)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for index, inner in enumerate(value):
            yield from pictured(inner, f"{path}[{index}]")


def picture_at(files: Files, reference: Mapping[str, Any]) -> File | None:
    """The file a `slack_file` means, by its id or one of its addresses."""
    found = files.find(reference["id"]) if "id" in reference else files.at_link(str(reference.get("url")))
    return found if found is not None and found.complete else None


def problems(files: Files, blocks: Any) -> Iterator[str]:
    """Which pictures Slack cannot show; it says no more than `invalid slack file`, here the reason comes along."""
    for where, reference in pictured(blocks, "blocks"):
        file, named = picture_at(files, reference), next(iter(reference.values()))
        if file is None:
            yield f"{where}: invalid slack file, there is no {named}"
        elif not file.scanned:
            yield f"{where}: invalid slack file, Slack is still looking through {named}: files.info has no mimetype yet"
        elif not file.is_picture:
            yield f"{where}: invalid slack file, {file.name} is no png, jpg or gif"
