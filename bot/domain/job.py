"""Work that outlasts an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work, claimed. `attempts` counts this one, from 1; `payload` is what its kind needs.

    `awaited`: it is done within a request, and somebody waits for the answer.
    """

    job_id: int
    kind: str
    payload: Mapping[str, Any]
    attempts: int
    awaited: bool = False
