"""Keeping the workspace across restarts in one JSON file."""

import json
import os
import tempfile
from pathlib import Path
from typing import Any


def write(path: Path, snapshot: dict[str, Any]) -> None:
    """All or nothing: a reader never sees half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".new")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(snapshot, file, ensure_ascii=False)
    Path(name).replace(path)


def read(path: Path) -> dict[str, Any]:
    """What was written last; empty when there is nothing, or nothing readable."""
    try:
        saved = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return saved if isinstance(saved, dict) else {}
