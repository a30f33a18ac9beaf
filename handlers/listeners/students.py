"""The office's students: lists, the forms to add and edit, removal, erasure; `/attendance students` and `student`."""

from __future__ import annotations

from collections.abc import Callable

from bot import access, enrolling, listing, removing
from bot.domain.classcode import ClassCode, UnreadableClass, take_class
from bot.domain.record import Doomed, Enrolled, Overtaken, Returning
from bot.domain.studentwords import read_student
from bot.domain.words import Words
from bot.views import records, studentforms, students
from bot.views.blocks import Message
from bot.views.forms import Form
from bot.views.records import ERASE, UNDO_REMOVAL
from bot.views.studentforms import REMOVE, RETURN
from bot.views.students import ADD, EDIT, LIST
from handlers.asking import Answer, Asking, Command, OnCommand, OnPress, OnSubmit, Pressed, Submitted
from handlers.listeners import importing

SAVED = "Saved"


def show(command: Command) -> Answer:
    """The students of a class, or the classes; and what admins do with students, said in the plural."""
    words = command.words
    if words.first in OFFICE:
        return office(command)
    if words.first == "import":
        return importing.begin(command)
    return _listed(command, _class(words), 0) if words else _classes(command, 0)


def _class(words: Words) -> ClassCode:
    """The class typed, with a section in a word of its own too: `cse 2 a`. Raises `UnreadableClass`."""
    class_code, rest = take_class(words.items)
    if class_code and not rest:
        return class_code
    if class_code and not class_code.section and len(rest) == 1:
        return ClassCode.read(f"{class_code}-{rest[0]}")
    raise UnreadableClass(" ".join(words))


def _listed(asking: Asking, class_code: ClassCode, page: int) -> Message:
    asking.about(class_code)
    return students.class_list(listing.students_of(asking.services, asking.by, class_code, page), asking.reader)


def _classes(asking: Asking, page: int) -> Message:
    return students.classes(listing.classes(asking.services, asking.by, page))


def turn(press: Pressed) -> Message:
    """A page of a class, or of the classes."""
    class_code = students.read_class(press.value)
    return _listed(press, class_code, press.number) if class_code else _classes(press, press.number)


def type_add(command: Command, words: Words) -> Answer:
    """Add the student typed; without one, the form."""
    if not words:
        return _empty_form(command, None, command.typed_at)
    access.check_admin(command.services, command.by)
    typed = read_student(words.items, command.services.clock.today())
    outcome = enrolling.add(command.services, command.deed("command"), typed)
    if isinstance(outcome, Returning):
        return studentforms.bring_back_by_button(outcome)
    return _saved(command, outcome)


def open_add(press: Pressed) -> Form:
    """The form, for a student of the class the button is at."""
    return _empty_form(press, students.read_class(press.value), press.acted_at)


def _empty_form(asking: Asking, class_code: ClassCode | None, at: int) -> Form:
    access.check_admin(asking.services, asking.by)
    return studentforms.add(class_code, asking.services.clock.today(), edition=str(at))


def add(submitted: Submitted) -> Form:
    """The form of a new student; or the question whether somebody who was removed is back."""
    typed = studentforms.read(submitted.filled)
    outcome = enrolling.add(submitted.services, submitted.deed("form"), typed)
    if isinstance(outcome, Returning):
        return studentforms.bring_back(outcome)
    return _saved_form(submitted, outcome)


def type_edit(command: Command, words: Words) -> Form:
    """The form of the student with this roll number."""
    roll = " ".join(words)
    return studentforms.edit(enrolling.look_up_roll(command.services, command.by, roll))


def open_edit(press: Pressed) -> Form:
    """The form of the student the button is at."""
    student_id = studentforms.read_number(press.value)
    return studentforms.edit(enrolling.look_up(press.services, press.by, student_id))


def edit(submitted: Submitted) -> Form:
    """The form of a student's record; as it is now, where somebody was faster."""
    student_id, stamp = studentforms.read_carried(submitted.carries)
    typed = studentforms.read(submitted.filled)
    outcome = enrolling.edit(submitted.services, submitted.deed("form"), student_id, stamp, typed)
    if isinstance(outcome, Overtaken):
        return studentforms.overtaken(outcome, submitted.reader)
    return _saved_form(submitted, outcome)


def bring_back(press: Pressed) -> Message:
    """A student who was removed is back."""
    student_id, typed = studentforms.read_returning(press.value)
    return _saved(press, enrolling.bring_back(press.services, press.deed("button"), student_id, typed))


def bring_back_by_form(submitted: Submitted) -> Form:
    """The same, asked after a form."""
    student_id, typed = studentforms.read_returning(submitted.carries)
    deed = submitted.deed("form")
    return _saved_form(submitted, enrolling.bring_back(submitted.services, deed, student_id, typed))


def _saved(asking: Asking, enrolled: Enrolled) -> Message:
    asking.about(enrolled.record.details.class_code)
    return records.saved(enrolled, asking.reader)


def _saved_form(asking: Asking, enrolled: Enrolled) -> Form:
    return studentforms.done(SAVED, _saved(asking, enrolled))


def type_remove(command: Command, words: Words) -> Message:
    """Remove the student with this roll number."""
    roll = " ".join(words)
    return records.removed(removing.remove_by_roll(command.services, command.deed("command"), roll), command.reader)


def remove(press: Pressed) -> Form:
    """Remove the student of the form the button is in."""
    student_id = studentforms.read_number(press.value)
    gone = removing.remove(press.services, press.deed("button"), student_id)
    return studentforms.done("Removed", records.removed(gone, press.reader), carries=REMOVE)


def undo_removal(press: Pressed) -> Answer:
    """Back in the class they were in."""
    student_id, first = records.read_removed(press.value)
    back = removing.put_back(press.services, press.deed("button"), student_id, first)
    message = records.back(back, press.reader)
    return studentforms.done("Undone", message) if press.carries else message


def type_erase(command: Command, words: Words) -> Message:
    """What would go for good, and the button."""
    roll = " ".join(words)
    return records.doomed(removing.look_up(command.services, command.by, roll), command.reader)


def erase(press: Pressed) -> Message:
    """Gone for good; or what would go, where the record has changed since."""
    student_id, stamp = studentforms.read_carried(press.value)
    outcome = removing.erase(press.services, press.deed("button"), student_id, stamp)
    return records.doomed(outcome, press.reader) if isinstance(outcome, Doomed) else records.erased(outcome)


def office(command: Command) -> Answer:
    """What the word after `student` or `students` says; the log tells one from the other."""
    command.activity.what = f"student {command.words.first}"
    return OFFICE[command.words.first](command, command.words.rest)


OFFICE: dict[str, Callable[[Command, Words], Answer]] = {
    "add": type_add,
    "edit": type_edit,
    "remove": type_remove,
    "erase": type_erase,
}
"""What admins do with students, as the word after `student` or `students`."""

COMMANDS: dict[str, OnCommand] = {"students": show}
PRESSES: dict[str, OnPress] = {
    LIST: turn,
    ADD: open_add,
    EDIT: open_edit,
    REMOVE: remove,
    RETURN: bring_back,
    UNDO_REMOVAL: undo_removal,
    ERASE: erase,
}
FORMS: dict[str, OnSubmit] = {ADD: add, EDIT: edit, RETURN: bring_back_by_form}
