"""Staff: what was given or taken away, the list with a menu for each person, and the form that adds somebody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bot.domain.appointed import RoleGiven, Staff, Stopped, Taught
from bot.domain.classcode import ClassCode
from bot.domain.directory import Account
from bot.domain.role import Member, Role, Teaching
from bot.domain.whom import StaffRequest
from bot.views import forms
from bot.views.blocks import (
    Block,
    Message,
    Reader,
    actions,
    button,
    confirm,
    context,
    header,
    listed,
    mention,
    option,
    plain,
    section,
    unformatted,
)
from bot.views.forms import Form, field_of
from bot.views.pressed import read_back

STAFF_PAGE, STAFF_DO, STAFF_ADD = "staff", "staffdo", "staffadd"
APPOINT = "appoint"
"""The form that adds somebody."""
MOST_IN_MENU = 100
ROLES = {Role.ADMIN: "an admin", Role.TEACHER: "a teacher", Role.STUDENT: "no member of staff"}


def role_given(given: RoleGiven, reader: Reader) -> Message:
    """What a person is now."""
    text = role_said(given, reader)
    return Message(text, [section(text)])


def role_said(given: RoleGiven, reader: Reader) -> str:
    """`@Meera is an admin now (was a teacher).`"""
    who = _subject(given.slack_user_id, reader)
    if not given.is_change:
        by = " by the operator's setting" if given.is_operators else ""
        already = "" if given.after is Role.STUDENT else " already"
        return f"{who} {ROLES[given.after]}{already}{by}. Nothing was changed."
    was = f" (was {ROLES[given.before]})" if given.before else ""
    if given.after is Role.STUDENT:
        lost = f" Taken away with it: {_classes(given.lost)}." if given.lost else ""
        return f"{who} no longer staff{was}.{lost}"
    back = " Their access, which the college had ended, is back." if given.is_back else ""
    takes = f" Takes {_classes(given.teachings)}." if given.teachings else ""
    if given.after is Role.TEACHER and not given.teachings:
        takes = " No class is down as theirs yet: `/attendance teach`, the person, and the class, as in `CSE-2 DBMS`."
    return f"{who} {ROLES[given.after]} now{was}.{back}{takes}{_also(given)}"


def _also(given: RoleGiven) -> str:
    """A student who is staff may be a slip of the pen."""
    if given.student is None:
        return ""
    student = given.student
    named = unformatted(f"{student.roll_no} {student.name}")
    return f" :warning: Linked to the student *{named}* as well: `/attendance unlink {student.roll_no}` parts them."


def taught(done: Taught, reader: Reader) -> Message:
    """What a person takes now, and what to look at twice."""
    text = taught_said(done, reader)
    return Message(text, [section(text)])


def taught_said(done: Taught, reader: Reader) -> str:
    """`@Meera takes CSE-2 DBMS now.`"""
    you = done.slack_user_id == reader.slack_user_id
    who = "You take" if you else f"{mention(done.slack_user_id)} takes"
    said = [f"{who} {_classes(done.added)} now."] if done.added else []
    if done.already:
        said.append(f"{who} {_classes(done.already)} already{'' if done.added else ', so nothing was changed'}.")
    role = done.role
    if role.is_change:
        back = " The college had ended their access; it is back." if role.is_back else ""
        was = ROLES[role.before] if role.before else "nothing here"
        said.append(f"That makes {'you' if you else 'them'} {ROLES[role.after]} (was {was}).{back}")
    if done.empty:
        said.append(
            f":warning: Nobody sits in {_classes(Teaching(code) for code in done.empty)} yet. If that is a slip, take"
            " it back with the word `stop` before the class."
        )
    said += [
        f":warning: {_code(new)} is a new subject there. Did you mean {_code(close)}?" for new, close in done.doubtful
    ]
    return " ".join(said)


def stopped(done: Stopped, reader: Reader) -> Message:
    """What a person takes no longer, and still."""
    text = stopped_said(done, reader)
    return Message(text, [section(text)])


def stopped_said(done: Stopped, reader: Reader) -> str:
    """`@Meera takes CSE-2 DBMS no longer. Left: ECE-3-A Signals.`"""
    who = "You take" if done.slack_user_id == reader.slack_user_id else f"{mention(done.slack_user_id)} takes"
    left = f"Left: {_classes(done.left)}." if done.left else "No class is left."
    return f"{who} {_classes(done.stopped)} no longer. {left}"


def _subject(slack_user_id: str, reader: Reader) -> str:
    return "You are" if slack_user_id == reader.slack_user_id else f"{mention(slack_user_id)} is"


def _classes(teachings: Iterable[Teaching]) -> str:
    return listed([_code(str(one)) for one in teachings])


def _code(text: str) -> str:
    return f"`{unformatted(text)}`"


def staff_list(shown: Staff, reader: Reader, note: str = "") -> Message:
    """Admins and teachers, each with a menu. `note` is what was just done, escaped."""
    heading = f"Staff of {shown.wanted.class_code}" if shown.wanted.class_code else "Staff"
    place = f", page {shown.page + 1} of {shown.pages}" if shown.pages > 1 else ""
    rows = [_row(member, shown) for member in shown.people]
    none = "Nobody is down as theirs." if shown.wanted.class_code else "That person is not staff."
    said = f"{heading}{place}: " + ("; ".join(_line(one, shown).replace("\n", ": ") for one in shown.people) or none)
    blocks = [section(note)] if note else []
    blocks += [header(f"{heading}{place}"), *(rows or [section(none)]), _buttons(shown)]
    blocks.append(context("Admins see and change everything, teachers what they take. Each change is in the audit."))
    return Message(f"{note} {said}".strip(), blocks)


def _row(member: Member, shown: Staff) -> Block:
    options = _options(member, shown)
    block_id = f"{STAFF_DO}.{member.slack_user_id}.{shown.page}.{_list_value(shown.wanted)}"
    return section(_line(member, shown), _menu(member, options) if options else None, block_id)


def _line(member: Member, shown: Staff) -> str:
    """`@Meera · teacher · guest in Slack`, and below what they take."""
    role = "admin" if member.role is Role.ADMIN else "teacher"
    by = " by the operator's setting" if member.slack_user_id in shown.operators else ""
    rest = "".join(f" · {said}" for said in _in_vain(member))
    takes = f"\nTakes {_classes(member.teachings)}" if member.teachings else ""
    none = "\nNo class is down as theirs" if member.role is Role.TEACHER and not member.teachings else ""
    return f"*{mention(member.slack_user_id)}* · {role}{by}{rest}{takes}{none}"


def _in_vain(member: Member) -> list[str]:
    """Why what they are has no effect just now."""
    said = [] if member.is_active else ["access ended by the college"]
    if member.account is Account.GONE:
        said.append("deactivated in Slack, no rights")
    elif member.account is Account.GUEST:
        said.append("a guest in Slack, no rights as staff")
    return said


def _options(member: Member, shown: Staff) -> list[Block]:
    """What can be done with this person: roles first, then the classes they take."""
    options = []
    if member.slack_user_id not in shown.operators:
        if member.role is Role.ADMIN:
            options.append(option("Make a teacher", "role.teacher"))
        elif member.is_able:
            options.append(option("Make admin", "role.admin"))
        options.append(option("No longer staff", "role.student"))
    for one in member.teachings:
        code = one.class_code
        value = f"stop.{code.branch}.{code.year}.{code.section}.{one.subject}"
        options.append(option(f"Stop taking {one}", value))
    return options[:MOST_IN_MENU]


def _menu(member: Member, options: list[Block]) -> Block:
    """Slack asks before any of it is done. The same for everybody: `…` holds five, and some take more classes."""
    who = member.name or "this person"
    question = f"This changes what {who[:120]} may do, at once. Everything in this menu can be given back."
    return {
        "type": "static_select",
        "placeholder": plain("Change…"),
        "action_id": STAFF_DO,
        "options": options,
        "confirm": confirm("Change it?", question, "Change it", "Leave it"),
    }


def _buttons(shown: Staff) -> Block:
    value = _list_value(shown.wanted)
    row = [button("Add a teacher", STAFF_ADD, "add", "primary")]
    if shown.page > 0:
        row.append(button("Back", f"{STAFF_PAGE}.{shown.page - 1}", value))
    if shown.page < shown.pages - 1:
        row.append(button("More", f"{STAFF_PAGE}.{shown.page + 1}", value))
    return actions(*row, block_id="staff")


def _list_value(wanted: StaffRequest) -> str:
    return f"{wanted.class_code or ''}.{wanted.slack_user_id}"


@read_back
def read_page(value: str) -> StaffRequest:
    """Whom the list shows, back from a button."""
    code, user = value.split(".")
    return StaffRequest(ClassCode.read(code) if code else None, user)


@read_back
def read_row(block_id: str) -> tuple[str, int, StaffRequest]:
    """Whose row it is, on which page of which list."""
    _, user, page, rest = block_id.split(".", 3)
    return user, int(page), read_page(rest)


@read_back
def read_choice(action: Mapping[str, Any]) -> Role | Teaching:
    """What was chosen in somebody's menu: a role, or a class they take no longer."""
    what, _, of = str(action["selected_option"]["value"]).partition(".")
    if what == "role":
        return Role(of)
    branch, year, section_, subject = of.split(".", 3)
    return Teaching(ClassCode(branch, int(year), section_), subject)


@read_back
def read_role(chosen: str) -> Role:
    """What somebody is to be, of those the form offers."""
    return {Role.TEACHER.value: Role.TEACHER, Role.ADMIN.value: Role.ADMIN}[chosen]


def add_form() -> Form:
    """Whom to add, as what, with which class."""
    roles = [option("Teacher", Role.TEACHER), option("Admin", Role.ADMIN)]
    blocks = [
        field_of("person", "Who", forms.person()),
        field_of("role", "As", forms.choice(roles, Role.TEACHER)),
        field_of("class", "Class", forms.text(most=40, placeholder="CSE-2"), optional=True),
        field_of(
            *("subject", "Subject", forms.text(most=300, placeholder="DBMS")),
            hint="Several with commas between. Leave it empty for the whole class, in every subject.",
            optional=True,
        ),
    ]
    return Form("Add a teacher", blocks, APPOINT, "Add", "Cancel")


def added_form(done: Taught, reader: Reader) -> Form:
    """What the form did."""
    text = taught_said(done, reader) if done.added or done.already else role_said(done.role, reader)
    blocks = [section(text), context("`/attendance staff` shows everybody.")]
    return Form("Add a teacher", blocks)
