"""Who is staff: `/attendance role`, `/attendance teach`, and `/attendance staff` with its menus and its form."""

from __future__ import annotations

from bot import access, staffing
from bot.domain.appointed import Staff
from bot.domain.classcode import ClassCode, UnreadableClass
from bot.domain.errors import FieldsWrong, quoted
from bot.domain.role import Role
from bot.domain.teach import FurtherClass, TeachRequest, Wanted, subject_in
from bot.domain.unclear import TooLong
from bot.domain.whom import RoleRequest, StaffRequest
from bot.domain.words import Words
from bot.views import staff
from bot.views.blocks import Message
from bot.views.forms import Filled, Form
from bot.views.staff import APPOINT, STAFF_ADD, STAFF_DO, STAFF_PAGE
from handlers.asking import Asking, Command, OnCommand, OnPress, OnSubmit, Pressed, Submitted


def role(command: Command) -> Message:
    """Somebody becomes an admin, a teacher, or no longer staff."""
    staffing.check(command.services, command.by)
    request = RoleRequest.read(command.words)
    given = staffing.give_role(command.services, command.deed("command", request.reason), request)
    return staff.role_given(given, command.reader)


def teach(command: Command) -> Message:
    """Somebody takes classes from now on, or no longer."""
    staffing.check(command.services, command.by)
    request = TeachRequest.read(command.words)
    deed = command.deed("command", request.reason)
    if request.stops:
        return staff.stopped(staffing.stop(command.services, deed, request), command.reader)
    return staff.taught(staffing.teach(command.services, deed, request), command.reader)


def show(command: Command) -> Message:
    """Admins and teachers, all of them, those of a class, or one person."""
    access.check_admin(command.services, command.by)
    return staff.staff_list(_listed(command, StaffRequest.read(command.words)), command.reader)


def turn(press: Pressed) -> Message:
    """Another page of the list."""
    return staff.staff_list(_listed(press, staff.read_page(press.value), press.number), press.reader)


def do(press: Pressed) -> Message:
    """What was chosen in somebody's menu, and the list as it is then."""
    user, page, wanted = staff.read_row(press.block_id)
    chosen, deed = staff.read_choice(press.action), press.deed("button")
    if isinstance(chosen, Role):
        note = staff.role_said(staffing.give_role(press.services, deed, RoleRequest(user, chosen)), press.reader)
    else:
        note = staff.stopped_said(staffing.stop_just(press.services, deed, user, chosen), press.reader)
    return staff.staff_list(_listed(press, wanted, page), press.reader, note)


def _listed(asking: Asking, wanted: StaffRequest, page: int = 0) -> Staff:
    return staffing.listed(asking.services, asking.by, wanted, page)


def add(press: Pressed) -> Form:
    """The form that adds somebody."""
    staffing.check(press.services, press.by)
    return staff.add_form()


def appoint(sent: Submitted) -> Form:
    """Somebody is staff, with the classes in the form."""
    staffing.check(sent.services, sent.by)
    filled = sent.filled
    request = TeachRequest(filled.user("person"), _classes(filled))
    done = staffing.teach(sent.services, sent.deed("form"), request, staff.read_role(filled.chosen("role")))
    return staff.added_form(done, sent.reader)


def _classes(filled: Filled) -> tuple[Wanted, ...]:
    """The class in the form, in each of its subjects."""
    typed, subjects = filled.text("class"), filled.text("subject")
    if not typed and subjects:
        raise FieldsWrong({"class": "Which class is the subject for? Write branch and year, as in CSE-2."})
    try:
        code = ClassCode.read(typed) if typed else None
        named = [subject_in(part.items) for part in Words.read(subjects).parts]
    except UnreadableClass as unreadable:
        raise FieldsWrong({"class": unreadable.sentence}) from None
    except FurtherClass as further:
        told = f"There is a class in {quoted(further.subject)}. Add one class at a time, or put the subject in quotes."
        raise FieldsWrong({"subject": told}) from None
    except TooLong as long:
        raise FieldsWrong({"subject": long.sentence}) from None
    return tuple(Wanted(code, subject) for subject in dict.fromkeys(named or [""])) if code else ()


COMMANDS: dict[str, OnCommand] = {"role": role, "teach": teach, "staff": show}
PRESSES: dict[str, OnPress] = {STAFF_PAGE: turn, STAFF_DO: do, STAFF_ADD: add}
FORMS: dict[str, OnSubmit] = {APPOINT: appoint}
