"""Guards how the columns of a list of students are found, however an office calls them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.studentheader import (
    EXAMPLE,
    ColumnMissing,
    ColumnTwice,
    Field,
    Header,
    HeaderMissing,
    begins_list,
    field_of,
)
from tests.domain.lists import table

CALLED = {
    Field.ROLL: """Roll|ROLL NO.|Roll_No|roll no|Roll Number|Roll #|Ｒoll No|Roll\u00a0No|Reg No|Reg. No.:
        Register No|Registration Number|USN|University Seat Number|University Roll No|Enrolment No|Enrollment No.
        Admission No|Adm. No|Student ID|Student's Roll No.|PRN No|Hall Ticket No|Roll No. / Reg. No.|Roll No (class)""",
    Field.NAME: """Name|NAME|Student Name|Student's Name|Students’ Name|Full name|Name of the Student|Candidate Name
        Name*|Name (as in Aadhaar)""",
    Field.FIRST_NAME: "First Name|Given name|Forename",
    Field.LAST_NAME: "Last name|Surname|Family Name",
    Field.CLASS: "Class|class code|Class & Section|Class/Section|Current class",
    Field.BRANCH: "Branch|Department|Dept.|Stream|Programme|Program|Branch / Dept|Branch Code",
    Field.YEAR: "Year|Yr|Year of Study|Current Year|Std",
    Field.SEMESTER: "Sem|Semester|Sem.|Current Semester",
    Field.SECTION: "Section|Sec.|Div|Division",
    Field.EMAIL: """E-mail|E Mail|Email ID|email_id|Mail|Mail ID|Email Address|Student Email|College e-mail ID
        EMAIL (official)""",
    Field.GUARDIAN: """Guardian contact|Guardian Phone|Guardian Contact No|Guardian e-mail|Parent Mobile No.
        Father's Mobile|Parents' Contact Number|Mother mobile|Parent/Guardian phone|Mobile No. of Parent
        Father/Mother Contact No""",
    Field.STARTS: """Joined|Date of joining|D.O.J.|Joining Date|Admission date|Date of Admission (dd/mm/yyyy)|From
        Enrolled from|Enrolled on|Start date""",
}
NONE_OF_OURS = """S.No|Sl. No.|Mobile|Phone|Student Mobile|Contact|Father's Name|Guardian|Guardian Name|Mother Name
    College|College Name|University|Institute Name|Class Teacher|Class Roll No|Batch|Academic Year|Date of Birth|DOB
    Gender|Year of Admission|Address|Class / Year|Sem/Year|Roll call|Course fee|Personal mail|()|#|-"""


def listed(titles: str) -> list[str]:
    return [title.strip(" ") for title in titles.replace("\n", "|").split("|")]


@pytest.mark.parametrize(("field", "title"), [(field, one) for field, many in CALLED.items() for one in listed(many)])
def test_a_column_is_known_however_it_is_called(field: Field, title: str) -> None:
    for spelled in (title, title.upper(), title.lower(), f" {title} "):
        assert field_of(spelled) is field


@pytest.mark.parametrize("title", ["", "Name " * 30, *listed(NONE_OF_OURS)])
def test_other_columns_are_left_alone(title: str) -> None:
    assert field_of(title) is None


@given(st.text())
def test_any_title_is_known_or_not(title: str) -> None:
    assert field_of(title) is field_of(title.swapcase()) or not title.isascii()


def test_the_example_in_the_refusals_works() -> None:
    titles = EXAMPLE.strip("`").split(", ")
    header = Header.find(table(titles))
    assert header.ignored == ()
    assert list(header.columns.values()) == list(range(len(titles)))


def test_the_header_is_found_below_titles_and_the_fuller_of_two() -> None:
    header = Header.find(
        table(
            ["Name of the institute", "ABC"],
            [],
            ["Roll", "Name"],
            ["Roll No", "Name", "Class", "", "Fees"],
            ["1", "A", "CSE-2"],
        )
    )
    assert (header.row.number, header.ignored, header.title(Field.ROLL), header.title(Field.EMAIL)) == (
        4,
        ("Fees",),
        "Roll No",
        "",
    )


def test_below_twenty_rows_no_header_is_looked_for() -> None:
    with pytest.raises(HeaderMissing) as refused:
        Header.find(table(*[["Dear office,", "here is the list"]] * 20, ["Roll", "Name", "Class"]))
    assert refused.value.sentence == (
        "I can't find the row that names the columns. The first row reads `Dear office,`, `here is the list`. "
        "Put a row like `Roll No, Name, Class, Email, Guardian contact, Joined` above the students."
    )


def test_an_empty_table_has_no_header() -> None:
    with pytest.raises(HeaderMissing, match="The first row reads nothing"):
        Header.find(table())


@pytest.mark.parametrize(
    ("titles", "missing"),
    [
        (["Name", "Class", "Email"], "the roll number"),
        (["Roll", "Class"], "the name"),
        (["Roll", "Last name", "Class"], "the name"),
        (["Roll", "Name"], "the class (or for branch and year)"),
        (["Roll", "Name", "Branch", "Section"], "the class (or for branch and year)"),
        (["Roll", "Name", "Year"], "the class (or for branch and year)"),
        (["Email", "Section"], "the roll number and the name and the class (or for branch and year)"),
    ],
)
def test_a_column_that_is_needed_and_missing_is_named(titles: list[str], missing: str) -> None:
    found = ", ".join(f"`{title}`" for title in titles)
    with pytest.raises(ColumnMissing) as refused:
        Header.find(table([], [*titles, ""]))
    assert refused.value.sentence == (
        f"I found no column for {missing}. Row 2 names the columns {found}. Name them as in {EXAMPLE}."
    )


def test_of_many_columns_the_first_dozen_are_named() -> None:
    with pytest.raises(ColumnMissing, match=r"`Email`, `Name`, `c2`, .*, `c11` and 28 more"):
        Header.find(table(["Email", "Name", *(f"c{number}" for number in range(2, 40))]))


@pytest.mark.parametrize(
    "titles", [["Roll No", "USN", "Name", "Class"], ["Roll", "Name", "Class", "Father's mobile", "Mother's mobile"]]
)
def test_two_columns_that_mean_the_same_are_refused(titles: list[str]) -> None:
    with pytest.raises(ColumnTwice, match=r"mean the same to me\. Keep the one to use and rename or delete the other"):
        Header.find(table(titles))


def test_a_semester_beside_a_year_is_not_read() -> None:
    header = Header.find(table(["Roll", "Name", "Branch", "Year", "Sem"]))
    assert header.ignored == ("Sem",)


@pytest.mark.parametrize(
    ("titles", "begins"), [(["Roll", "Name"], True), (["Name", "Email"], False), (["Roll"], False), ([], False)]
)
def test_a_worksheet_begins_a_list_with_a_roll_number_and_something_else(titles: list[str], begins: bool) -> None:
    assert begins_list(table(["Students"], titles).rows) is begins
