"""Lists out: the dates that follow from inspections."""

import csv
import io


def test_dates_go_out_as_the_page_has_them(sign_in, dee, eve, inspection):
    page = sign_in(dee).get("/areas/northshire/dates/?as=csv")
    rows = list(csv.DictReader(io.StringIO(page.content.decode("utf-8-sig"), newline="")))
    found = {row["Date"]: (row["Due"], row["State"], row["At the latest"]) for row in rows}
    assert found["Priority action plan due"] == ("2026-10-20", "To be met", "Yes")
    assert sign_in(eve).get("/areas/northshire/dates/?as=csv").status_code == 404
