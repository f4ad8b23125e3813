"""The table of stages, written a second time: a change to one is a change to both."""

from datetime import date

import pytest

from actions.status import KEY, MoveRefused, Rag, Stage, check_move, shown_as, why_not_no_change, worst

STAGES = ["not started", "in progress", "complete", "embedded", "paused", "superseded"]
# From the row's stage to the column's: y allowed, - refused.
TABLE = {
    "not started": "y y y - y y",
    "in progress": "- y y - y y",
    "complete": "- y y y - y",
    "embedded": "- - y y - y",
    "paused": "y y - - y y",
    "superseded": "- - - - - y",
}
CELLS = [
    (before, after, cell == "y")
    for before, row in TABLE.items()
    for after, cell in zip(STAGES, row.split(), strict=True)
]
SHOWN = {
    ("not started", ""): ("not-started", "Not started", "N"),
    ("in progress", "red"): ("red", "Red", "R"),
    ("in progress", "amber"): ("amber", "Amber", "A"),
    ("in progress", "green"): ("green", "Green", "G"),
    ("complete", ""): ("complete", "Complete", "C"),
    ("embedded", ""): ("complete", "Complete and embedded", "C"),
    ("paused", ""): ("plain", "Paused", "P"),
    ("superseded", ""): ("plain", "Superseded", "S"),
}


def test_the_table_has_every_pair():
    assert [stage.value for stage in Stage] == STAGES
    assert len({cell[:2] for cell in CELLS}) == len(Stage) ** 2


@pytest.mark.parametrize("rag", [None, *Rag], ids=str)
@pytest.mark.parametrize(("before", "after", "allowed"), CELLS)
def test_a_move_is_allowed_by_the_table_with_a_rag_exactly_in_progress(before, after, allowed, rag):
    rated_rightly = (rag is not None) == (after == "in progress")
    if allowed and rated_rightly:
        check_move(Stage(before), Stage(after), rag)
    else:
        with pytest.raises(MoveRefused):
            check_move(Stage(before), Stage(after), rag)


def test_a_refusal_says_why():
    with pytest.raises(MoveRefused, match=r"An action that is superseded cannot become in progress\."):
        check_move(Stage.SUPERSEDED, Stage.IN_PROGRESS, Rag.RED)
    with pytest.raises(MoveRefused, match=r"An action in progress has a RAG rating\."):
        check_move(Stage.NOT_STARTED, Stage.IN_PROGRESS, None)
    with pytest.raises(MoveRefused, match="An action that is paused has no RAG rating"):
        check_move(Stage.IN_PROGRESS, Stage.PAUSED, Rag.RED)


@pytest.mark.parametrize(("stage", "rag"), SHOWN)
def test_each_stage_and_rating_is_shown_in_one_way(stage, rag):
    shown = shown_as(stage, rag)
    assert (shown.code, shown.word, shown.letter) == SHOWN[stage, rag]


def test_the_key_names_the_five_worst_first():
    assert [shown.word for shown in KEY] == ["Red", "Amber", "Green", "Complete", "Not started"]


@pytest.mark.parametrize(
    ("rags", "expected"),
    [
        ([], None),
        ([Rag.GREEN], Rag.GREEN),
        ([Rag.GREEN, Rag.AMBER], Rag.AMBER),
        ([Rag.AMBER, Rag.RED, Rag.GREEN], Rag.RED),
    ],
)
def test_the_worst_of_several_ratings(rags, expected):
    assert worst(rags) is expected


DAY = date(2026, 10, 14)
EARLIER = date(2026, 9, 14)


@pytest.mark.parametrize(
    ("stage", "rag", "latest", "said"),
    [
        ("in progress", "red", [], "no update yet"),
        ("in progress", "red", [(DAY, False)], "updated today"),
        ("complete", "", [(EARLIER, False)], "Nothing more is asked"),
        ("superseded", "", [(EARLIER, False)], "Nothing more is asked"),
        ("in progress", "red", [(EARLIER, False)], ""),
        ("in progress", "red", [(EARLIER, True), (EARLIER, False)], ""),
        ("in progress", "red", [(EARLIER, True), (EARLIER, True)], "has been red without a change for two rounds"),
        ("in progress", "amber", [(EARLIER, True), (EARLIER, True)], "has been amber without a change"),
        ("in progress", "green", [(EARLIER, True), (EARLIER, True)], ""),
        ("not started", "", [(EARLIER, True), (EARLIER, True)], ""),
        ("paused", "", [(EARLIER, False)], ""),
    ],
)
def test_when_nothing_changed_may_be_said(stage, rag, latest, said):
    refusal = why_not_no_change(stage, rag, latest, DAY)
    assert said in refusal
    assert bool(refusal) == bool(said)
