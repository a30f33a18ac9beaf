"""The browser page of `make run`, used by hand: with a mouse on a laptop, with a thumb on a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from infra.local.college_people import COMFORTABLE, MEERA, account
from tests.local.demo import Demo, demo

TICKED = ("08 Asha Nair", "17 Farah Qureshi", "34 Mihir Patil")


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Demo]:
    with demo(tmp_path) as running:
        yield running


@pytest.fixture
def page(blank: Page, running: Demo) -> Iterator[Page]:
    """The page as it is first seen."""
    blank.goto(running.address)
    is_ready(blank)
    yield blank
    blank.goto("about:blank")  # or it would miss the run, which ends first


def is_ready(page: Page) -> None:
    """Somebody sits at it, in some conversation."""
    expect(page.get_by_test_id("place-name")).to_be_visible()


def types(page: Page, text: str) -> None:
    page.get_by_test_id("composer").fill(text)
    page.get_by_test_id("composer").press("Enter")


def newest(page: Page) -> Locator:
    return page.get_by_test_id("message").last


def becomes(page: Page, user_id: str) -> None:
    """Chooses another person, in the sidebar or, where that is out of sight, at the top."""
    chooser = page.get_by_test_id("you-are")
    small = page.get_by_test_id("you-are-small")
    (small if small.is_visible() else chooser).click()
    page.locator(f'[data-testid="menu"] [data-value="{user_id}"]').click()
    expect(page).to_have_url(re.compile(f"#{user_id}/"))


def marks_three_absent(page: Page) -> None:
    types(page, "/attendance mark CSE-2 DBMS")
    for name in TICKED:
        newest(page).get_by_label(name, exact=True).check()
    newest(page).get_by_role("button", name="Save attendance").click()


def test_a_teacher_marks_a_class_and_an_absent_student_sees_it(page: Page) -> None:
    expect(page.get_by_test_id("banner")).to_contain_text("Choose who you are")
    becomes(page, MEERA)
    marks_three_absent(page)
    expect(newest(page)).to_contain_text("57 present, 3 absent: 08 Asha Nair, 17 Farah Qureshi, 34 Mihir Patil")
    expect(newest(page)).to_contain_text("Only visible to you")
    becomes(page, account(COMFORTABLE))
    expect(page.get_by_text("57 present")).to_have_count(0)
    types(page, "/attendance me")
    expect(newest(page)).to_contain_text("27/29 = 93.1 %")


def test_ticks_survive_a_reload_and_a_save_can_be_undone(page: Page) -> None:
    types(page, "/attendance mark CSE-2 DBMS")
    newest(page).get_by_label(TICKED[0], exact=True).check()
    expect(newest(page).locator("[data-busy]")).to_have_count(0)
    page.reload()
    is_ready(page)
    expect(page.get_by_test_id("message")).to_have_count(0)
    types(page, "/attendance mark CSE-2 DBMS")
    expect(newest(page)).to_contain_text("Your unsaved ticks are back")
    expect(newest(page).get_by_label(TICKED[0], exact=True)).to_be_checked()
    newest(page).get_by_role("button", name="Save attendance").click()
    newest(page).get_by_role("button", name="Undo").click()
    expect(newest(page)).to_contain_text("taken back")


def test_nothing_is_wider_than_the_window(page: Page) -> None:
    types(page, "/attendance mark SCI-1")
    becomes(page, account(COMFORTABLE))
    types(page, "/attendance me")
    expect(newest(page)).to_contain_text("Overall")
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider == 0
