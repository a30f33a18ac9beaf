"""Files in S3: put there, linked to for some minutes, taken out again. boto3 is imported when a file first needs it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

AT_ONCE = 1000
"""Objects in one request to delete: S3's own limit."""
MISSING = frozenset({"404", "403", "NoSuchKey", "NotFound"})  # 403 is S3's answer to who may not list the bucket


class NotStored(Exception):
    """S3 did not take, give or delete something. Holds S3's own word for why."""


@dataclass(frozen=True)
class Storage:
    """One bucket. Everything in it is private; `kms_key` encrypts it, S3's own key where none is named.

    `path_style` puts the bucket into the path of a link instead of its host, as emulators want it.
    """

    bucket: str
    kms_key: str = ""
    path_style: bool = False

    def put(self, key: str, path: Path, content_type: str) -> None:
        """Store a file, instead of what was there. Raises `NotStored`."""
        encrypted = (
            {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": self.kms_key}
            if self.kms_key
            else {"ServerSideEncryption": "AES256"}
        )
        extra: dict[str, Any] = {"ContentType": content_type, **encrypted}
        with path.open("rb") as content:
            self._asked(lambda: self._client.put_object(Bucket=self.bucket, Key=key, Body=content, **extra))

    def link(self, key: str, name: str, seconds: int) -> str:
        """An address at which anybody gets the file for so long, saved under `name`. Asks nobody: check `has` first.

        It works no longer than the credentials that sign it, whatever `seconds` says. Raises `NotStored`.
        """
        asked = {
            "Bucket": self.bucket,
            "Key": key,
            "ResponseContentDisposition": f"attachment; filename*=UTF-8''{quote(name)}",
        }
        return str(self._asked(lambda: self._hasty.generate_presigned_url("get_object", asked, seconds)))

    def fresh(self, key: str, name: str, seconds: int) -> str | None:
        """A link to what is there; `None` when it is not. Raises `NotStored` when S3 does not say."""
        return self.link(key, name, seconds) if self.has(key) else None

    def has(self, key: str) -> bool:
        """Whether it is there. Raises `NotStored` when S3 does not say."""
        from botocore.exceptions import ClientError

        try:
            self._asked(lambda: self._hasty.head_object(Bucket=self.bucket, Key=key))
        except NotStored as error:
            cause = error.__cause__
            if isinstance(cause, ClientError) and cause.response["Error"]["Code"] in MISSING:
                return False
            raise
        return True

    def forget(self, keys: Iterable[str]) -> None:
        """Take these out; some may be gone already. Raises `NotStored`."""
        wanted = list(keys)
        for start in range(0, len(wanted), AT_ONCE):
            objects: Any = [{"Key": key} for key in wanted[start : start + AT_ONCE]]
            asked: Any = {"Objects": objects, "Quiet": True}
            answer = self._asked(lambda asked=asked: self._client.delete_objects(Bucket=self.bucket, Delete=asked))
            if errors := answer.get("Errors"):
                raise NotStored(str(errors[0].get("Code")))

    def forget_folder(self, folder: str) -> None:
        """Take out all whose keys begin with `folder/`, if there is any. Raises `NotStored`."""
        while keys := self._asked(lambda: self._keys(f"{folder}/")):
            self.forget(keys)

    def _keys(self, start: str) -> list[str]:
        found = self._client.list_objects_v2(Bucket=self.bucket, Prefix=start, MaxKeys=AT_ONCE)
        return [one["Key"] for one in found.get("Contents", ())]

    def _asked(self, ask: Any) -> Any:
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            return ask()
        except ClientError as error:
            raise NotStored(str(error.response["Error"]["Code"])) from error
        except BotoCoreError as error:  # no credentials, no region, no route
            raise NotStored(type(error).__name__) from error

    @cached_property
    def _client(self) -> S3Client:
        """For work behind, which has time."""
        return self._made(connect_timeout=2, read_timeout=20, retries={"total_max_attempts": 3})

    @cached_property
    def _hasty(self) -> S3Client:
        """For what somebody waits for: Slack gives the bot three seconds in all."""
        return self._made(connect_timeout=1, read_timeout=1.5, retries={"total_max_attempts": 1})

    def _made(self, **patience: Any) -> S3Client:
        import boto3
        from botocore.config import Config

        style: Any = {"addressing_style": "path" if self.path_style else "virtual"}
        return boto3.client("s3", config=Config(signature_version="s3v4", s3=style, **patience))
