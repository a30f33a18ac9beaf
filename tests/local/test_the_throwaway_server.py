"""The throwaway MySQL server: what the other tests build on when they kill it in the middle of a save."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from infra.local.mysql import ThrowawayServer, throwaway_server


@pytest.fixture(scope="module")
def server(database_program: Path) -> Iterator[ThrowawayServer]:
    with throwaway_server() as server:
        yield server


def ask(url: str, *statements: str) -> list[object]:
    """The first column of what the last statement found."""
    with create_engine(url, poolclass=NullPool).begin() as tx:
        for statement in statements[:-1]:
            tx.execute(text(statement))
        result = tx.execute(text(statements[-1]))
        return list(result.scalars()) if result.returns_rows else []


def test_what_was_committed_survives_a_kill_and_what_was_not_is_gone(server: ThrowawayServer) -> None:
    url = server.new_database()
    ask(url, "CREATE TABLE kept (word VARCHAR(20)) ENGINE=InnoDB", "INSERT INTO kept VALUES ('committed')")
    with create_engine(url, poolclass=NullPool).connect() as connection:
        connection.execute(text("INSERT INTO kept VALUES ('half done')"))
        server.kill()
        connection.invalidate()

    with pytest.raises(OperationalError):
        ask(url, "SELECT word FROM kept")
    server.start()
    assert ask(url, "SELECT word FROM kept") == ["committed"]


def test_it_is_a_new_process_on_the_same_port(server: ThrowawayServer) -> None:
    first, port = server.pid, server.port
    server.kill()
    assert server.pid is None
    server.start()
    assert server.pid not in (None, first)
    assert server.port == port


def test_each_database_is_its_own(server: ThrowawayServer) -> None:
    one, other = server.new_database(), server.new_database()
    ask(one, "CREATE TABLE here (word VARCHAR(20))")
    assert ask(one, "SHOW TABLES") == ["here"]
    assert ask(other, "SHOW TABLES") == []


def test_nobody_comes_in_without_the_password(server: ThrowawayServer) -> None:
    for user in ("root", "attendance", ""):
        with pytest.raises(OperationalError, match="denied"):
            ask(f"mysql+pymysql://{user}@127.0.0.1:{server.port}/", "SELECT 1")


def test_it_listens_on_this_machine_alone_and_answers_like_the_real_one(server: ThrowawayServer) -> None:
    url = server.url()
    assert ask(url, "SELECT @@bind_address") == ["127.0.0.1"]
    assert ask(url, "SELECT @@character_set_server") == ["utf8mb4"]
    assert ask(url, "SELECT @@innodb_flush_log_at_trx_commit") == [1]
    [mode] = ask(url, "SELECT @@sql_mode")
    assert {"ONLY_FULL_GROUP_BY", "STRICT_TRANS_TABLES"} <= set(str(mode).split(","))


def test_data_in_a_given_folder_is_there_the_next_time(tmp_path: Path, database_program: Path) -> None:
    with throwaway_server(tmp_path) as server:
        url = server.new_database()
        database = url.rpartition("/")[2].partition("?")[0]
        ask(url, "CREATE TABLE kept (word VARCHAR(20))", "INSERT INTO kept VALUES ('here')")
    with throwaway_server(tmp_path) as server:
        assert ask(server.url(database), "SELECT word FROM kept") == ["here"]


def test_nothing_is_left_behind(database_program: Path) -> None:
    with throwaway_server() as server:
        pid, folder = server.pid, Path(str(ask(server.url(), "SELECT @@datadir")[0]))
        assert folder.is_dir()
    assert not folder.exists()
    assert not Path(f"/proc/{pid}").exists()
