"""Pasting several findings: read, looked at line by line, recorded."""

import pytest
from django.urls import reverse

from inspections.models import Finding
from tests.factories.inspections import make_finding


@pytest.fixture
def url(inspection):
    return reverse("inspections:finding_paste", args=["northshire", inspection.source.pk])


@pytest.fixture
def typed(icb):
    return {
        "kind": "priority action",
        "lines": "1. Waits are long\n   a) in the north\n2. Plans are thin",
        "words": "own",
        "words_from": "the report",
        "bodies": [icb.pk],
    }


def rows_of(page):
    form = page.context["form"]
    return [
        tuple(form[f"{name}_{at}"].value() for name in ("number", "part_of", "text")) for at in range(form.row_count)
    ]


def sent(page, **changes):
    """What the browser sends back of the lines it was shown."""
    form = page.context["form"]
    return {**{name: form[name].value() for name in form.fields if form[name].value() is not None}, **changes}


def test_from_a_letter_to_a_list_in_two_presses(sign_in, ada, url, typed, inspection, icb):
    client = sign_in(ada)
    page = client.post(url, typed)
    assert page.status_code == 200
    assert page.context["form"].errors == {}
    assert rows_of(page) == [("1", "", "Waits are long"), ("1a", "1", "in the north"), ("2", "", "Plans are thin")]
    assert not Finding.objects.exists(), "nothing is recorded before it was looked at"
    page = client.post(url, sent(page, text_2="Plans are very thin"), follow=True)
    assert page.redirect_chain == [(f"{inspection.source.get_absolute_url()}#found", 302)]
    assert "3 recorded, from 1 to 2." in page.content.decode()
    found = inspection.source.findings.in_order()
    assert [(row.number, row.parent and row.parent.number, row.kind, row.text, row.words) for row in found] == [
        ("1", None, "priority action", "Waits are long", "own"),
        ("1a", "1", "priority action", "in the north", "own"),
        ("2", None, "priority action", "Plans are very thin", "own"),
    ]
    assert all(list(row.bodies.all()) == [icb] for row in found)


def test_a_line_without_words_is_left_out(sign_in, ada, url, typed, inspection):
    client = sign_in(ada)
    page = client.post(url, typed | {"lines": "They found:\n1. Waits"})
    client.post(url, sent(page, text_0=" ", number_0=""))
    assert [row.text for row in inspection.source.findings.all()] == ["Waits"]


def test_nothing_is_lost_where_a_number_is_taken(sign_in, ada, url, typed, inspection, written):
    make_finding(inspection.source, number="2", kind="priority action")
    client, before = sign_in(ada), written()
    page = client.post(url, typed)
    assert page.context["form"].errors == {"number_2": ["This source already has number 2. Give this one another."]}
    page = client.post(url, sent(page, number_2="1"))
    assert page.context["form"].errors == {"number_2": ["This number stands here twice."]}
    assert rows_of(page)[2] == ("1", "", "Plans are thin")
    assert (Finding.objects.count(), written()) == (1, before)
    client.post(url, sent(page, number_2="3"))
    assert [row.number for row in inspection.source.findings.in_order()] == ["2", "1", "1a", "3"]


def test_the_pasted_text_can_be_read_again(sign_in, ada, url, typed):
    client = sign_in(ada)
    page = client.post(url, typed)
    page = client.post(url, sent(page, lines="Only one", look="1"))
    assert rows_of(page) == [("1", "", "Only one")]
    assert not Finding.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "significant weakness"}, "kind"),  # the framework of 2023 knows none
        ({"kind": "opinion"}, "kind"),
        ({"lines": ""}, "lines"),
        ({"lines": " \n "}, "lines"),
        ({"lines": "a\x00b"}, "lines"),
        ({"lines": "x" * 10_001}, "lines"),
        ({"lines": "one\n" * 61}, "lines"),
        ({"words": "rumour"}, "words"),
        ({"words_from": ""}, "words_from"),
        ({"bodies": ["0"]}, "bodies"),
        ({"question": "0"}, "question"),
        ({"themes": ["x\x00"]}, "themes"),
    ],
)
def test_bad_input_is_told_and_kept(sign_in, ada, url, typed, written, changes, field):
    before = written()
    page = sign_in(ada).post(url, typed | changes)
    assert page.status_code == 200
    assert set(page.context["form"].errors) == {field}
    assert (Finding.objects.count(), written()) == (0, before)
    if field != "lines":
        assert "Waits are long" in page.content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"number_0": ""}, "number_0"),
        ({"number_0": "1" * 13}, "number_0"),
        ({"part_of_1": "9"}, "part_of_1"),
        ({"part_of_2": "1a"}, "part_of_2"),
        ({"part_of_0": "1"}, "part_of_0"),
        ({"text_1": "x" * 4001}, "text_1"),
        ({"text_1": "a\x00b"}, "text_1"),
        ({"text_0": "", "text_1": "", "text_2": ""}, "__all__"),
    ],
)
def test_bad_lines_are_told_and_kept(sign_in, ada, url, typed, written, changes, field):
    client, before = sign_in(ada), written()
    page = client.post(url, sent(client.post(url, typed), **changes))
    assert page.status_code == 200
    assert field in page.context["form"].errors
    assert (Finding.objects.count(), written()) == (0, before)
    assert "Plans are thin" in page.content.decode()


def test_a_stranger_is_told_of_no_such_place(sign_in, eve, url, typed):
    assert sign_in(eve).post(url, typed).status_code == 404


def test_a_reader_may_not(sign_in, dee, url, typed):
    client = sign_in(dee)
    assert (client.get(url).status_code, client.post(url, typed).status_code) == (403, 403)
