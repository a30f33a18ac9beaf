"""SQS's records, as Lambda's own runtime client hands them to the worker: what is done, what comes again, and what is
for nobody."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest
from sqlalchemy import select, text

from bot.domain.job import MOST_TRIES
from bot.store import jobs
from bot.store.database import Database
from bot.store.tables import audit, job
from infra.local.slack.server import serve
from tests.aws.conftest import environment
from tests.aws.events import command, signed
from tests.aws.runtime_api import ROOT, LambdaInstance
from tests.aws.test_the_runtime import FIRST_REQUEST
from tests.conversations.conftest import ADMIN, House, furnished

WORKER = "handlers.lambda_worker.handler"
NOTHING_FAILED: dict[str, Any] = {"batchItemFailures": []}
FOR_NOBODY = {"by": "UNOBODY"}
"""An export for somebody the college does not know: done without a call of Slack."""
IN_AWS = ("AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION", "AWS_DEFAULT_REGION")


def worker(its_environment: Mapping[str, str], limit: int = 900) -> LambdaInstance:
    """With the fifteen minutes Lambda gives at most."""
    return LambdaInstance(WORKER, its_environment, limit)


def records(*bodies: object) -> dict[str, Any]:
    """An event of SQS; the ids of its messages are m0, m1 and so on."""
    return {
        "Records": [
            {
                "messageId": f"m{number}",
                "receiptHandle": "AQEB",
                "body": body if isinstance(body, str) else json.dumps(body),
                "attributes": {"ApproximateReceiveCount": "1", "SentTimestamp": "1790000000000"},
                "messageAttributes": {},
                "eventSource": "aws:sqs",
                "eventSourceARN": "arn:aws:sqs:ap-south-1:123456789012:jobs",
                "awsRegion": "ap-south-1",
            }
            for number, body in enumerate(bodies)
        ]
    }


def of(*job_ids: int) -> dict[str, Any]:
    return records(*({"job_id": one} for one in job_ids))


def failed(*numbers: int) -> dict[str, Any]:
    return {"batchItemFailures": [{"itemIdentifier": f"m{number}"} for number in numbers]}


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.close()


def add(database: Database, kind: str = "exporting", payload: Mapping[str, Any] = FOR_NOBODY) -> int:
    with database.begin() as tx:
        return jobs.add(tx, kind, payload, datetime.now(UTC))


def states(database: Database) -> list[tuple[str, int]]:
    with database.reading() as tx:
        query = select(job.c.state, job.c.attempts).order_by(job.c.job_id)
        return [(row.state, row.attempts) for row in tx.execute(query)]


def test_the_work_of_each_record_is_done(database: Database, database_url: str) -> None:
    first, _, third = (add(database) for _ in range(3))
    with worker(environment(database_url)) as instance:
        assert instance.invoke(of(first, third)).payload == NOTHING_FAILED
        assert states(database) == [("done", 1), ("waiting", 0), ("done", 1)]
        assert instance.invoke(of(first, third)).payload == NOTHING_FAILED
    assert states(database) == [("done", 1), ("waiting", 0), ("done", 1)]


def test_work_that_is_not_there_or_that_another_worker_has_is_nothing_to_come_again(
    database: Database, database_url: str
) -> None:
    running = add(database)
    with database.begin() as tx:
        later = datetime.now(UTC).replace(year=2999)
        tx.execute(job.update().values(state="running", attempts=1, claimed_until=later))
    with worker(environment(database_url)) as instance:
        assert instance.invoke(of(running, 10**9)).payload == NOTHING_FAILED
    assert states(database) == [("running", 1)]


def test_work_that_fails_waits_in_the_table_and_its_record_is_over(database: Database, database_url: str) -> None:
    """Nobody listens where Slack should be."""
    reset, export = add(database, "tell_reset", {"user": "U1", "by": "U2"}), add(database)
    with worker(environment(database_url)) as instance:
        assert instance.invoke(of(reset, export)).payload == NOTHING_FAILED
        assert '"error":"NotDelivered"' in instance.log
    assert states(database) == [("waiting", 1), ("done", 1)]


@pytest.mark.parametrize("body", ["hello", "", "[]", "7", "null", {}, {"job_id": "7"}, {"job_id": None}, {"job": 7}])
def test_what_is_none_of_ours_ends_among_the_dead_letters(sqlite_url: str, body: object) -> None:
    database = Database(sqlite_url)
    with worker(environment(sqlite_url)) as instance:
        export = add(database)
        assert instance.invoke(records(body, {"job_id": export})).payload == failed(0)
        assert '"error":"NotAJob"' in instance.log
    assert states(database) == [("done", 1)]
    database.close()


def test_while_the_database_is_away_records_come_again() -> None:
    nowhere = environment("mysql+pymysql://nobody:x@127.0.0.1:9/none")
    with worker(nowhere) as instance:
        assert instance.invoke(of(1, 2)).payload == failed(0, 1)


def test_a_process_keeps_its_connection_from_record_to_record(mysql_url: str) -> None:
    database = Database(mysql_url)

    def connections() -> int:
        with database.reading() as tx:
            return int(tx.execute(text("SHOW GLOBAL STATUS LIKE 'Connections'")).one()[1])

    ids = [add(database) for _ in range(6)]
    with worker(environment(mysql_url)) as instance:
        instance.invoke(of(ids[0]))
        before = connections()
        for one in ids[1:]:
            assert instance.invoke(of(one)).payload == NOTHING_FAILED
        assert connections() == before
    assert states(database) == [("done", 1)] * 6
    database.close()


# The queue


@pytest.fixture
def queue(aws: str) -> str:
    """The address of an empty queue."""
    return str(boto3.client("sqs").create_queue(QueueName=f"jobs-{secrets.token_hex(6)}")["QueueUrl"])


def received(queue: str) -> list[dict[str, Any]]:
    """All there is to receive now."""
    answer = boto3.client("sqs").receive_message(QueueUrl=queue, MaxNumberOfMessages=10)
    return [json.loads(one["Body"]) for one in answer.get("Messages", [])]


def held_back(queue: str) -> int:
    names = ["ApproximateNumberOfMessagesDelayed"]
    answer = boto3.client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=names)  # type: ignore[arg-type]
    return int(answer["Attributes"]["ApproximateNumberOfMessagesDelayed"])


@pytest.fixture
def house(database_url: str, queue: str) -> Iterator[House]:
    house = House(database_url)
    house.queue_url = queue
    with serve(house.workspace):
        furnished(house)
        with house.services.database.begin() as tx:
            row = {"at": house.clock.now(), "actor": "U1", "source": "job", "action": "sync", "target": "member"}
            values = [{**row, "target_id": f"U{n}", "changes": '{"role":["a","b"]}'} for n in range(1200)]
            tx.execute(audit.insert(), values)
        yield house
        house.services.database.close()


def in_aws() -> dict[str, str]:
    """What the worker finds in its environment there."""
    return {name: os.environ[name] for name in IN_AWS}


def test_what_a_command_orders_is_in_the_queue_at_once_and_its_record_does_it(house: House, queue: str) -> None:
    admin = house.speaker(ADMIN, "Office")
    admin.types("/attendance audit file").sees("I'll send it to you")
    bodies = received(queue)
    with worker(house.environment | in_aws()) as instance:
        assert instance.invoke(records(*bodies)).payload == NOTHING_FAILED
        assert instance.invoke(records(*bodies)).payload == NOTHING_FAILED
    assert admin.in_dm().downloads("audit").count(b"\r\n") == 1201
    assert len(house.workspace.messages(ADMIN, f"D{ADMIN}")) == 2


def test_what_fails_is_in_the_queue_again_held_back_for_as_long_as_it_waits(house: House, queue: str) -> None:
    house.speaker(ADMIN, "Office").types("/attendance audit file")
    house.workspace.webapi.fails("chat.postMessage", "user_disabled")
    (body,) = received(queue)
    with worker(house.environment | in_aws()) as instance:
        assert instance.invoke(records(body)).payload == NOTHING_FAILED
    assert (received(queue), held_back(queue)) == ([], 1)


def test_when_time_runs_out_the_rest_of_a_batch_is_in_the_queue_again(house: House, queue: str) -> None:
    first, second = (add(house.services.database) for _ in range(2))
    with worker(house.environment | in_aws(), limit=60) as instance:
        assert instance.invoke(of(first, second)).payload == NOTHING_FAILED
    assert states(house.services.database) == [("done", 1), ("waiting", 0)]
    assert received(queue) == [{"job_id": second}]


def test_what_an_admin_has_tried_again_is_in_the_queue(house: House, queue: str) -> None:
    admin = house.speaker(ADMIN, "Office")
    job_id = add(house.services.database)
    with house.services.database.begin() as tx:
        tx.execute(job.update().values(state="failed", attempts=MOST_TRIES))
    admin.types("/attendance jobs").presses("Try again").sees("It is tried again now")
    assert received(queue) == [{"job_id": job_id}]


def test_work_that_orders_more_work_puts_it_into_the_queue(house: House, queue: str) -> None:
    for number in range(230):
        house.workspace.add_user(f"UX{number:03}", f"X{number}")
    first = add(house.services.database, "people", {"cursor": ""})
    with worker(house.environment | in_aws()) as instance:
        instance.invoke(of(first))
        (second,) = received(queue)
        assert second["job_id"] > first
        instance.invoke(records(second))
    assert received(queue) == []
    assert states(house.services.database) == [("done", 1)] * 2


def test_without_the_queue_the_answer_is_the_same_and_the_clock_brings_the_work(house: House, queue: str) -> None:
    boto3.client("sqs").delete_queue(QueueUrl=queue)
    admin = house.speaker(ADMIN, "Office")
    admin.types("/attendance audit file").sees("I'll send it to you")
    with worker(house.environment | in_aws()) as instance:
        assert instance.invoke({"schedule": "work"}).payload == {"done": "work"}
    assert admin.in_dm().downloads("audit")


def test_a_request_that_orders_nothing_imports_nothing_of_aws(sqlite_url: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FIRST_REQUEST],
        cwd=ROOT,
        env=environment(sqlite_url) | {"JOBS_QUEUE_URL": "https://sqs.ap-south-1.amazonaws.com/123456789012/jobs"},
        input=json.dumps(signed(command())),
        capture_output=True,
        text=True,
        check=True,
    )
    modules = json.loads(done.stdout.splitlines()[-1])[3]
    assert not {"boto3", "botocore"} & set(modules)
