"""A throwaway MySQL-compatible server on 127.0.0.1: for tests, benchmarks and trying things out.

`python -m infra.local.mysql` starts one, prints a DATABASE_URL and ends with Ctrl-C, leaving nothing behind.
It answers as RDS MySQL 8.4 would where that can be set: SQL mode, isolation, character set, UTC.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pymysql

from infra.local.programs import DATABASE_SERVER

USER = "attendance"
STARTS_WITHIN = 60  # seconds; 0.2 on an idle laptop
STOPS_WITHIN = 30  # seconds
ANSWERS_LIKE_RDS = (
    "--sql-mode=ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,"
    "ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION",
    "--character-set-server=utf8mb4",
    "--default-time-zone=+00:00",
    "--innodb-flush-log-at-trx-commit=1",
    "--loose-innodb-snapshot-isolation=OFF",  # newer MariaDB turns on what MySQL does not have
)
SMALL_AND_PRIVATE = (
    "--bind-address=127.0.0.1",
    "--skip-name-resolve",
    "--port-open-timeout=10",
    "--innodb-buffer-pool-size=64M",
    "--performance-schema=OFF",
    "--skip-log-bin",
    "--loose-mysqlx=OFF",
)
# Run by the server before it lets anybody in. MariaDB's fresh data has a root without a password on every address;
# what remains is root@localhost, reachable only through the socket, in a folder only its owner may enter.
FIRST_WORDS = """\
DROP USER IF EXISTS 'root'@'127.0.0.1', 'root'@'::1';
CREATE USER IF NOT EXISTS '{user}'@'127.0.0.1';
ALTER USER '{user}'@'127.0.0.1' IDENTIFIED BY '{password}';
GRANT ALL PRIVILEGES ON *.* TO '{user}'@'127.0.0.1' WITH GRANT OPTION;
"""


class ServerFailed(Exception):
    """The server program is missing, or did not come up; the text has the end of its log."""


class ThrowawayServer:
    """One server process with its own data, port and password. Made and ended by `throwaway_server`."""

    def __init__(self, program: Path, data: Path, private: Path, options: Sequence[str] = ()) -> None:
        self.port = free_port()
        self._program = program
        self._is_mariadb = is_mariadb(program)
        self._data = data
        self._private = private
        self._log = private / "log"
        self._options = options
        self._password = secrets.token_hex(16)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The process id while it runs."""
        return self._process.pid if self._process else None

    def url(self, database: str = "") -> str:
        """Where SQLAlchemy finds that database."""
        # Getting ready for TLS costs PyMySQL 30 ms at every connect. MySQL's logins need it, MariaDB's do not.
        tls = "&ssl_disabled=true" if self._is_mariadb else ""
        return f"mysql+pymysql://{USER}:{self._password}@127.0.0.1:{self.port}/{database}?charset=utf8mb4{tls}"

    def new_database(self) -> str:
        """The URL of a new, empty database."""
        name = f"attendance_{secrets.token_hex(6)}"
        with self._connect() as connection, connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name}")
        return self.url(name)

    def start(self) -> None:
        """Start, or start again, on the same port and data; returns when it answers."""
        if self._process:
            return
        first_words = self._private / "first-words.sql"
        first_words.write_text(FIRST_WORDS.format(user=USER, password=self._password))
        command: list[str | Path] = [self._program, "--no-defaults", *as_root()]
        command += [f"--datadir={self._data}", f"--port={self.port}", f"--init-file={first_words}"]
        command += [f"--socket={self._private / 'socket'}", f"--pid-file={self._private / 'pid'}"]
        command += [f"--secure-file-priv={self._private}", *ANSWERS_LIKE_RDS, *SMALL_AND_PRIVATE, *self._options]
        self._process = launch(command, self._log)
        self._wait_until_it_answers(self._process)

    def kill(self) -> None:
        """End it with SIGKILL, in the middle of whatever it is doing."""
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None

    def stop(self) -> None:
        """End it in order, everything written."""
        if self._process:
            self._process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(STOPS_WITHIN)
            self.kill()

    def _wait_until_it_answers(self, process: subprocess.Popen[bytes]) -> None:
        give_up = time.monotonic() + STARTS_WITHIN
        while process.poll() is None and time.monotonic() < give_up:
            with contextlib.suppress(pymysql.err.OperationalError):
                self._connect().close()
                return
            time.sleep(0.01)
        self.kill()
        raise ServerFailed(f"{self._program} did not start.\n{end_of(self._log)}")

    def _connect(self) -> pymysql.Connection:
        return pymysql.connect(
            host="127.0.0.1",
            port=self.port,
            user=USER,
            password=self._password,
            ssl_disabled=self._is_mariadb,
            connect_timeout=5,
            read_timeout=30,
        )


