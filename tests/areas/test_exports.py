"""Lists out: who is who in an area."""

import csv
import io


def test_people_go_out_post_by_post_and_role_by_role(sign_in, dee, ned, neds_post, eve):
    page = sign_in(dee).get("/areas/northshire/people/?as=csv")
    rows = list(csv.reader(io.StringIO(page.content.decode("utf-8-sig"), newline="")))
    assert rows[0] == ["Body", "Kind of body", "Post", "Held by", "Person", "Role", "Since"]
    body = ["Northshire Council", "Council"]
    assert [*body, "Head of SEND", "Ned", "", "", ""] in rows
    assert [row[4:6] for row in rows[2:]] == [["Dee", "Reader"], ["Ned", "Officer"]]
    assert sign_in(eve).get("/areas/northshire/people/?as=csv").status_code == 404
