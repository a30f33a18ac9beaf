"""What nobody will come back to is thrown away, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import boto3
import pytest
from sqlalchemy import select

from bot import clearing
from bot.drafting import forget_old
from bot.storage import NotStored, Storage
from bot.store.tables import draft, report
from handlers.settings import BadSettings, Settings
from tests.conversations.college import College
from tests.conversations.conftest import House
from tests.conversations.filed import asks, makes
from tests.conversations.speaker import Speaker


def test_ticks_are_forgotten_after_thirty_days(house: House, teacher: Speaker, college: College) -> None:
    teacher.types("/attendance mark CSE-2").ticks("Chitra")
    house.clock.passes(days=29)
    forget_old(house.services)
    assert college.count(draft) == 10
    house.clock.passes(days=2)
    forget_old(house.services)
    assert college.count(draft) == 0


def kept(bucket: str) -> int:
    return int(boto3.client("s3").list_objects_v2(Bucket=bucket)["KeyCount"])


def states(house: House) -> list[str]:
    with house.services.database.reading() as tx:
        return list(tx.scalars(select(report.c.state).order_by(report.c.report_id)))


def test_files_of_reports_go_after_ninety_days(house: House, college: College, bucket: str, tmp_path: Path) -> None:
    house.stores_in(bucket)
    makes(house, tmp_path)
    house.clock.passes(days=45)
    makes(house, tmp_path)
    house.clock.passes(days=44)
    clearing.clear_old(house.services)
    assert (kept(bucket), states(house)) == (6, ["made", "made"])
    house.clock.passes(days=2)
    for _ in range(2):
        clearing.clear_old(house.services)
        assert (kept(bucket), states(house)) == (3, ["gone", "made"])


def test_what_was_begun_and_never_finished_goes_too(
    house: House, college: College, bucket: str, tmp_path: Path
) -> None:
    house.stores_in(bucket)
    asked = asks(house)
    (tmp_path / "half").write_text("half a report")
    assert house.services.storage
    house.services.storage.put(f"{asked.place}/half.csv", tmp_path / "half", "text/csv")
    asks(house)
    house.clock.passes(days=91)
    clearing.clear_old(house.services)
    assert (kept(bucket), states(house)) == (0, ["gone", "gone"])


class Dying(Storage):
    """A storage in a worker that is killed when it has taken out the third folder."""

    def forget_folder(self, folder: str) -> None:
        super().forget_folder(folder)
        self.__dict__["taken"] = self.__dict__.get("taken", 0) + 1
        if self.__dict__["taken"] == 3:
            raise NotStored("killed")


def test_a_worker_killed_in_the_middle_has_done_no_harm(
    house: House, college: College, bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clearing, "AT_ONCE", 2)
    house.stores_in(bucket)
    for _ in range(5):
        makes(house, tmp_path)
    house.clock.passes(days=91)
    with pytest.raises(NotStored):
        clearing.clear_old(replace(house.services, storage=Dying(bucket, path_style=True)))
    assert (kept(bucket), states(house)) == (6, ["gone", "gone", "made", "made", "made"])
    clearing.clear_old(house.services)
    assert (kept(bucket), states(house)) == (0, ["gone"] * 5)


def test_the_operator_says_how_long_files_are_kept() -> None:
    said = {"SLACK_BOT_TOKEN": "x", "SLACK_SIGNING_SECRET": "x", "DATABASE_URL": "sqlite://"}
    assert Settings.read(said).kept_days == 90
    assert Settings.read(said | {"REPORTS_KEPT_DAYS": "7"}).kept_days == 7
    for wrong in ("0", "-1", "3651", "a week", "7.5", "٧"):
        with pytest.raises(BadSettings, match="REPORTS_KEPT_DAYS"):
            Settings.read(said | {"REPORTS_KEPT_DAYS": wrong})


def test_without_a_bucket_there_is_nothing_to_clear(house: House, college: College) -> None:
    asks(house)
    house.clock.passes(days=91)
    clearing.clear_old(house.services)
    assert states(house) == ["asked"]
