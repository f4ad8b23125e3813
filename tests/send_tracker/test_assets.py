"""`manage.py assets` builds what is out of date, and nothing else."""

import shutil
from io import StringIO

import pytest
from django.conf import settings as project
from django.core.management import CommandError, call_command

from send_tracker.management.commands.assets import fingerprint

PROJECT = project.BASE_DIR

pytestmark = pytest.mark.skipif(
    not (PROJECT / "node_modules" / "sass").exists(), reason="script/setup --tools brings the packages"
)


@pytest.fixture
def yard(tmp_path, settings):
    """A project whose packages have been brought, with one style sheet and one part of it."""
    settings.BASE_DIR, settings.BUILD_DIR = tmp_path, tmp_path / "build"
    shutil.copy(PROJECT / "package-lock.json", tmp_path)
    (tmp_path / "node_modules").mkdir()
    for package in (PROJECT / "node_modules").iterdir():
        (tmp_path / "node_modules" / package.name).symlink_to(package)
    for stamp in (".brought", ".brought-dev"):
        (tmp_path / "node_modules" / stamp).unlink(missing_ok=True)
        (tmp_path / "node_modules" / stamp).write_text(fingerprint([tmp_path / "package-lock.json"]))
    scss = tmp_path / "static" / "scss"
    scss.mkdir(parents=True)
    (scss / "paper.scss").write_text('@use "colour";\np { color: colour.$ink; }')
    (scss / "_colour.scss").write_text("$ink: #112233;")
    return tmp_path


def assets(**options) -> str:
    out = StringIO()
    call_command("assets", stdout=out, **options)
    return out.getvalue()


def test_a_sheet_is_built_with_what_the_pages_load_beside_it(yard):
    said = assets()

    assert said == "Building the style sheets ...\n"
    assert [sheet.name for sheet in (yard / "build" / "css").iterdir()] == ["paper.css"]
    assert "#123" in (yard / "build" / "css" / "paper.css").read_text()
    assert (yard / "build" / "govuk" / "govuk-frontend.min.js").stat().st_size > 10_000
    assert list((yard / "build" / "govuk" / "assets" / "images").glob("*.svg"))
    assert not list((yard / "build").rglob("*.woff2"))


def test_what_is_up_to_date_is_left_alone_and_needs_no_packages(yard):
    assets()
    (yard / "node_modules").rename(yard / "gone")

    assert assets() == "Style sheets and scripts are up to date.\n"


def test_a_changed_part_builds_the_sheets_again(yard):
    assets()
    (yard / "static" / "scss" / "_colour.scss").write_text("$ink: #445566;")

    assert assets(dev=True) == "Building the style sheets ...\n"
    assert "#456" in (yard / "build" / "css" / "paper.css").read_text()


def test_a_sheet_that_does_not_compile_stops_and_is_tried_again(yard):
    (yard / "static" / "scss" / "paper.scss").write_text("p { color: ")

    for _ in range(2):
        with pytest.raises(CommandError, match=r"^sass paper.scss failed"):
            assets()


def test_packages_that_cannot_be_brought_stop_the_build(yard):
    (yard / "package-lock.json").write_text("{}")
    (yard / "node_modules").rename(yard / "gone")

    with pytest.raises(CommandError, match=r"^npm ci failed"):
        assets()
