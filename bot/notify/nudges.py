"""Telling the worker that there is work in the table. A nudge that is lost costs a minute: the clock brings one too."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types_boto3_sqs import SQSClient

AT_ONCE = 10
"""Messages in one request: SQS's own limit."""
LATEST = timedelta(minutes=15)
"""How long SQS holds a message back at most."""


class NotNudged(Exception):
    """SQS did not take it. Holds SQS's own word for why."""


@dataclass(frozen=True)
class Nudges:
    """One queue; without an address, none, and the worker finds its work by looking."""

    queue_url: str = ""

    def send(self, job_ids: Sequence[int], after: timedelta = timedelta()) -> None:
        """`{"job_id": 17}` for each, to arrive then or, of longer, in `LATEST`. Raises `NotNudged`; the work is in the
        table all the same."""
        if not self.queue_url or not job_ids:
            return
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            wanted = list(dict.fromkeys(job_ids))
            held_back = {"DelaySeconds": ceil(min(after, LATEST).total_seconds())} if after else {}
            for start in range(0, len(wanted), AT_ONCE):
                some = wanted[start : start + AT_ONCE]
                entries = [{"Id": str(one), "MessageBody": json.dumps({"job_id": one}), **held_back} for one in some]
                answer = self._client.send_message_batch(QueueUrl=self.queue_url, Entries=entries)  # type: ignore[arg-type]
                if failed := answer.get("Failed"):
                    raise NotNudged(str(failed[0].get("Code")))
        except ClientError as error:
            raise NotNudged(str(error.response["Error"]["Code"])) from error
        except BotoCoreError as error:
            raise NotNudged(type(error).__name__) from error

    @cached_property
    def _client(self) -> SQSClient:
        import boto3
        from botocore.config import Config

        return boto3.client("sqs", config=Config(connect_timeout=1, read_timeout=2, retries={"total_max_attempts": 2}))
