"""Guards the past: whatever the office does to classes, every mark stays, and every standing is as it was at its time.

A college is lived through day by day: students come by hand and by file, are transferred, promoted, split into
sections, removed and brought back, all of it undone now and then, with roll calls in between; some days the clock is
late.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import event

from bot.domain.classcode import ClassCode
from bot.domain.errors import Told
from bot.domain.movement import Promotion, Split
from bot.domain.percentage import Tally
from bot.domain.sections import Part
from tests.conftest import MigratedSqlite
from tests.databases import MigratedMysql
from tests.store.registrar import A_DAY, Registrar

ROLLS = tuple(f"21CSE{number:03}" for number in range(1, 6))
CLASSES = tuple(map(ClassCode.read, ("CSE-2", "CSE-2-A", "CSE-2-B", "CSE-3", "CSE-3-A", "ECE-2")))
YEARS = tuple(map(ClassCode.read, ("CSE-2", "CSE-3", "ECE-2")))

rolls = st.sampled_from(ROLLS)
classes = st.sampled_from(CLASSES)
years = st.sampled_from(YEARS)
days = st.none() | st.integers(-6, 2) | st.integers(0, 12)
Span = tuple[date, date]


class Years(RuleBasedStateMachine):
    """Every rule is something people do; a refusal is an answer like any other."""

    open_database: Callable[[], str]

    def __init__(self) -> None:
        super().__init__()
        self.registrar = Registrar(self.open_database())
        event.listen(self.registrar.database.engine, "connect", _without_waiting_for_the_disk)
        self.undoable: list[int] = []
        self.marks: dict[int, Any] = {}
        self.began = self.registrar.today
        self.closed: dict[tuple[str, Span], dict[str, Tally]] = {}
        self.clock_is_late = False

    def teardown(self) -> None:
        self.registrar.database.close()

    @initialize(typed=st.lists(classes, min_size=4, max_size=4))
    def the_college_opens(self, typed: list[ClassCode]) -> None:
        for roll_no, class_code in zip(ROLLS, typed, strict=False):
            self.registrar.adds(roll_no, class_code, self.began - 20 * A_DAY)

    # What the office does

    @rule(roll_no=rolls, class_code=classes, on=days)
    def one_is_added(self, roll_no: str, class_code: ClassCode, on: int | None) -> None:
        with contextlib.suppress(Told):
            self.registrar.adds(roll_no, class_code, self._day(on))

    @rule(wanted=st.dictionaries(rolls, classes, min_size=1), since=st.integers(-6, 6))
    def a_file_is_imported(self, wanted: dict[str, ClassCode], since: int) -> None:
        with contextlib.suppress(Told):
            self.registrar.imports(list(wanted.items()), self.registrar.today + since * A_DAY)

    @rule(roll_no=rolls, class_code=classes, on=days)
    def one_is_transferred(self, roll_no: str, class_code: ClassCode, on: int | None) -> None:
        with contextlib.suppress(Told):
            self._remember(self.registrar.transfers(roll_no, class_code, self._day(on)))

    @rule(source=classes, into=classes | st.none(), on=days)
    def a_class_is_promoted(self, source: ClassCode, into: ClassCode | None, on: int | None) -> None:
        if source != into:
            with contextlib.suppress(Told):
                self._remember(self.registrar.promotes(Promotion(source, into, self._day(on))))

    @rule(source=years, data=st.data(), on=days)
    def a_class_is_split(self, source: ClassCode, data: st.DataObject, on: int | None) -> None:
        there = self.registrar.rolls_in(source, self._day(on) or self.registrar.today)
        if there:
            first = data.draw(st.sets(st.sampled_from(there), min_size=1))
            with contextlib.suppress(Told):
                parts = (Part("A", tuple(first)), Part("B", (), rest=True))
                self._remember(self.registrar.promotes(Split(source, parts, self._day(on))))

    @precondition(lambda self: self.undoable)
    @rule(data=st.data())
    def something_is_undone(self, data: st.DataObject) -> None:
        with contextlib.suppress(Told):
            self.registrar.undoes(data.draw(st.sampled_from(self.undoable[-3:])))

    @rule(roll_no=rolls, how=st.sampled_from(["not at all", "for good", "by mistake", "and back"]))
    def one_is_removed(self, roll_no: str, how: str) -> None:
        if roll_no in self.registrar.rolls():
            with contextlib.suppress(Told):
                if how == "for good":
                    self.registrar.removes(roll_no)
                elif how == "by mistake":
                    self.registrar.removes_by_mistake(roll_no)
                elif how == "and back":
                    self.registrar.puts_back(roll_no)

    @rule(roll_no=rolls, class_code=classes)
    def one_is_brought_back(self, roll_no: str, class_code: ClassCode) -> None:
        if roll_no in self.registrar.rolls():
            with contextlib.suppress(Told):
                self.registrar.brings_back(roll_no, class_code)

    @rule(roll_no=rolls, class_code=classes | st.none(), on=st.integers(-10, 5))
    def a_record_is_edited(self, roll_no: str, class_code: ClassCode | None, on: int) -> None:
        """To another class, or only to another first day in theirs."""
        if roll_no in self.registrar.rolls():
            there = class_code or self.registrar.student(roll_no).class_code
            with contextlib.suppress(Told):
                self.registrar.edits(roll_no, there, self.registrar.today + on * A_DAY)

    # What teachers do, and time

    @rule(data=st.data(), period=st.integers(1, 20), back=st.sampled_from([0, 0, 0, 1, 3]))
    def a_roll_call_is_taken(self, data: st.DataObject, period: int, back: int) -> None:
        on = self.registrar.today - back * A_DAY
        full = [one for one in CLASSES if self.registrar.rolls_in(one, on)]
        if full:
            class_code = data.draw(st.sampled_from(full))
            absent = data.draw(st.sets(st.sampled_from(self.registrar.rolls_in(class_code, on))))
            with contextlib.suppress(Told):
                self.registrar.takes_roll_call(class_code, on, period, absent)
        self._look(on)

    @rule(period=st.integers(1, 20), absent=st.sets(rolls))
    def everybody_is_marked_today(self, period: int, absent: set[str]) -> None:
        today = self.registrar.today
        for year in YEARS:
            there = self.registrar.rolls_in(year, today)
            with contextlib.suppress(Told):
                self.registrar.takes_roll_call(year, today, period, absent.intersection(there))
        self._look(today)

    @rule(number=st.integers(1, 5), clock_works=st.sampled_from([True, True, False]))
    def days_pass(self, number: int, clock_works: bool) -> None:
        over = self.registrar.today
        self.registrar.days_pass(number, clock_works=clock_works)
        self.clock_is_late = not clock_works
        for roll_no in self.registrar.rolls():
            self.closed[roll_no, (self.began, over)] = self._standing(roll_no, (self.began, over))

    # What must be true after each

    @invariant()
    def every_mark_is_as_it_was_made(self) -> None:
        assert self.registrar.marks() == self.marks

    @invariant()
    def every_standing_is_as_it_was_at_its_time(self) -> None:
        for (roll_no, span), then in self.closed.items():
            assert self._standing(roll_no, span) == then, (roll_no, span)

    @invariant()
    def every_mark_is_in_a_class_its_student_was_in(self) -> None:
        assert self.registrar.stranded() == []

    @invariant()
    def nobody_is_in_two_classes_at_once(self) -> None:
        assert self.registrar.overlapping() == []

    @precondition(lambda self: not self.clock_is_late)
    @invariant()
    def every_record_says_what_the_enrolments_say_of_today(self) -> None:
        assert self.registrar.wrong_records() == []

    # Inside

    def _day(self, on: int | None) -> date | None:
        return None if on is None else self.registrar.today + timedelta(on)

    def _remember(self, promotion_id: int | None) -> None:
        if promotion_id:
            self.undoable.append(promotion_id)

    def _look(self, on: date) -> None:
        """Marks were made: they are the truth from now on, and so are the standings of days not over when they were."""
        self.marks = self.registrar.marks()
        for roll_no, span in list(self.closed):
            if span[1] >= on:
                self.closed[roll_no, span] = self._standing(roll_no, span)

    def _standing(self, roll_no: str, span: Span) -> dict[str, Tally]:
        return self.registrar.standing(self.registrar.student(roll_no).student_id, *span)


def _without_waiting_for_the_disk(connection: Any, _record: Any) -> None:
    if hasattr(connection, "execute"):  # SQLite's; this file is thrown away
        connection.execute("PRAGMA synchronous=OFF")


QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


def lived(open_database: Callable[[], str], examples: int, steps: int) -> None:
    machine = type("Years", (Years,), {"open_database": staticmethod(open_database)})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=QUIET, database=None
        ),
    )


def test_whatever_happens_the_past_stays_as_it_was(
    migrated_sqlite: MigratedSqlite, tmp_path_factory: pytest.TempPathFactory
) -> None:
    lived(lambda: migrated_sqlite.fresh(tmp_path_factory.mktemp("years")), examples=50, steps=40)


def test_so_it_does_on_a_server(migrated_mysql: MigratedMysql) -> None:
    lived(migrated_mysql.fresh, examples=4, steps=20)
