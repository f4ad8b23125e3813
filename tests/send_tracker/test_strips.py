"""A strip: a band a step, each with a shape and a word."""

from xml.etree import ElementTree

import pytest

from send_tracker.lib.strips import SHAPES, TINTS, strip


def texts(svg):
    return [node.text for node in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


def test_every_step_has_its_word_and_its_shape():
    svg = strip(
        "How they stood",
        [("At first", "12 left"), ("Revisit", "4 left")],
        [
            ("1", [("not-started", "Monitored"), ("green", "Sufficient")]),
            ("2", [("amber", "Still on"), ("", "Not judged")]),
        ],
    )
    assert texts(svg) == [
        "At first", "12 left", "Revisit", "4 left", "1", "Monitored", "Sufficient", "2", "Still on", "Not judged",
    ]  # fmt: skip
    assert svg.count("<g ") == 3
    assert svg.count("stroke-dasharray") == 1


def test_a_step_without_a_word_goes_on_with_its_shape():
    svg = strip("One", [("a",), ("b",), ("c",)], [("1", [("red", "Escalated"), ("red", ""), ("", "")])])
    assert svg.count("<g ") == 2
    assert texts(svg) == ["a", "b", "c", "1", "Escalated"]


def test_words_cannot_break_out():
    svg = strip("<b>", [("<i>&\x00",)], [("<x>", [("green", "<script>")])])
    assert "<script>" not in svg
    ElementTree.fromstring(svg)


def test_every_tint_has_a_shape():
    assert TINTS.keys() == SHAPES.keys()


@pytest.mark.parametrize("count", [0, 1, 12])
def test_it_is_as_tall_as_it_has_rows(count):
    svg = strip("Many", [("a",)], [(str(at), [("green", "Well")]) for at in range(count)])
    root = ElementTree.fromstring(svg)
    assert float(root.get("height")) == 10 + 16 + 4 + 44 * count + 4
