"""Lambda's own runtime client, in a process of its own, runs the entries as they are deployed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, inspect

from tests.aws.conftest import environment
from tests.aws.events import command, event, headers_for, health, interaction, signed
from tests.aws.runtime_api import ROOT, LambdaInstance, run_cold

HTTP, WORKER = "handlers.lambda_http.handler", "handlers.lambda_worker.handler"
MIGRATE = {"job": "migrate"}


def said(answer: Any) -> str:
    assert answer.payload["statusCode"] == 200
    return str(json.loads(answer.payload["body"])["text"])


def test_a_fresh_instance_answers_help_and_health(database_url: str) -> None:
    with LambdaInstance(HTTP, environment(database_url)) as instance:
        assert "/attendance mark" in said(instance.invoke(signed(command(), as_base64=True)))
        assert instance.invoke(health()).payload["body"] == "ok"


def test_health_needs_no_database() -> None:
    nowhere = environment("mysql+pymysql://nobody:x@127.0.0.1:9/none")
    with LambdaInstance(HTTP, nowhere) as instance:
        assert instance.invoke(health()).payload["body"] == "ok"
        assert "reference" in said(instance.invoke(signed(command())))


def test_nothing_anybody_typed_is_in_the_log(sqlite_url: str) -> None:
    word = "Asha-Verma-absent"
    with LambdaInstance(HTTP, environment(sqlite_url)) as instance:
        instance.invoke(signed(command(text=word)))
        instance.invoke(signed(command(text=f"mark CSE-2 absent {word}")))
        instance.invoke(signed(interaction({"type": "block_actions", "user": {"id": word}})))
        instance.invoke(event("POST", "/slack/events", headers_for(b"x"), command(text=word)))
        instance.invoke(event("GET", f"/{word}", {"cookie": word}, query=word))
        assert word not in instance.log
        outcomes = [json.loads(line)["outcome"] for line in instance.log.splitlines() if line.startswith("{")]
    assert outcomes[-3:] == ["incomplete body", "wrong signature", "unknown path"]


def test_an_instance_without_its_settings_says_which(tmp_path: Path) -> None:
    with LambdaInstance(HTTP, {}) as instance:
        answer = instance.invoke(health())
    assert answer.failed
    assert "SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET, DATABASE_URL must be set" in answer.payload["errorMessage"]


def test_the_worker_migrates_an_empty_database_and_again_changes_nothing(empty_database_url: str) -> None:
    with LambdaInstance(WORKER, environment(empty_database_url)) as instance:
        assert instance.invoke(MIGRATE).payload == {"done": "migrate"}
        assert instance.invoke(MIGRATE).payload == {"done": "migrate"}
    engine = create_engine(empty_database_url)
    assert {"student", "attendance", "roll_call", "member", "audit"} <= set(inspect(engine).get_table_names())
    engine.dispose()
    with LambdaInstance(HTTP, environment(empty_database_url)) as instance:
        assert "/attendance mark" in said(instance.invoke(signed(command())))


def test_an_event_the_worker_does_not_know_is_an_error(sqlite_url: str) -> None:
    with LambdaInstance(WORKER, environment(sqlite_url)) as instance:
        answer = instance.invoke({"job": "dance"})
    assert (answer.failed, answer.payload["errorType"]) == (True, "NotAJob")


def test_cold_and_warm_starts_can_be_measured(sqlite_url: str) -> None:
    cold, warm = run_cold([signed(command())] * 3, environment(sqlite_url))
    assert len(warm) == 2
    assert 0 < max(warm) < cold


SLOW_TO_IMPORT = """boto3 botocore alembic sqlalchemy.orm aiohttp pydantic openpyxl xlsxwriter reportlab hypothesis
uharfbuzz PIL websocket slack_bolt.adapter.aws_lambda slack_bolt.async_app jinja2 mako"""
FIRST_REQUEST = """
import json, sys
connections = []
sys.addaudithook(lambda name, args: connections.append(str(args[1])) if name == "socket.connect" else None)
from handlers.lambda_http import handler
answer = handler(json.load(sys.stdin), None)
print(json.dumps([answer["statusCode"], answer["body"], connections, sorted(sys.modules)]))
"""


def test_the_first_request_imports_nothing_slow_and_calls_nobody_but_slack(sqlite_url: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FIRST_REQUEST],
        cwd=ROOT,
        env=environment(sqlite_url),
        input=json.dumps(signed(command())),
        capture_output=True,
        text=True,
        check=True,
    )
    status, body, connections, modules = json.loads(done.stdout.splitlines()[-1])
    assert (status, "/attendance mark" in body) == (200, True)
    assert set(connections) == {str(("127.0.0.1", 9))}  # who asks: Slack's address in this environment
    assert set(SLOW_TO_IMPORT.split()) & set(modules) == set()
