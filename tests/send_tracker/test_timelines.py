"""Days as a picture: everything is in it, nothing runs through words, and odd words and days break nothing."""

from datetime import date, timedelta
from io import BytesIO
from xml.etree import ElementTree

import pikepdf
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from send_tracker.lib import timelines
from send_tracker.lib.pdf import render_pdf
from send_tracker.lib.timelines import MARKS, Moment, draw
from tests.send_tracker.test_charts import luminance

SVG = "{http://www.w3.org/2000/svg}"
TODAY = date(2020, 1, 21)
KEY = dict(zip(MARKS, ["happened", "to come", "met", "to be met", "overdue", "guide only"], strict=True))
VISIT = Moment(date(2019, 3, 11), date(2019, 3, 15), "11 to 15 March 2019", "Full inspection", "Happened", "diamond")
DUE = Moment(date(2019, 8, 12), date(2019, 8, 12), "12 August 2019", "Statement due", "Met 12 August 2019", "tick")
TERM = Moment(date(2020, 9, 1), date(2020, 12, 31), "autumn term 2020", "Review", "To come", "open diamond")
UNKNOWN = Moment(None, None, "to be confirmed", "Stocktake", "To come", "open diamond")


def words_of(svg) -> list[str]:
    return [element.text for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def texts(svg) -> list:
    return list(ElementTree.fromstring(svg).iter(f"{SVG}text"))


def labels_of(moments, lo=None, hi=None):
    lo = lo or min(moment.first for moment in moments)
    hi = hi or max(moment.last for moment in moments)
    return timelines._labels(moments, lo, hi, KEY)


def test_the_table_holds_every_moment():
    timeline = draw("Timeline", [VISIT, DUE, TERM, UNKNOWN], TODAY, KEY)
    assert timeline.head == ("Day", "What", "How it stands")
    assert timeline.rows[0] == ("11 to 15 March 2019", "Full inspection", "Happened")
    assert timeline.rows[-1] == ("to be confirmed", "Stocktake", "To come")
    assert len(timeline.rows) == 4


@pytest.mark.parametrize("shape", ["wide", "tall"])
def test_both_pictures_tell_every_moment_in_words(shape):
    svg = getattr(draw("Timeline", [VISIT, DUE, TERM, UNKNOWN], TODAY, KEY), shape)
    root, words = ElementTree.fromstring(svg), " / ".join(words_of(svg))
    assert (root.get("role"), root.find(f"{SVG}title").text) == ("img", "Timeline")
    for told in ("11 to 15 March 2019", "Full inspection", "Met 12 August 2019", "autumn term 2020", "Stocktake"):
        assert told in words
    assert "Today, 21 January 2020" in words
    assert "to be confirmed" in words


def test_the_wide_picture_has_the_key_of_the_marks_it_shows():
    words = words_of(draw("Timeline", [VISIT, DUE], TODAY, KEY).wide)
    assert words[:2] == ["happened", "met"]
    assert "overdue" not in words
    # The key says that it happened; when it was met, the key does not say.
    assert "Happened" not in words
    assert "Met 12 August 2019" in words


def test_the_tall_picture_has_no_key_and_says_how_each_stands():
    assert {"Happened", "To come"} <= set(words_of(draw("Timeline", [VISIT, TERM], TODAY, KEY).tall))


def test_today_stands_between_what_was_and_what_is_to_come():
    words = words_of(draw("Timeline", [VISIT, DUE, TERM, UNKNOWN], TODAY, KEY).tall)
    assert words.index("12 August 2019") < words.index("Today, 21 January 2020") < words.index("autumn term 2020")
    late = words_of(draw("Timeline", [VISIT, DUE], TODAY, KEY).tall)
    assert late[-1] == "Today, 21 January 2020"


def test_a_day_far_from_all_others_does_not_squeeze_them():
    words = words_of(draw("Timeline", [VISIT, DUE], date(2031, 1, 1), KEY).wide)
    assert not any(word.startswith("Today") for word in words)


def test_days_stand_in_proportion():
    moments = [
        Moment(day, day, "d", "t", "s", "square") for day in (date(2020, 1, 1), date(2020, 1, 11), date(2020, 2, 10))
    ]
    first, second, third = (label.x for label in labels_of(moments))
    assert third - first == pytest.approx(4 * (second - first))


def test_marks_of_one_day_stand_one_above_the_other():
    labels = labels_of([DUE, DUE, DUE, TERM])
    assert [label.step for label in labels] == [0, 1, 2, 0]
    assert min(label.bottom for label in labels) > timelines.APART * 2 + 6.5


@given(st.dates(), st.integers(0, 5000))
@example(date(2000, 1, 1), 268)
def test_the_names_along_the_line_do_not_touch(lo, days):
    hi = min(lo, date.max - timedelta(days=days)) + timedelta(days=days)
    ticks = timelines._ticks(min(lo, hi), hi)
    places = [timelines._place(day, min(lo, hi), hi) for day, _ in ticks]
    halves = [timelines.LETTER * len(words) / 2 for _, words in ticks]
    for at in range(1, len(ticks)):
        assert places[at] - halves[at] > places[at - 1] + halves[at - 1]
    assert places[0] >= halves[0]


def test_a_vague_day_is_as_long_as_it_may_be():
    root = ElementTree.fromstring(draw("Timeline", [VISIT, TERM], TODAY, KEY).wide)
    assert sum(path.get("stroke-width") == "5" for path in root.iter(f"{SVG}path")) == 2
    root = ElementTree.fromstring(draw("Timeline", [DUE], TODAY, KEY).wide)
    assert not any(path.get("stroke-width") == "5" for path in root.iter(f"{SVG}path"))


@pytest.mark.parametrize(
    ("lo", "hi", "words"),
    [
        (date(2019, 3, 11), date(2019, 5, 2), ["Apr 2019", "May 2019"]),
        (date(2019, 3, 11), date(2019, 3, 15), ["Mar 2019"]),
        (date(2019, 3, 11), date(2021, 3, 15), [f"{m} {y}" for y, m in (
            (2019, "Apr"), (2019, "Jul"), (2019, "Oct"), (2020, "Jan"), (2020, "Apr"), (2020, "Jul"), (2020, "Oct"),
            (2021, "Jan"),
        )]),
        (date(2016, 3, 11), date(2023, 5, 1), ["2017", "2018", "2019", "2020", "2021", "2022", "2023"]),
        (date.min, date.max, ["2000", "4000", "6000", "8000"]),
    ],
)  # fmt: skip
def test_the_line_names_months_or_years(lo, hi, words):
    assert [words for _, words in timelines._ticks(lo, hi)] == words


@pytest.mark.parametrize("mark", MARKS)
def test_a_mark_can_be_told_from_the_page(mark):
    edge = MARKS[mark][1]
    assert 1.05 / (luminance(edge) + 0.05) >= 3


def test_nothing_with_a_day_is_a_list():
    timeline = draw("Timeline", [UNKNOWN], TODAY, KEY)
    assert "Stocktake: to be confirmed" in words_of(timeline.wide)


MOMENTS = st.lists(
    st.builds(
        lambda first, days, day, title, state, mark: Moment(
            first, min(first, date.max - timedelta(days=days)) + timedelta(days=days), day, title, state, mark
        ),
        st.dates(min_value=date(2016, 1, 1), max_value=date(2030, 12, 31)) | st.dates(),
        st.integers(0, 200),
        st.text(max_size=40),
        st.text(max_size=120),
        st.text(max_size=60),
        st.sampled_from(list(MARKS)),
    ),
    min_size=1,
    max_size=20,
).map(lambda found: sorted(found, key=lambda moment: (moment.first, moment.last)))


@given(MOMENTS)
def test_no_words_overlap_and_no_upright_runs_through_them(moments):
    labels = labels_of(moments)
    for at, label in enumerate(labels):
        right = label.x + timelines._wideness(label.lines)
        for other in labels[at + 1 :]:
            if other.x < right:
                assert label.bottom >= other.top + timelines.GAP


@given(MOMENTS, st.dates(), st.text(max_size=40))
def test_any_words_and_days_make_well_formed_pictures_inside_their_frames(moments, on, title):
    timeline = draw(title, [*moments, UNKNOWN], on, KEY)
    for svg in (timeline.wide, timeline.tall):
        root = ElementTree.fromstring(svg)
        wide, tall = float(root.get("width")), float(root.get("height"))
        assert not any("style" in element.attrib for element in root.iter())
        for element in root.iter(f"{SVG}text"):
            assert 0 <= float(element.get("x")) <= wide
            assert 0 <= float(element.get("y")) <= tall
    assert len(timeline.rows) == len(moments) + 1


def test_markup_in_words_stays_words():
    bad = "<script>alert(1)</script>"
    timeline = draw(bad, [Moment(TODAY, TODAY, bad, bad, bad, "square")], TODAY, {"square": bad})
    assert "<script" not in timeline.wide + timeline.tall


def test_a_phone_shows_the_tall_picture_at_its_own_size():
    assert float(ElementTree.fromstring(draw("T", [VISIT], TODAY, KEY).tall).get("width")) <= 360


def test_paper_takes_the_picture():
    svg = draw("Timeline", [VISIT, DUE, TERM, UNKNOWN], TODAY, KEY).wide
    pdf = render_pdf(f"<!DOCTYPE html><html lang='en'><head><title>T</title></head><body>{svg}</body></html>")
    with pikepdf.open(BytesIO(pdf)) as paper:
        drawn = paper.pages[0].Contents.read_bytes()
    assert drawn.count(b" Tj") + drawn.count(b" TJ") >= len(words_of(svg))
