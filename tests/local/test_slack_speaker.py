"""The test DSL itself: it finds what a person would find, and a failure shows the whole screen."""

from __future__ import annotations

import pytest

from infra.local.slack.reading import Reader
from tests.conversations.speaker import Speaker
from tests.local.tiny_bot import TinyBot, button, plain, section


def test_a_failed_look_prints_what_was_on_the_screen(teacher: Speaker) -> None:
    teacher.types("/attendance roster").ticks("Dev")
    with pytest.raises(AssertionError) as failed:
        teacher.sees("57 present")
    said = str(failed.value)
    assert "U1 does not see ['57 present']" in said
    for line in (
        "--- Attendance (only visible to you)",
        "CSE-2: tick who is absent",
        "[ ] 04 Asha",
        "[x] 11 Dev",
        "(Save)",
    ):
        assert line in said


def test_a_failed_look_prints_why_slack_refused_the_blocks(teacher: Speaker) -> None:
    with pytest.raises(AssertionError, match="11 options, the limit is 10"):
        teacher.types("/attendance eleven").sees("a roster")


@pytest.mark.parametrize(
    ("act", "complaint"),
    [
        (lambda speaker: speaker.ticks("Kavya"), "finds no checkbox 'Kavya'"),
        (lambda speaker: speaker.unticks("Asha"), "'Asha' is not ticked"),
        (lambda speaker: speaker.ticks("Asha", "Asha"), "'Asha' is already ticked"),
        (lambda speaker: speaker.presses("Send"), "finds no button 'Send'"),
        (lambda speaker: speaker.chooses("Late"), "finds no option 'Late'"),
        (lambda speaker: speaker.reads_aloud("57 present"), "is not in the text read aloud"),
        (lambda speaker: speaker.does_not_see("Asha"), "sees ['Asha']"),
    ],
)
def test_what_a_person_cannot_do_fails_by_name(teacher: Speaker, act, complaint: str) -> None:  # type: ignore[no-untyped-def]
    teacher.types("/attendance roster")
    with pytest.raises(AssertionError) as failed:
        act(teacher)
    assert complaint in str(failed.value)


def test_a_choice_in_several_rows_needs_its_row(teacher: Speaker) -> None:
    teacher.types("/attendance menu")
    with pytest.raises(AssertionError, match="3 times option 'Late'; say beside which"):
        teacher.chooses("Late")


def test_an_exact_label_wins_over_one_that_contains_it(teacher: Speaker, bot: TinyBot) -> None:
    rows = [{"type": "actions", "elements": [button("Save and close", "drop"), button("Save", "save")]}]
    teacher.workspace.board.post_reply(teacher.workspace.channel("C1"), {"text": "x", "blocks": rows})
    teacher.presses("Save")
    assert bot.heard[-1]["actions"][0]["action_id"] == "save"


def test_markup_reads_as_people_see_it(teacher: Speaker) -> None:
    reader = Reader(teacher.workspace.people)
    marked = "*57* present, <@U2> _late_, <#C1>, <https://x.example|the file>, &lt;!channel&gt;, 2*3*4 & a_b_c"
    assert reader.said(marked) == "57 present, @Asha Rao late, #general, the file, <!channel>, 2*3*4 & a_b_c"
    assert reader.said("<!channel>") == "@channel"


def test_tables_and_charts_are_read_too(teacher: Speaker) -> None:
    cell = {"type": "raw_text", "text": "Asha"}
    share = {"type": "raw_number", "value": 76.6, "text": "76.6 %"}
    blocks = [
        {"type": "data_table", "caption": "CSE-2", "rows": [[cell, cell], [cell, share]]},
        {
            "type": "data_visualization",
            "title": "By class",
            "chart": {"type": "pie", "segments": [{"label": "CSE-3", "value": 4}]},
        },
    ]
    teacher.workspace.board.post_reply(teacher.workspace.channel("C1"), {"text": "report", "blocks": blocks})
    teacher.sees("CSE-2", "Asha | 76.6 %", "By class", "CSE-3 4").reads_aloud("report")


def test_a_menu_in_a_form_is_filled_by_its_words(teacher: Speaker) -> None:
    options = [{"text": plain(word), "value": word.lower()} for word in ("Present", "Absent")]
    menu = {"type": "static_select", "action_id": "s", "options": options}
    field = {"type": "input", "block_id": "f", "label": plain("Status"), "element": menu}
    view = {"type": "modal", "title": plain("Change"), "submit": plain("Send"), "blocks": [section("04 Asha"), field]}
    teacher.workspace.views.open("U1", view)
    teacher.fills("Status", "Absent").sees("<Absent / Present>")
