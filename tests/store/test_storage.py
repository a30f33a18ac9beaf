"""Guards the files of reports in S3: private, encrypted, found by nobody who guesses, given for as long as is said."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest

from bot.domain.period import DateRange
from bot.domain.report import Wanted
from bot.storage import NotStored, Storage
from bot.store import reports
from bot.store.database import Database
from tests.conversations.filed import fetched

NAME = "தமிழ் & “CSE-2” summary; 100 %.xlsx"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def storage(bucket: str) -> Storage:
    return Storage(bucket, path_style=True)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "report"
    path.write_bytes(b"rows")
    return path


def kept(storage: Storage) -> list[str]:
    found = boto3.client("s3").list_objects_v2(Bucket=storage.bucket)
    return [one["Key"] for one in found.get("Contents", ())]


def test_a_file_is_encrypted_and_says_what_it_is(storage: Storage, file: Path) -> None:
    storage.put("a/b", file, TYPE)
    head = boto3.client("s3").head_object(Bucket=storage.bucket, Key="a/b")
    assert (head["ServerSideEncryption"], head["ContentType"]) == ("AES256", TYPE)


def test_a_key_of_the_operators_encrypts_where_one_is_named(storage: Storage, file: Path) -> None:
    key = boto3.client("kms").create_key()["KeyMetadata"]["Arn"]
    Storage(storage.bucket, key, path_style=True).put("a/b", file, TYPE)
    head = boto3.client("s3").head_object(Bucket=storage.bucket, Key="a/b")
    assert (head["ServerSideEncryption"], head["SSEKMSKeyId"]) == ("aws:kms", key)


def test_a_file_takes_the_place_of_the_one_before(storage: Storage, file: Path) -> None:
    storage.put("a/b", file, TYPE)
    file.write_bytes(b"other rows")
    storage.put("a/b", file, TYPE)
    assert fetched(storage.link("a/b", NAME, 900))[2] == b"other rows"


def test_nobody_reads_a_file_without_a_signature(storage: Storage, file: Path) -> None:
    storage.put("a/b", file, TYPE)
    acl = boto3.client("s3").get_object_acl(Bucket=storage.bucket, Key="a/b")
    assert not any("URI" in grant["Grantee"] for grant in acl["Grants"])


def test_a_link_is_signed_for_its_time_and_saves_under_any_name(storage: Storage, file: Path) -> None:
    storage.put("a/b", file, TYPE)
    url = storage.fresh("a/b", NAME, 900)
    assert url
    asked = parse_qs(urlsplit(url).query)
    assert (asked["X-Amz-Algorithm"], asked["X-Amz-Expires"]) == (["AWS4-HMAC-SHA256"], ["900"])
    status, headers, body = fetched(url)
    assert (status, headers["content-type"], body) == (200, TYPE, b"rows")
    name = headers["content-disposition"].removeprefix("attachment; filename*=UTF-8''")
    assert name.isascii()
    assert parse_qs(f"n={name}")["n"] == [NAME]


def test_a_link_fits_into_a_button_with_the_longest_credentials(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SESSION_TOKEN", "A" * 1500)
    assert len(storage.link("reports/2026/11/" + "x" * 32 + "/" + NAME, NAME, 900)) < 3000  # what Slack takes


@pytest.mark.parametrize("region", ["ap-south-1", "eu-central-1"])
def test_a_link_names_the_region_so_that_a_young_bucket_is_found(
    region: str, aws: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_ENDPOINT_URL")
    monkeypatch.setenv("AWS_REGION", region)
    monkeypatch.setenv("AWS_DEFAULT_REGION", region)
    where = urlsplit(Storage("reports-of-ours").link("a/b c", "x", 900))
    assert (where.scheme, where.hostname) == ("https", f"reports-of-ours.s3.{region}.amazonaws.com")
    assert where.path == "/a/b%20c"


def test_what_is_not_there_has_no_link(storage: Storage, file: Path) -> None:
    assert storage.fresh("a/b", NAME, 900) is None
    storage.put("a/b", file, TYPE)
    storage.forget(["a/b", "never/there"])
    assert not storage.has("a/b")


def test_a_folder_goes_with_all_in_it_and_nothing_beside_it(storage: Storage, file: Path) -> None:
    for key in ("r/abc/1", "r/abc/2", "r/abcd/1", "r/abc"):
        storage.put(key, file, TYPE)
    for _ in range(2):
        storage.forget_folder("r/abc")
        assert kept(storage) == ["r/abc", "r/abcd/1"]


def test_a_folder_larger_than_one_request_goes_whole(
    storage: Storage, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.AT_ONCE", 2)
    for number in range(5):
        storage.put(f"r/abc/{number}", file, TYPE)
    storage.forget_folder("r/abc")
    assert kept(storage) == []


def test_a_storage_that_does_not_answer_says_so_soon(aws: str, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    storage = Storage("b", path_style=True)
    acts: list[Any] = [lambda: storage.has("a"), lambda: storage.put("a", file, TYPE), lambda: storage.forget(["a"])]
    for act in [*acts, lambda: storage.forget_folder("a")]:
        with pytest.raises(NotStored, match="EndpointConnectionError"):
            act()


def test_a_bucket_that_is_not_there_says_so(aws: str, file: Path) -> None:
    with pytest.raises(NotStored, match="NoSuchBucket"):
        Storage("no-such-bucket-of-ours", path_style=True).put("a", file, TYPE)


def test_what_signs_is_not_in_what_is_printed(storage: Storage) -> None:
    assert os.environ["AWS_SECRET_ACCESS_KEY"] not in repr(storage)


def test_folders_cannot_be_guessed(sqlite_url: str) -> None:
    database, now = Database(sqlite_url), datetime(2026, 11, 22, tzinfo=UTC)
    wanted = Wanted(None, DateRange(now.date(), now.date()))
    with database.begin() as tx:
        found = [reports.find(tx, reports.add(tx, wanted, "U1", now)) for _ in range(100)]
    database.close()
    folders = {made.folder for made in found if made}
    assert len(folders) == 100
    assert all(len(folder) >= 32 for folder in folders)  # 192 bits
    assert len({folder[at] for folder in folders for at in range(32)}) > 40
