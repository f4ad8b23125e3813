"""The style sheet of an area's colour."""

import re

import pytest

from areas.models.area import LOWEST_CONTRAST, contrast_with_white

LINES = re.compile(r"--govuk-(brand|link|link-hover)-colour: (#[0-9a-f]{6});")


@pytest.mark.parametrize("colour", ["00625b", "000000", "1d3c6a", "757575", "c00000"])
def test_a_colour_becomes_a_style_sheet_that_is_kept(client, db, colour):
    page = client.get(f"/brand/{colour}.css")
    assert page.headers["Content-Type"] == "text/css; charset=utf-8"
    assert page.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    found = dict(LINES.findall(page.content.decode()))
    assert found["brand"] == f"#{colour}"
    assert set(found) == {"brand", "link", "link-hover"}
    assert all(contrast_with_white(value) >= LOWEST_CONTRAST for value in found.values())


@pytest.mark.parametrize("colour", ["ffffff", "767779", "00625B", "00625", "00625bb", "red", "zzzzzz", "aaaaaa"])
def test_any_other_is_not_there(client, db, colour):
    assert client.get(f"/brand/{colour}.css").status_code == 404
