"""Pictures of figures: what is in them, that it can be read, and that odd words break nothing."""

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from send_tracker.lib import charts

SERIES = [("red", "Red", "R"), ("amber", "Amber", "A"), ("green", "Green", "G")]
COLUMNS = [("Nov 2019", {"red": 4, "amber": 6, "green": 10}), ("Dec 2019", {"amber": 7, "green": 13})]
SVG = "{http://www.w3.org/2000/svg}"
TAGS = {SVG + tag for tag in ("svg", "title", "rect", "path", "text")}


def words_of(chart) -> list[str]:
    return [element.text for element in ElementTree.fromstring(chart.svg).iter(f"{SVG}text")]


def test_the_table_holds_every_figure():
    chart = charts.stacked_bars("RAG over time", SERIES, COLUMNS)
    assert chart.head == ("Month", "Red", "Amber", "Green", "Total")
    assert chart.rows == (("Nov 2019", 4, 6, 10, 20), ("Dec 2019", 0, 7, 13, 20))


def test_the_picture_says_title_key_letters_and_counts():
    chart = charts.stacked_bars("RAG over time", SERIES, COLUMNS, note="Demonstration")
    root = ElementTree.fromstring(chart.svg)
    assert root.get("role") == "img"
    assert root.find(f"{SVG}title").text == "RAG over time"
    expected = {"R = Red", "A = Amber", "G = Green", "R 4", "A 6", "G 10", "A 7", "G 13", "Demonstration"}
    assert expected <= set(words_of(chart))


def test_the_segments_are_as_tall_as_their_counts():
    chart = charts.stacked_bars("t", SERIES, [("Nov", {"red": 5, "green": 15})])
    tall = {
        box.get("fill"): float(box.get("height"))
        for box in ElementTree.fromstring(chart.svg).iter(f"{SVG}rect")
        if box.get("stroke") and box.get("width") != "13.0"
    }
    assert tall["#0f7a52"] == pytest.approx(3 * tall["#ca3535"])
    assert set(tall) == {"#0f7a52", "#ca3535"}


def test_a_segment_too_low_for_its_letters_has_them_above_the_bar():
    assert words_of(charts.stacked_bars("t", SERIES, [("Nov", {"red": 1, "green": 200})])).count("R 1") == 1


def test_long_counts_close_up():
    assert "G12345" in words_of(charts.stacked_bars("t", SERIES, [("Nov", {"green": 12345})]))


def test_nothing_yet_says_so():
    chart = charts.stacked_bars("t", SERIES, [])
    assert "No figures yet" in words_of(chart)
    assert chart.rows == ()


def test_a_long_label_is_cut_in_the_picture_and_whole_in_the_table():
    chart = charts.stacked_bars("t", SERIES, [("Extraordinarily long", {"red": 20})])
    assert [word for word in words_of(chart) if word.endswith("…")] == ["Extrao…"]
    assert chart.rows[0][0] == "Extraordinarily long"


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(("fill", "ink"), [*charts.COLOURS.values(), charts.OTHER_COLOUR, ("#ffffff", charts.FAINT)])
def test_letters_can_be_read_on_every_colour(fill, ink):
    darker, lighter = sorted([luminance(fill), luminance(ink)])
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


counts = st.dictionaries(st.sampled_from(["red", "amber", "green"]), st.integers(0, 100_000))


@given(
    title=st.text(max_size=40),
    label=st.text(max_size=20),
    columns=st.lists(st.tuples(st.text(max_size=30), counts), max_size=24),
    note=st.text(max_size=200),
)
def test_any_words_and_figures_make_well_formed_svg_inside_its_frame(title, label, columns, note):
    chart = charts.stacked_bars(title, [*SERIES, ("odd", label, "O")], columns, note=note)
    root = ElementTree.fromstring(chart.svg)
    wide, tall = float(root.get("width")), float(root.get("height"))
    for element in [*root.iter(f"{SVG}text"), *root.iter(f"{SVG}rect")]:
        assert 0 <= float(element.get("x", 0)) <= wide
        assert 0 <= float(element.get("y", 0)) <= tall
    assert {element.tag for element in root.iter()} <= TAGS
    assert not any("style" in element.attrib for element in root.iter())
    assert [row[-1] for row in chart.rows] == [sum(row[1:-1]) for row in chart.rows]


def test_markup_in_words_stays_words():
    bad = "<script>alert(1)</script>"
    chart = charts.stacked_bars(bad, [("red", bad, bad)], [(bad, {"red": 5})], note=bad)
    assert "<script" not in chart.svg
    assert {element.tag for element in ElementTree.fromstring(chart.svg).iter()} == TAGS


ROWS = [("North East, Yorkshire and the Humber", {"red": 4, "green": 12}), ("London", {"red": 1, "green": 200})]


def test_a_lying_bar_has_its_name_its_segments_and_its_total():
    chart = charts.stacked_rows("By region", SERIES, ROWS, along="Region")
    assert chart.head == ("Region", "Red", "Amber", "Green", "Total")
    assert chart.rows == (("North East, Yorkshire and the Humber", 4, 0, 12, 16), ("London", 1, 0, 200, 201))
    words = words_of(chart)
    assert {"R = Red", "North East, Yorkshire and the Humber", "London", "G 200"} <= set(words)
    assert "R1, 201 in all" in words, "a segment too narrow has its letters beyond the bar"
    assert "R4, G12, 16 in all" in words


def test_the_segments_of_a_lying_bar_are_as_wide_as_their_counts():
    chart = charts.stacked_rows("t", SERIES, [("Nov", {"red": 5, "green": 15})])
    wide = {
        box.get("fill"): float(box.get("width"))
        for box in ElementTree.fromstring(chart.svg).iter(f"{SVG}rect")
        if box.get("stroke") and box.get("height") == "24.0"
    }
    assert wide["#0f7a52"] == pytest.approx(3 * wide["#ca3535"], abs=0.2)


def test_one_series_tells_its_count_once_and_needs_no_key():
    chart = charts.stacked_rows("t", [("deep", "Areas", "A")], [("Leadership", {"deep": 6}), ("Nothing", {})], "Theme")
    assert (chart.head, chart.rows) == (("Theme", "Areas"), (("Leadership", 6), ("Nothing", 0)))
    assert words_of(chart) == ["Leadership", "6", "Nothing", "0"]
    assert len(list(ElementTree.fromstring(chart.svg).iter(f"{SVG}rect"))) == 2, "the ground and one bar"


@given(
    label=st.text(),
    rows=st.lists(st.tuples(st.text(max_size=40), st.dictionaries(st.sampled_from("abc"), st.integers(0, 10**6)))),
)
def test_any_rows_make_well_formed_svg(label, rows):
    chart = charts.stacked_rows(label, [("a", label, "A"), ("b", "B", "B"), ("c", "C", "C")], rows)
    root = ElementTree.fromstring(chart.svg)
    assert {element.tag for element in root.iter()} <= TAGS
    assert len(chart.rows) == len(rows)
    for box in root.iter(f"{SVG}rect"):
        assert float(box.get("x", 0)) + float(box.get("width")) <= float(root.get("width")) + 0.1
