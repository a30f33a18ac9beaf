"""Guards the percentage: every result against exact fractions, and against attending and missing one by one."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.percentage import FULL, HALF, NONE, Advice, Advise, Band, Counting, Excused, Standing, Tally
from bot.domain.rollcall import Status

COUNTS = st.integers(0, 40)
TALLIES = st.builds(Tally, COUNTS, COUNTS, COUNTS, COUNTS, COUNTS, COUNTS)


@st.composite
def countings(draw: st.DrawFn) -> Counting:
    threshold = draw(st.one_of(st.integers(0, 100), st.sampled_from([0, 65, 75, 100])))
    return Counting(
        threshold=threshold,
        condonation=draw(st.integers(0, threshold)),
        late=draw(st.sampled_from([NONE, HALF, FULL])),
        excused=draw(st.sampled_from(Excused)),
        on_duty_cap=draw(st.one_of(st.none(), st.integers(0, 30))),
    )


def marks(tally: Tally, counting: Counting) -> list[Fraction]:
    """The credit of every counted roll call, one by one."""
    late = Fraction(counting.late, 2)
    credits = [Fraction(1)] * tally.present + [Fraction(0)] * tally.absent + [late] * tally.late
    for number in range(tally.on_duty):
        credits.append(Fraction(counting.on_duty_cap is None or number < counting.on_duty_cap))
    if counting.excused is not Excused.LEFT_OUT:
        credits += [Fraction(counting.excused is Excused.PRESENT)] * tally.excused
    return credits


def enough(credits: list[Fraction], percent: int) -> bool:
    return sum(credits) * 100 >= percent * len(credits)


def standing(attended: int, counted: int, threshold: int = 75) -> Standing:
    return Standing.of(
        Tally(present=attended, absent=counted - attended), Counting(threshold, condonation=min(65, threshold))
    )


@pytest.mark.parametrize(
    ("attended", "counted", "text", "band"),
    [
        (46, 60, "46/60 = 76.6 %", Band.ELIGIBLE),
        (45, 60, "45/60 = 75.0 %", Band.ELIGIBLE),
        (44, 60, "44/60 = 73.3 %", Band.CONDONABLE),
        (39, 60, "39/60 = 65.0 %", Band.CONDONABLE),
        (38, 60, "38/60 = 63.3 %", Band.SHORT),
        (2249, 3000, "2249/3000 = 74.9 %", Band.CONDONABLE),  # 74.966 %
        (1874, 2500, "1874/2500 = 74.9 %", Band.CONDONABLE),  # 74.96 %
        (1999, 2000, "1999/2000 = 99.9 %", Band.ELIGIBLE),
        (60, 60, "60/60 = 100.0 %", Band.ELIGIBLE),
        (0, 60, "0/60 = 0.0 %", Band.SHORT),
        (0, 0, "no classes yet", Band.NO_CLASSES),
    ],
)
def test_a_percentage_is_shown_as_a_fraction_and_cut_not_rounded(
    attended: int, counted: int, text: str, band: Band
) -> None:
    assert (standing(attended, counted).text, standing(attended, counted).band) == (text, band)


def test_half_credits_are_shown_as_such() -> None:
    late = Standing.of(Tally(present=45, absent=14, late=1), Counting(late=HALF))
    assert (late.fraction, late.percent) == ("45.5/60", "75.8 %")


def test_nothing_counted_is_neither_0_nor_100_percent() -> None:
    for tally in (Tally(), Tally(unmarked=3), Tally(excused=3)):
        none = Standing.of(tally, Counting())
        assert (none.percent, none.tenths, none.band) == ("no classes yet", None, Band.NO_CLASSES)
        assert (none.can_miss, none.must_attend) == (0, 0)


@pytest.mark.parametrize(
    ("attended", "counted", "threshold", "planned", "advice"),
    [
        (46, 60, 75, None, Advice(Advise.CAN_MISS, 75, 1)),
        (45, 60, 75, None, Advice(Advise.CAN_MISS, 75, 0)),
        (44, 60, 75, None, Advice(Advise.ATTEND, 75, 4)),
        (44, 60, 75, 64, Advice(Advise.ATTEND, 75, 4)),
        (44, 60, 75, 63, Advice(Advise.OUT_OF_REACH, 75)),
        (44, 60, 75, 10, Advice(Advise.OUT_OF_REACH, 75)),
        (59, 60, 100, None, Advice(Advise.OUT_OF_REACH, 100)),
        (60, 60, 100, None, Advice(Advise.CAN_MISS, 100, 0)),
        (0, 60, 0, None, Advice(Advise.NO_MINIMUM, 0)),
        (0, 0, 75, 60, Advice(Advise.NO_CLASSES, 75)),
    ],
)
def test_the_advice_is_what_the_student_comes_for(
    attended: int, counted: int, threshold: int, planned: int | None, advice: Advice
) -> None:
    assert standing(attended, counted, threshold).advice(planned, held=60) == advice


@given(TALLIES, countings())
def test_the_standing_is_what_counting_one_by_one_gives(tally: Tally, counting: Counting) -> None:
    judged = Standing.of(tally, counting)
    credits = marks(tally, counting)
    assert judged.counted == len(credits)
    assert Fraction(judged.halves, 2) == sum(credits)
    assert Fraction(judged.fraction.split("/")[0]) == sum(credits)
    assert judged.fraction.split("/")[1] == str(len(credits))


@given(TALLIES, countings())
def test_the_shown_percentage_never_rounds_up_and_loses_less_than_a_tenth(tally: Tally, counting: Counting) -> None:
    judged = Standing.of(tally, counting)
    credits = marks(tally, counting)
    if credits:
        exact = 100 * sum(credits) / len(credits)
        shown = Fraction(judged.percent.removesuffix(" %"))
        assert shown <= exact < shown + Fraction(1, 10)
        assert judged.tenths == shown * 10
    else:
        assert judged.percent == "no classes yet"


@given(TALLIES, countings())
def test_the_band_compares_exactly(tally: Tally, counting: Counting) -> None:
    credits = marks(tally, counting)
    expected = Band.NO_CLASSES
    if credits:
        expected = Band.CONDONABLE if enough(credits, counting.condonation) else Band.SHORT
        expected = Band.ELIGIBLE if enough(credits, counting.threshold) else expected
    assert Standing.of(tally, counting).band is expected


@given(TALLIES, countings())
def test_can_miss_is_the_most_that_keeps_the_threshold(tally: Tally, counting: Counting) -> None:
    credits = marks(tally, counting)
    most = Standing.of(tally, counting).can_miss
    if counting.threshold == 0:
        assert most is None
        return
    assert most is not None
    if not enough(credits, counting.threshold):
        assert most == 0
        return
    assert enough(credits + [Fraction(0)] * most, counting.threshold)
    assert not enough(credits + [Fraction(0)] * (most + 1), counting.threshold)


@given(TALLIES, countings())
def test_must_attend_is_the_least_that_reaches_the_threshold(tally: Tally, counting: Counting) -> None:
    credits = marks(tally, counting)
    least = Standing.of(tally, counting).must_attend
    if least is None:
        assert counting.threshold == 100
        assert sum(credits) < len(credits)
        return
    assert enough(credits + [Fraction(1)] * least, counting.threshold)
    assert least == 0 or not enough(credits + [Fraction(1)] * (least - 1), counting.threshold)


@given(TALLIES, countings(), st.integers(0, 300), st.integers(0, 300))
def test_reachable_is_whether_attending_all_the_rest_is_enough(
    tally: Tally, counting: Counting, planned: int, held: int
) -> None:
    rest = [Fraction(1)] * max(0, planned - held)
    judged = Standing.of(tally, counting)
    assert judged.reachable(planned, held) == enough(marks(tally, counting) + rest, counting.threshold)


@given(TALLIES, countings(), st.one_of(st.none(), st.integers(0, 300)))
def test_the_advice_agrees_with_the_band(tally: Tally, counting: Counting, planned: int | None) -> None:
    judged = Standing.of(tally, counting)
    advice = judged.advice(planned, held=judged.counted)
    if advice.advise is Advise.CAN_MISS:
        assert judged.band is Band.ELIGIBLE
        assert advice.number == judged.can_miss
    elif advice.advise is Advise.ATTEND:
        assert judged.band in (Band.CONDONABLE, Band.SHORT)
        assert advice.number == judged.must_attend
        assert advice.number > 0
    elif advice.advise is Advise.OUT_OF_REACH:
        assert judged.band in (Band.CONDONABLE, Band.SHORT)


@given(TALLIES, TALLIES, countings())
def test_the_overall_standing_is_that_of_the_summed_subjects(one: Tally, other: Tally, counting: Counting) -> None:
    overall = Standing.of(one + other, counting)
    subjects = [Standing.of(tally, counting) for tally in (one, other)]
    assert overall.counted == sum(subject.counted for subject in subjects)
    credit = sum(subject.halves for subject in subjects)
    assert overall.halves <= credit if counting.on_duty_cap is not None else overall.halves == credit


def test_the_on_duty_cap_bites_within_a_subject_and_again_overall() -> None:
    capped = Counting(on_duty_cap=3)
    dbms, maths = Tally(on_duty=2), Tally(on_duty=4)
    assert [Standing.of(tally, capped).fraction for tally in (dbms, maths, dbms + maths)] == ["2/2", "3/4", "3/6"]


@pytest.mark.parametrize(
    ("excused", "fraction"), [(Excused.LEFT_OUT, "8/10"), (Excused.PRESENT, "10/12"), (Excused.ABSENT, "8/12")]
)
def test_the_college_says_what_excused_counts_as(excused: Excused, fraction: str) -> None:
    assert Standing.of(Tally(present=8, absent=2, excused=2), Counting(excused=excused)).fraction == fraction


@given(st.lists(st.one_of(st.none(), st.sampled_from(Status))))
def test_a_tally_counts_every_status_once(statuses: list[Status | None]) -> None:
    tally = Tally.of(statuses)
    assert tally.unmarked == statuses.count(None)
    assert tally.late == statuses.count(Status.LATE)
    named = (tally.present, tally.absent, tally.late, tally.excused, tally.on_duty, tally.unmarked)
    assert sum(named) == len(statuses)


@pytest.mark.parametrize(
    "wrong",
    [
        {"threshold": 101},
        {"threshold": -1, "condonation": -1},
        {"threshold": 60},
        {"condonation": -1},
        {"late": 3},
        {"on_duty_cap": -1},
    ],
)
def test_settings_that_contradict_themselves_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"percentages|halves|negative"):
        Counting(**wrong)  # type: ignore[arg-type]
