"""Guards that students change class without losing a mark, sitting in two classes, or moving before their day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event, select, update

from bot import placing
from bot.domain.classcode import ClassCode
from bot.placing import BeginsTooLate, MarkedBefore, MarkedSince, MovedSince, Placed, Placement, TooLateToTakeBack
from bot.store.database import Database
from bot.store.tables import enrolment, student
from tests.conversations.college import College, MovedClock

TODAY = date(2026, 11, 23)
JULY = date(2027, 7, 1)
A_DAY = timedelta(days=1)


class Office:
    """Moves students of a college, on a day of its own, and reads back where they are."""

    def __init__(self, database: Database) -> None:
        self.database, self.today = database, TODAY
        self.college = College(database, MovedClock(ZoneInfo("Asia/Kolkata")))

    def admits(self, typed: str, roll_no: str = "21CSE001", since: date = TODAY - 30 * A_DAY) -> int:
        return self.college.admits("Asha", roll_no, typed, since)

    def marks(self, typed: str, on: date, *students: int) -> None:
        self.college.held(typed, on, dict.fromkeys(students, "P"))

    def moves(self, typed: str, on: date | None, *students: int) -> tuple[Placed, ...]:
        wanted = [Placement(one, ClassCode.read(typed), on) for one in students]
        with self.database.begin() as tx:
            return placing.move(tx, wanted, self.today)

    def releases(self, *students: int, on: date | None = None) -> tuple[Placed, ...]:
        with self.database.begin() as tx:
            return placing.release(tx, students, self.today, on)

    def takes_back(self, *placed: Placed) -> None:
        with self.database.begin() as tx:
            placing.take_back(tx, placed, self.today)

    def begins(self, day: date) -> None:
        """That day comes."""
        self.today = day
        with self.database.begin() as tx:
            placing.roll_over(tx, placing.outdated(tx, day), day)

    def enrolled(self, student_id: int) -> list[str]:
        with self.database.reading() as tx:
            rows = tx.execute(
                select(enrolment).where(enrolment.c.student_id == student_id).order_by(enrolment.c.starts_on)
            )
            return [
                f"{ClassCode(r.branch, r.year, r.section)} {r.starts_on}..{r.ends_on if r.ends_on.year < 9999 else ''}"
                for r in rows
            ]

    def seat(self, student_id: int) -> tuple[str, bool]:
        with self.database.reading() as tx:
            row = tx.execute(select(student).where(student.c.student_id == student_id)).one()
            return str(ClassCode(row.branch, row.year, row.section)), bool(row.active)


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    database = Database(database_url)
    yield Office(database)
    database.close()


def test_a_student_moves_today_when_not_marked_yet(office: Office) -> None:
    asha = office.admits("CSE-2")
    (placed,) = office.moves("CSE-3", None, asha)
    assert office.enrolled(asha) == ["CSE-2 2026-10-24..2026-11-22", "CSE-3 2026-11-23.."]
    assert (str(placed.before), str(placed.after), placed.on) == ("CSE-2", "CSE-3", TODAY)
    assert office.seat(asha) == ("CSE-3", True)


def test_a_student_marked_today_moves_tomorrow_and_is_in_the_old_class_until_then(office: Office) -> None:
    asha = office.admits("CSE-2")
    office.marks("CSE-2", TODAY, asha)
    (placed,) = office.moves("CSE-3", None, asha)
    assert placed.on == TODAY + A_DAY
    assert office.enrolled(asha) == ["CSE-2 2026-10-24..2026-11-23", "CSE-3 2026-11-24.."]
    assert office.seat(asha) == ("CSE-2", True)
    office.begins(TODAY + A_DAY)
    assert office.seat(asha) == ("CSE-3", True)


def test_a_section_of_the_class_takes_its_marks_along(office: Office) -> None:
    asha = office.admits("CSE-2")
    office.marks("CSE-2", TODAY, asha)
    (placed,) = office.moves("CSE-2-A", None, asha)
    assert placed.on == TODAY


def test_a_day_after_which_they_were_marked_is_refused_with_the_first_possible_one(office: Office) -> None:
    asha, dev = office.admits("CSE-2"), office.admits("CSE-2", "21CSE002")
    office.marks("CSE-2", TODAY - 2 * A_DAY, asha)
    office.marks("CSE-2", TODAY - 3 * A_DAY, asha, dev)
    with pytest.raises(MarkedSince, match="21CSE001 Asha was marked in `CSE-2` on Sat 21 Nov") as refused:
        office.moves("CSE-3", TODAY - 2 * A_DAY, asha, dev)
    assert refused.value.first_possible == TODAY - A_DAY
    assert office.enrolled(dev) == ["CSE-2 2026-10-24.."]
    office.moves("CSE-3", refused.value.first_possible, asha, dev)
    assert office.enrolled(asha) == ["CSE-2 2026-10-24..2026-11-21", "CSE-3 2026-11-22.."]


def test_a_coming_class_waits_for_its_day(office: Office) -> None:
    asha = office.admits("CSE-2")
    office.moves("CSE-3", JULY, asha)
    assert office.seat(asha) == ("CSE-2", True)
    office.begins(JULY - A_DAY)
    assert office.seat(asha) == ("CSE-2", True)
    office.begins(JULY)
    assert office.seat(asha) == ("CSE-3", True)


def test_a_later_move_takes_the_place_of_what_was_planned(office: Office) -> None:
    asha = office.admits("CSE-2")
    office.moves("CSE-3", JULY, asha)
    office.moves("ECE-2", None, asha)
    assert office.enrolled(asha) == ["CSE-2 2026-10-24..2026-11-22", "ECE-2 2026-11-23.."]


def test_a_student_kept_back_goes_on_in_one_enrolment(office: Office) -> None:
    asha = office.admits("CSE-2")
    office.moves("CSE-3", JULY, asha)
    (placed,) = office.moves("CSE-2", JULY, asha)
    assert (str(placed.before), placed.changed) == ("CSE-3", True)
    assert office.enrolled(asha) == ["CSE-2 2026-10-24.."]


def test_moving_twice_changes_nothing_more(office: Office) -> None:
    asha = office.admits("CSE-2")
    office.moves("CSE-3", None, asha)
    (again,) = office.moves("CSE-3", None, asha)
    assert not again.changed
    assert len(office.enrolled(asha)) == 2


def test_a_student_who_leaves_is_in_no_class_from_today_and_may_return(office: Office) -> None:
    asha = office.admits("CSE-2")
    (placed,) = office.releases(asha)
    assert (str(placed.before), placed.after, placed.on) == ("CSE-2", None, TODAY)
    assert office.enrolled(asha) == ["CSE-2 2026-10-24..2026-11-22"]
    assert office.seat(asha) == ("CSE-2", False)
    office.begins(TODAY + A_DAY)
    with office.database.begin() as tx:
        placing.admit(tx, [Placement(asha, ClassCode("CSE", 3), None)], office.today)
    assert office.enrolled(asha) == ["CSE-2 2026-10-24..2026-11-22", "CSE-3 2026-11-24.."]
    assert office.seat(asha) == ("CSE-3", True)


def test_who_leaves_after_being_marked_today_keeps_the_mark_and_is_not_brought_back_by_the_clock(
    office: Office,
) -> None:
    asha = office.admits("CSE-2")
    office.marks("CSE-2", TODAY, asha)
    (placed,) = office.releases(asha)
    assert placed.on == TODAY + A_DAY
    assert office.enrolled(asha) == ["CSE-2 2026-10-24..2026-11-23"]
    for day in (TODAY, TODAY + A_DAY):
        office.begins(day)
        assert office.seat(asha) == ("CSE-2", False)


def test_who_was_admitted_by_mistake_leaves_without_a_trace(office: Office) -> None:
    asha = office.admits("CSE-2", since=TODAY)
    office.releases(asha)
    assert office.enrolled(asha) == []
    assert office.seat(asha) == ("CSE-2", False)


def test_who_leaves_in_june_is_active_until_the_last_day_is_over(office: Office) -> None:
    asha = office.admits("CSE-4")
    office.releases(asha, on=JULY)
    for day, active in ((TODAY, True), (JULY - A_DAY, True), (JULY, False)):
        office.begins(day)
        assert office.seat(asha) == ("CSE-4", active)


def test_what_was_done_is_taken_back_whole_and_not_twice(office: Office) -> None:
    asha, dev = office.admits("CSE-2"), office.admits("CSE-2-B", "21CSE002")
    office.moves("CSE-3", JULY, asha)
    before = [office.enrolled(asha), office.enrolled(dev)]
    moved = office.moves("ECE-2", TODAY - 5 * A_DAY, asha, dev)
    office.takes_back(*moved)
    for _ in range(2):
        assert [office.enrolled(asha), office.enrolled(dev)] == before
        assert [office.seat(asha), office.seat(dev)] == [("CSE-2", True), ("CSE-2-B", True)]
        with pytest.raises(MovedSince):
            office.takes_back(*moved)
    office.takes_back(*office.releases(asha))
    assert (office.enrolled(asha), office.seat(asha)) == (before[0], ("CSE-2", True))


def test_it_is_too_late_once_marks_were_made_in_the_new_class(office: Office) -> None:
    asha = office.admits("CSE-2")
    moved = office.moves("CSE-3", None, asha)
    office.marks("CSE-3", TODAY, asha)
    with pytest.raises(TooLateToTakeBack, match="was marked in `CSE-3` on Mon 23 Nov, so this can't be undone"):
        office.takes_back(*moved)
    assert len(office.enrolled(asha)) == 2


def test_who_moved_on_or_was_erased_stays_where_they_are(office: Office) -> None:
    asha, dev, esha = (office.admits("CSE-2", f"21CSE00{number}") for number in (1, 2, 3))
    moved = office.moves("CSE-3", None, asha, dev, esha)
    office.moves("ECE-3", None, asha)
    with office.database.begin() as tx:
        tx.execute(update(student).where(student.c.student_id == esha).values(erased_at=datetime.now(UTC)))
    with pytest.raises(MovedSince, match="21CSE001 Asha changed class again"):
        office.takes_back(moved[0])
    with pytest.raises(MovedSince):
        office.takes_back(moved[2])
    office.takes_back(*moved)
    assert office.enrolled(dev) == ["CSE-2 2026-10-24.."]
    assert office.enrolled(asha)[-1].startswith("ECE-3")
    assert office.enrolled(esha)[-1].startswith("CSE-3")


def test_a_later_move_that_led_back_is_undone_first(office: Office) -> None:
    asha = office.admits("CSE-2")
    planned = office.moves("CSE-3", TODAY + A_DAY, asha)
    back = office.moves("CSE-2", None, asha)
    with pytest.raises(MovedSince, match="Undo the later change first"):
        office.takes_back(*planned)
    assert office.enrolled(asha) == ["CSE-2 2026-10-24.."]
    office.takes_back(*back)
    office.takes_back(*planned)
    assert office.enrolled(asha) == ["CSE-2 2026-10-24.."]


def test_a_class_may_have_begun_on_another_day_with_all_marks_still_in_it(office: Office) -> None:
    asha = office.admits("CSE-2")
    office.moves("CSE-3", JULY, asha)
    office.marks("CSE-2", TODAY - 3 * A_DAY, asha)

    def begins_on(day: date) -> None:
        with office.database.begin() as tx:
            placing.begin_on(tx, asha, day, TODAY)

    begins_on(TODAY - 60 * A_DAY)
    assert office.enrolled(asha) == ["CSE-2 2026-09-24..2027-06-30", "CSE-3 2027-07-01.."]
    begins_on(TODAY - 3 * A_DAY)
    assert office.enrolled(asha)[0] == "CSE-2 2026-11-20..2027-06-30"
    with pytest.raises(MarkedBefore, match=r"in it by then.* last day possible is Fri 20 Nov"):
        begins_on(TODAY)
    with pytest.raises(BeginsTooLate):
        begins_on(JULY)
    assert office.enrolled(asha) == ["CSE-2 2026-11-20..2027-06-30", "CSE-3 2027-07-01.."]


def test_a_class_that_began_earlier_takes_its_days_from_the_one_before(office: Office) -> None:
    asha = office.admits("CSE-2")
    office.moves("CSE-3", None, asha)
    office.marks("CSE-2", TODAY - 3 * A_DAY, asha)
    with office.database.begin() as tx:
        placed = placing.begin_on(tx, asha, TODAY - 2 * A_DAY, TODAY)
    assert office.enrolled(asha) == ["CSE-2 2026-10-24..2026-11-20", "CSE-3 2026-11-21.."]
    office.takes_back(placed)
    assert office.enrolled(asha) == ["CSE-2 2026-10-24..2026-11-22", "CSE-3 2026-11-23.."]


def test_a_preview_says_the_same_and_writes_nothing(office: Office) -> None:
    asha = office.admits("CSE-2")
    office.marks("CSE-2", TODAY, asha)
    wanted = [Placement(asha, ClassCode("CSE", 3))]
    with office.database.reading() as tx:
        seen = placing.preview(tx, wanted, TODAY)
        assert placing.first_days(tx, wanted, TODAY) == {asha: TODAY + A_DAY}
    assert office.enrolled(asha) == ["CSE-2 2026-10-24.."]
    assert office.moves("CSE-3", None, asha) == seen


def test_the_clock_puts_records_right_that_say_something_else(office: Office) -> None:
    asha, dev = office.admits("CSE-2"), office.admits("CSE-2", "21CSE002")
    with office.database.begin() as tx:
        tx.execute(update(student).where(student.c.student_id == asha).values(year=4, active=False))
    office.begins(TODAY)
    assert [office.seat(one) for one in (asha, dev)] == [("CSE-2", True)] * 2
    with office.database.reading() as tx:
        assert placing.outdated(tx, TODAY) == ()


def test_many_students_cost_few_statements(office: Office) -> None:
    with office.database.begin() as tx:
        tx.execute(
            student.insert(),
            [{"name": "A", "roll_no": f"R{n:05}", "branch": "CSE", "year": 2} for n in range(2000)],
        )
        ids = list(tx.scalars(select(student.c.student_id)))
    wanted = [Placement(one, ClassCode("CSE", n % 4 + 1)) for n, one in enumerate(ids)]
    statements: list[str] = []
    event.listen(office.database.engine, "before_cursor_execute", lambda *_: statements.append(str(_[2])))
    with office.database.begin() as tx:
        placing.admit(tx, wanted, TODAY)
    assert len(statements) < 2000 / 100 * 3
    assert office.college.count(enrolment) == 2000
