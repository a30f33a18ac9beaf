"""How far something is, on one line of a terminal that is written over; a line each where there is none.

Our own, because a dependency would be one more thing to keep and to install for thirty characters.
"""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Self

WIDTH = 30


class ProgressLine:
    """Used as `with ProgressLine() as progress: work(progress.heard)`. Written to standard error."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._said = ""

    def heard(self, doing: str, done: int, of: int) -> None:
        """So much of so much is done; `of` is 0 where nobody can tell."""
        if self._terminal:
            filled = WIDTH * done // of if of else 0
            share = f" [{'#' * filled:{WIDTH}}] {done:,} of {of:,}" if of else ""
            sys.stderr.write(f"\r\033[K{doing} …{share}")
        elif doing != self._said:
            sys.stderr.write(f"{doing} …\n")
        self._said = doing
        sys.stderr.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._terminal and self._said:
            sys.stderr.write("\r\033[K")
