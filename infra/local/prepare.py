"""Has everything in place that the tests need besides Python packages; `make test` runs it first.

What is missing is installed with apt-get when that is possible without asking anybody; otherwise one line says what
to install and which tests are left out. With `CI=true` nothing may be left out: then it is a failure.
Standard library only: `make` also runs it before the virtual environment exists.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence

from infra.local.programs import NEEDED, nothing_may_be_left_out

NO_QUESTIONS = {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
WAIT_FOR_OTHERS = "DPkg::Lock::Timeout=300"  # seconds; a fresh machine may still be updating itself


def main(arguments: Sequence[str]) -> int:
    """The exit code: 0 when the tests, or with `venv` the virtual environment, can go ahead."""
    if list(arguments) == ["venv"]:
        return prepare_for_the_virtual_environment()
    return prepare_for_the_tests()


def prepare_for_the_virtual_environment() -> int:
    """Debian ships `python3` without what `python3 -m venv` needs."""
    package = "python3-venv"
    if not has_venv():
        install([package])
    if has_venv():
        return 0
    print(f"python3 cannot make a virtual environment here. Install `{package}`, then run make again.", file=sys.stderr)
    return 1


def prepare_for_the_tests() -> int:
    install([package for program in NEEDED if not program.find() for package in program.packages])
    missing = [program for program in NEEDED if not program.find()]
    for program in missing:
        print(program.missing, file=sys.stderr)
    if missing and nothing_may_be_left_out():
        print("CI is set, so no test may be left out.", file=sys.stderr)
        return 1
    return 0


def has_venv() -> bool:
    importlib.invalidate_caches()
    return importlib.util.find_spec("ensurepip") is not None and importlib.util.find_spec("venv") is not None


def install(packages: Sequence[str]) -> None:
    """Install Debian packages if nobody needs to be asked; otherwise do nothing."""
    as_root = rights()
    if not packages or as_root is None:
        return
    print(f"Installing {', '.join(packages)} with apt-get, once.", flush=True)
    apt = [*as_root, "env", *(f"{name}={value}" for name, value in NO_QUESTIONS.items()), "apt-get", "--quiet=2"]
    # A failed update is no reason to stop: the lists at hand may do.
    run([*apt, "--option", WAIT_FOR_OTHERS, "update"])
    run([*apt, "--option", WAIT_FOR_OTHERS, "install", "--yes", "--no-install-recommends", *packages])


def rights() -> list[str] | None:
    """What to put before a command that needs root: nothing, sudo, or None when only a person could."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and run([sudo, "--non-interactive", "true"], tell=False):
        return [sudo, "--non-interactive"]
    return None


def run(command: Sequence[str], tell: bool = True) -> bool:
    """Whether it worked. What it said is shown when it did not."""
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode and tell:
        print(done.stdout, file=sys.stderr)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