@contextlib.contextmanager
def throwaway_server(folder: Path | None = None, options: Sequence[str] = ()) -> Iterator[ThrowawayServer]:
    """A running server; `options` are its own command-line options and win over ours.

    Without `folder` its data is in a temporary folder and gone afterwards; with one, the data is kept there for the
    next time. Password and port are new each time. Raises `ServerFailed`.
    """
    program = DATABASE_SERVER.find()
    if not program:
        raise ServerFailed(DATABASE_SERVER.missing)
    end_like_ctrl_c()
    with tempfile.TemporaryDirectory(prefix="mysql-") as temporary:
        private = Path(temporary)  # readable by its owner only, and short: a socket's path may have 107 bytes
        data = (folder or private).absolute() / "data"
        initialise(program, data, private / "log")
        server = ThrowawayServer(program, data, private, options)
        try:
            server.start()
            yield server
        finally:
            if folder:
                server.stop()
            else:
                server.kill()


def end_like_ctrl_c() -> None:
    """Let SIGTERM unwind this process as Ctrl-C does; its default would leave the server running on its own."""
    if threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, signal.default_int_handler)


def initialise(program: Path, data: Path, log: Path) -> None:
    """Make the data directory unless it is there. Takes a second; an interrupted attempt does not count."""
    if data.exists():
        return
    unfinished = data.with_name("data-unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.parent.mkdir(parents=True, exist_ok=True)
    with launch(how_to_initialise(program, unfinished), log) as installer:
        installer.wait()
    if installer.returncode:
        raise ServerFailed(f"The data directory could not be made.\n{end_of(log)}")
    unfinished.rename(data)


def is_mariadb(program: Path) -> bool:
    """MariaDB also answers to the name `mysqld`."""
    return b"mariadb" in subprocess.run([program, "--version"], check=True, capture_output=True).stdout.lower()


def how_to_initialise(program: Path, data: Path) -> list[str | Path]:
    """MariaDB has a program of its own for it, MySQL an option."""
    if not is_mariadb(program):
        return [program, "--no-defaults", *as_root(), "--initialize-insecure", f"--datadir={data}"]
    beside = (program.parent / "mariadb-install-db", program.parent.with_name("bin") / "mariadb-install-db")
    installer = next((str(path) for path in beside if path.exists()), None) or shutil.which("mariadb-install-db")
    if not installer:
        raise ServerFailed(f"{program} is here, but `mariadb-install-db` is not: it comes with the same package.")
    return [
        *(installer, "--no-defaults", *as_root(), f"--datadir={data}", "--skip-test-db", "--skip-name-resolve"),
        "--auth-root-authentication-method=normal",
    ]


def launch(command: Sequence[str | Path], log: Path) -> subprocess.Popen[bytes]:
    """Start it apart from this terminal: Ctrl-C is for us, and we end it."""
    with log.open("ab") as written:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=subprocess.STDOUT,
            # Servers that share a temporary folder sweep each other's files away.
            env={
                **os.environ,
                "LC_ALL": "C",
                "TMPDIR": str(log.parent),
            },  # whatever the machine's locale is, and whether or not it exists
            start_new_session=True,
        )


def as_root() -> list[str]:
    """Both servers refuse to run as root unless told to."""
    return ["--user=root"] if os.geteuid() == 0 else []


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def end_of(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-15:])


def main() -> None:
    with contextlib.suppress(KeyboardInterrupt), throwaway_server() as server:
        print(f"DATABASE_URL={server.new_database()!r}\nCtrl-C ends it and throws its data away.", flush=True)
        signal.pause()


if __name__ == "__main__":
    main()
