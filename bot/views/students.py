"""The students of a class, with a button each to edit them; and the classes, with a button each to open them."""

from __future__ import annotations

from bot.domain.classcode import ClassCode
from bot.domain.classlist import A_PAGE, Classes, ClassList, ClassSize, Listed
from bot.domain.period import said
from bot.views.blocks import Block, Message, Reader, actions, button, context, header, mention, section, unformatted
from bot.views.pressed import read_back

LIST, ADD, EDIT, IMPORT = "students", "studentadd", "studentedit", "import"
"""Action ids; `students.N` is page N of the class it carries, or of the classes."""
ALL = "all"
"""What a button carries that is at no class."""


def class_list(shown: ClassList, reader: Reader) -> Message:
    """A page of a class: roll number, name, class, and whether they are on Slack."""
    heading = f"Students of {shown.class_code}"
    counts = _counted(shown)
    where = _where(shown.page, len(shown.shown), shown.total)
    lines = [_line(one, shown, reader) for one in shown.shown]
    rows = [_row(one, line, shown) for one, line in zip(shown.shown, lines, strict=True)]
    blocks = [
        header(heading),
        section(counts),
        *_office(shown.may_change, str(shown.class_code)),
        *rows,
        *_pages(shown.page, shown.total, str(shown.class_code)),
        *([context(where)] if where else []),
    ]
    spoken = [f"{heading}: {counts}", where, *(f"{line}." for line in lines)]
    return Message(" ".join(filter(None, spoken)), blocks)


def _counted(shown: ClassList) -> str:
    code = shown.class_code
    if not shown.total and shown.may_change:
        return (
            f"Nobody is in `{code}`. Add the first one, as in `/attendance student add 21CSE061 Asha Rao {code}`, or"
            " import a file."
        )
    if not shown.total:
        return f"Nobody is in `{code}` yet. An admin can add students."
    coming = f", {shown.coming} still to come" if shown.coming else ""
    on_slack = f"{shown.linked} of them on Slack" if shown.linked else "Nobody of them is on Slack yet"
    return f"{_students(shown.present)}{coming}. {on_slack}."


def _students(number: int) -> str:
    return f"{number:,} student{'' if number == 1 else 's'}"


def _line(one: Listed, shown: ClassList, reader: Reader) -> str:
    """`21CSE001 Asha · CSE-2-A · on Slack`, with what else the reader may see."""
    student = one.student
    parts = [f"{unformatted(student.roll_no)} *{unformatted(student.name)}*", str(student.class_code)]
    parts += [f"from {said(one.from_day, reader.today)}"] if one.from_day else []
    if student.slack_user_id and shown.may_change:
        parts.append(mention(student.slack_user_id))
    else:
        parts.append("on Slack" if student.slack_user_id else "not on Slack")
    parts += [unformatted(text) for text in (one.email, one.guardian_contact and f"guardian {one.guardian_contact}")]
    return " · ".join(filter(None, parts))


def _row(one: Listed, line: str, shown: ClassList) -> Block:
    return section(line, button("Edit", EDIT, str(one.student.student_id)) if shown.may_change else None)


def _office(may_change: bool, value: str) -> list[Block]:
    """What admins do from here."""
    if not may_change:
        return []
    row = (button("Add a student", ADD, value, "primary"), button("Import a file", IMPORT, value))
    return [actions(*row, block_id="office")]


def _pages(page: int, things: int, value: str) -> list[Block]:
    turned = {"Back": page - 1, "More": page + 1}
    last = max(0, things - 1) // A_PAGE
    row = [button(label, f"{LIST}.{to}", value) for label, to in turned.items() if 0 <= to <= last]
    return [actions(*row, block_id="pages")] if row else []


def _where(page: int, shown: int, things: int) -> str:
    """`21 to 40 of 57.`; nothing when all are shown."""
    first = page * A_PAGE
    return f"{first + 1} to {first + shown} of {things:,}." if shown < things else ""


def classes(shown: Classes) -> Message:
    """The classes, by name, with how many are in each."""
    counts = _counted_classes(shown)
    where = _where(shown.page, len(shown.shown), shown.total)
    rows = [section(_size(one), button("Open", f"{LIST}.0", str(one.class_code))) for one in shown.shown]
    blocks = [
        header("Classes and students"),
        section(counts),
        *_office(shown.may_change, ALL),
        *rows,
        *_pages(shown.page, shown.total, ALL),
        *([context(where)] if where else []),
    ]
    spoken = [f"Classes and students: {counts}", where, *(f"{_size(one)}." for one in shown.shown)]
    return Message(" ".join(filter(None, spoken)), blocks)


def _counted_classes(shown: Classes) -> str:
    if not shown.total and shown.may_change:
        return "Nobody is here yet. Import a list of your students, or add the first one."
    if not shown.total:
        return "No class of yours has students yet. An admin can add your classes and their students."
    return f"{_students(shown.present)} in {shown.total} class{'' if shown.total == 1 else 'es'}."


def _size(one: ClassSize) -> str:
    coming = f", {one.coming} still to come" if one.coming else ""
    return f"*{one.class_code}*: {_students(one.present)}{coming}"


@read_back
def read_class(value: str) -> ClassCode | None:
    """The class a button carries; `None` for one of all classes."""
    return None if value == ALL else ClassCode.read(value)
