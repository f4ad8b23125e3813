"""Rows of a long table: every word escaped, every fact asked."""

from send_tracker.lib.tables import table_rows

ROW = {
    "url": "/a/",
    "reference": "A1",
    "title": "Do it",
    "code": "red",
    "word": "Red",
    "workstream": "1. Health",
    "answers": "2",
    "led_by": "Head",
    "due": "1 May 2026",
    "first_due": "1 April 2026",
    "forecast": "None",
    "updated": "None yet",
    "is_overdue": False,
    "has_moved": False,
}


def test_words_are_escaped_and_braces_stay():
    html = table_rows("actions/_plan_row.html", [ROW | {"title": "<script>{url} {{ row }}</script> & \"'"}])
    assert "A1 &lt;script&gt;{url} {{ row }}&lt;/script&gt; &amp; &quot;&#x27;" in html
    assert "<script>" not in html


def test_each_row_has_what_is_true_of_it():
    rows = [ROW, ROW | {"is_overdue": True}, ROW | {"has_moved": True}, ROW | {"is_overdue": True, "has_moved": True}]
    found = [
        ("Overdue" in html, "First 1 April 2026" in html)
        for html in (table_rows("actions/_plan_row.html", [row]) for row in rows)
    ]
    assert found == [(False, False), (True, False), (False, True), (True, True)]
    assert table_rows("actions/_plan_row.html", rows) == "".join(
        table_rows("actions/_plan_row.html", [r]) for r in rows
    )


def test_no_row_is_no_html():
    assert table_rows("actions/_plan_row.html", []) == ""
