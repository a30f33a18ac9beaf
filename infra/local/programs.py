"""The programs the tests need besides Python: where they are, and what to say when they are not.

Standard library only: `make` runs it before anything is installed.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

# Debian keeps servers out of an ordinary user's PATH, Homebrew keeps versioned ones out of everybody's.
ALSO_LOOK_IN = ("/usr/sbin", "/usr/local/sbin", "/sbin", "/opt/homebrew/opt/mariadb/bin", "/opt/homebrew/opt/mysql/bin")


@dataclass(frozen=True)
class Program:
    """One program under any of its names, the Debian packages that have it, and the tests that need it."""

    spoken: str
    names: tuple[str, ...]
    packages: tuple[str, ...]
    needed_by: str
    library: str = ""  # that a Python package beside it needs from the system

    def find(self) -> Path | None:
        """Where it is, or None. The PATH wins over the usual places beside it."""
        if self.library and not has_library(self.library):
            return None
        folders = os.pathsep.join((os.environ.get("PATH", os.defpath), *ALSO_LOOK_IN))
        found = filter(None, (shutil.which(name, path=folders) for name in self.names))
        return next(map(Path, found), None)

    @property
    def missing(self) -> str:
        """The one line for somebody who does not have it."""
        debian = " ".join(self.packages)
        return f"No {self.spoken} here: {self.needed_by} are left out. Install it (on Debian: {debian}) to run them."


def has_library(name: str) -> bool:
    """Whether programs find this shared library. Only Linux names libraries so; elsewhere it is not needed."""
    if sys.platform != "linux":
        return True
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


# The -core packages are the server without the service: nothing starts by itself, now or at boot.
DATABASE_SERVER = Program(
    "MariaDB or MySQL",
    ("mariadbd", "mysqld"),
    ("mariadb-server-core", "mariadb-client-core"),
    "the tests on a MySQL-compatible server",
)
BROWSER = Program(
    "Chromium",
    ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome"),
    ("chromium", "libatomic1"),
    "the tests in a browser",
    library="libatomic.so.1",  # for Playwright's own Node
)
NEEDED = (DATABASE_SERVER, BROWSER)


def nothing_may_be_left_out() -> bool:
    """Whether this run must have everything (`CI=true`)."""
    return os.environ.get("CI", "").lower() in ("1", "true")
