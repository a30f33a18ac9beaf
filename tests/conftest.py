"""What every room may ask for: databases, a server to kill, a browser."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from infra.local.mysql import ThrowawayServer, throwaway_server
from infra.local.programs import BROWSER, DATABASE_SERVER
from tests.databases import MigratedMysql, MigratedSqlite, MysqlServer, find, mysql_server_for_tests
from tests.soon import PATIENCE

DATABASES = ("sqlite", "mysql")

# The same examples every time, however slow the machine is just now: a test fails for what is wrong and nothing else.
# Others each time: ARGS=--hypothesis-profile=default.
settings.register_profile("steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")

HURRY = (("handlers.app", "SLACK_SECONDS"), ("bot.store.database", "PATIENCE"))
"""How long the bot waits for Slack and for the database before it apologises, because Slack gives it three seconds."""


@pytest.fixture
def hurried() -> None:
    """The bot has as little time as Slack gives it."""


@pytest.fixture(autouse=True)
def _unhurried(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unless a test is `hurried`, it does not fail because the machine is busy with other tests."""
    if "hurried" not in request.fixturenames:
        for module, name in HURRY:
            if module in sys.modules:
                monkeypatch.setattr(f"{module}.{name}", PATIENCE)


@pytest.fixture(scope="session")
def mysql_server() -> Iterator[MysqlServer]:
    """The MySQL-compatible server of this run: `new_database()` gives the URL of an empty database."""
    with mysql_server_for_tests() as server:
        yield server


@pytest.fixture(scope="session")
def database_program() -> Path:
    """The program of a MySQL-compatible server."""
    return find(DATABASE_SERVER)


@pytest.fixture
def killable_server(database_program: Path) -> Iterator[ThrowawayServer]:
    """A server of the test's own, to `kill()` and `start()` again. Takes a second to make."""
    with throwaway_server() as server:
        yield server


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> MigratedSqlite:
    return MigratedSqlite(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def migrated_mysql(mysql_server: MysqlServer) -> MigratedMysql:
    return MigratedMysql(mysql_server)


@pytest.fixture
def sqlite_url(migrated_sqlite: MigratedSqlite, tmp_path: Path) -> str:
    """A fresh, migrated SQLite database."""
    return migrated_sqlite.fresh(tmp_path)


@pytest.fixture
def mysql_url(migrated_mysql: MigratedMysql) -> str:
    """A fresh, migrated database on the MySQL-compatible server."""
    return migrated_mysql.fresh()


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh, migrated database; the test runs on each kind."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(params=DATABASES)
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without a single table, for the tests of the migrations; the test runs on each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.sqlite'}"
    server: MysqlServer = request.getfixturevalue("mysql_server")
    return server.new_database()


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The browser's program, for Playwright's `executable_path`."""
    return find(BROWSER)


@pytest.fixture(scope="session")
def aws() -> Iterator[str]:
    """An S3 and an SQS of this run, as moto serves them over HTTP, and what boto3 needs to find them; the address."""
    from moto.server import ThreadedMotoServer

    server: Any = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        environment.setenv("AWS_ACCESS_KEY_ID", "testing")
        environment.setenv("AWS_SECRET_ACCESS_KEY", "testing")
        environment.setenv("AWS_REGION", "ap-south-1")
        environment.setenv("AWS_DEFAULT_REGION", "ap-south-1")
        yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(aws: str) -> str:
    """The name of an empty bucket."""
    import boto3

    name = f"reports-{secrets.token_hex(6)}"
    boto3.client("s3").create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "ap-south-1"})
    return name
