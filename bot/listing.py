"""Who is in which class: the students of one, and the classes there are, page by page."""

from __future__ import annotations

from bot import access
from bot.domain.classcode import ClassCode
from bot.domain.classlist import A_PAGE, Classes, ClassList
from bot.domain.student import in_roll_order
from bot.services import Services
from bot.store import classlists
from bot.store.database import whole_unit


@whole_unit
def students_of(services: Services, by: str, class_code: ClassCode, page: int = 0) -> ClassList:
    """A page of the class, the last one when it has fewer. Raises `NotStaff` or `ClassNotTaken`."""
    today = services.clock.today()
    with services.database.reading() as tx:
        person = access.staff(services, tx, by)
        if not person.knows(class_code):
            raise access.ClassNotTaken(person, class_code)
        places = {place.student.student_id: place for place in classlists.places(tx, class_code, today)}
        order = in_roll_order(place.student for place in places.values())
        page = within(page, len(order))
        on_page = [places[student.student_id] for student in order[page * A_PAGE : (page + 1) * A_PAGE]]
        shown = classlists.listed(tx, on_page, today, everything=person.is_admin)
    coming = sum(place.since > today for place in places.values())
    linked = sum(place.student.slack_user_id is not None for place in places.values())
    return ClassList(class_code, shown, page, len(places) - coming, coming, linked, person.is_admin)


@whole_unit
def classes(services: Services, by: str, page: int = 0) -> Classes:
    """A page of the classes: all for an admin, their own for a teacher. Raises `NotStaff`."""
    with services.database.reading() as tx:
        person = access.staff(services, tx, by)
        sizes = classlists.sizes(tx, services.clock.today())
    theirs = [size for size in sizes if person.knows(size.class_code)]
    page = within(page, len(theirs))
    shown = tuple(theirs[page * A_PAGE : (page + 1) * A_PAGE])
    return Classes(shown, page, len(theirs), sum(size.present for size in theirs), person.is_admin)


def within(page: int, things: int) -> int:
    """That page, or the last there is."""
    return max(0, min(page, (things - 1) // A_PAGE))
