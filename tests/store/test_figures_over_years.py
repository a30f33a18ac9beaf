"""Guards that reports and `/attendance me` never disagree, whatever the office did to classes before.

The college is the one of `test_history_stays`, lived through day by day; nobody is ever in two classes at once there,
which is why no report counts a mark twice.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test
from sqlalchemy import select

from bot import compiling, standing
from bot.domain.classcode import ClassCode
from bot.domain.percentage import Tally
from bot.domain.period import DateRange
from bot.domain.report import Kind, Row, Wanted
from bot.store import standings
from bot.store.tables import enrolment
from tests.conftest import MigratedSqlite
from tests.databases import MigratedMysql
from tests.store.registrar import ADMIN
from tests.store.test_history_stays import CLASSES, QUIET, Years


class Reported(Years):
    """The same, and now and then somebody asks for a report."""

    @rule(
        code=st.sampled_from(CLASSES) | st.none(),
        kind=st.sampled_from(Kind),
        first=st.integers(-25, 0),
        length=st.integers(0, 30),
    )
    def a_report_is_read(self, code: ClassCode | None, kind: Kind, first: int, length: int) -> None:
        begin = self.registrar.today + timedelta(first)
        days = DateRange(begin, begin + timedelta(length))
        rows = self._rows(Wanted(code, days, kind))
        for row in rows:
            self._check(row, days)
        if kind is not Kind.SHORTAGE:
            assert sorted(row.roll_no for row in rows) == sorted(self._who(code, days))

    @rule()
    def all_of_it_is_read(self) -> None:
        self.a_report_is_read(None, Kind.SUMMARY, -25, 30)
        self.a_report_is_read(None, Kind.REGISTER, -25, 30)

    def _rows(self, wanted: Wanted) -> list[Row]:
        with compiling.compiled(self.registrar.services, wanted) as compiled:
            rows = [row for sheet in compiled.sheets for row in sheet.rows]
            facts = compiled.facts()
        if wanted.kind is not Kind.SHORTAGE:
            assert facts.bands.students == len(rows)
            assert facts.standing.counted == sum(row.standing.counted for row in rows)
            assert facts.standing.halves == sum(row.standing.halves for row in rows)
        if wanted.class_code is None:
            assert facts.standing.counted == sum(point.counted for point in facts.trend)
        return rows

    def _check(self, row: Row, days: DateRange) -> None:
        student_id = self.registrar.student(row.roll_no).student_id
        told = standing.of_student(self.registrar.services, ADMIN, student_id, days)
        assert (row.standing, row.tally.unmarked) == (told.overall, told.unmarked)
        with self.registrar.database.reading() as tx:
            totals = standings.totals(tx, student_id, days, None)
        assert row.tally == sum((one.tally for one in totals.values()), Tally())

    def _who(self, code: ClassCode | None, days: DateRange) -> set[str]:
        last = min(days.last, self.registrar.today)
        with self.registrar.database.reading() as tx:
            some_day: list[date] = [days.first, last]
            some_day += [row.starts_on for row in tx.execute(select(enrolment)) if days.first <= row.starts_on <= last]
        return {
            roll_no
            for day in some_day
            for one in ([code] if code else CLASSES)
            for roll_no in self.registrar.rolls_in(one, day)
        }


def lived(open_database: Callable[[], str], examples: int, steps: int) -> None:
    machine = type("Reported", (Reported,), {"open_database": staticmethod(open_database)})
    chosen = settings(
        max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=QUIET, database=None
    )
    run_state_machine_as_test(machine, settings=chosen)


def test_reports_agree_whatever_happened(
    migrated_sqlite: MigratedSqlite, tmp_path_factory: pytest.TempPathFactory
) -> None:
    lived(lambda: migrated_sqlite.fresh(tmp_path_factory.mktemp("reported")), examples=25, steps=30)


def test_so_they_do_on_a_server(migrated_mysql: MigratedMysql) -> None:
    lived(migrated_mysql.fresh, examples=4, steps=20)
