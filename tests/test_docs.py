"""The papers say what the program does."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

PAPERS = ["README.md", *sorted(f"docs/{path.name}" for path in Path(settings.BASE_DIR, "docs").glob("*.md"))]
READERS = {"env_text", "env_bool", "env_choice", "env_day", "env_url"}


def read(name: str) -> str:
    return Path(settings.BASE_DIR, name).read_text()


def settings_read() -> set[str]:
    """The names that settings.py asks the environment for."""
    calls = (node for node in ast.walk(ast.parse(read("send_tracker/settings.py"))) if isinstance(node, ast.Call))
    return {
        call.args[0].value
        for call in calls
        if getattr(call.func, "id", "") in READERS and isinstance(call.args[0], ast.Constant)
    }


@pytest.mark.parametrize(
    ("paper", "line"), [(".env.example", r"^#([A-Z_]+)="), ("docs/running.md", r"^\| `([A-Z_]+)` \|")]
)
def test_every_setting_is_told_of_and_no_other(paper, line):
    assert set(re.findall(line, read(paper), re.MULTILINE)) == settings_read()


def test_no_setting_is_read_past_its_reader():
    assert "os.environ" not in read("send_tracker/settings.py")
    assert read("send_tracker/settings.py").count("env.str(") == 1


def test_every_command_is_told_of():
    commands = Path(settings.BASE_DIR).glob("*/management/commands/*.py")
    named = {path.stem for path in commands if path.stem != "__init__"}

    assert named <= set(re.findall(r"manage\.py ([a-z_]+)", read("docs/running.md")))


def test_every_script_is_told_of():
    scripts = {f"script/{path.name}" for path in Path(settings.BASE_DIR, "script").iterdir() if path.suffix == ""}

    assert scripts <= set(re.findall(r"script/[a-z]+", read("README.md")))


def test_every_model_has_its_word():
    models = [
        model
        for app in ("areas", "inspections", "actions", "boards")
        for model in apps.get_app_config(app).get_models()
    ]
    words = re.findall(r"^\| [^|]+ \| `(\w+)` \|", read("docs/words.md"), re.MULTILINE)
    assert sorted(words) == sorted(model.__name__ for model in models)


@pytest.mark.parametrize("paper", PAPERS)
def test_every_link_leads_somewhere(paper):
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", read(paper))

    assert [link for link in links if not Path(settings.BASE_DIR, Path(paper).parent, link).exists()] == []
