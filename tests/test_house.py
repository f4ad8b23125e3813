"""The house plan, kept by the tests: storeys, rooms, doors."""

import ast
import inspect
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.urls import URLPattern, get_resolver

from send_tracker.lib.records import AppendOnly

STOREYS = ["areas", "inspections", "actions", "boards"]
MODELS = [model for app in STOREYS for model in apps.get_app_config(app).get_models(include_auto_created=False)]
FILES = sorted(path for app in STOREYS for path in Path(settings.BASE_DIR, app).rglob("*.py"))
SOURCES = [path for path in FILES if "migrations" not in path.parts]
VIEWS = [path for path in SOURCES if "views" in path.stem or path.parent.name == "views"]
TOP = {
    ".ci", ".env.example", ".git", ".gitignore", "README.md", "actions", "areas", "boards", "docs", "inspections",
    "manage.py", "package-lock.json", "package.json", "pyproject.toml", "requirements-dev.txt", "requirements.txt",
    "script", "send_tracker", "static", "templates", "tests",
}  # fmt: skip
OPEN_PAGES = {
    "home", "health", "health_ready", "accessibility", "demo_sign_in", "areas:brand",
    "dates:calculator", "dates:calculator_json", "dates:calculator_ics", "published:national", "published:national_csv",
    "published:themes",
    "published:area_list", "published:area_detail", "published:publication_detail", "published:publication_pdf",
    "account_login", "account_logout", "account_signup", "account_inactive", "account_reset_password",
    "account_reset_password_done", "account_reset_password_from_key", "account_reset_password_from_key_done",
    "account_confirm_email", "account_email_verification_sent", "account_confirm_login_code",
}  # fmt: skip


def pages(resolver=None, namespace=""):
    """Every (name, view) of the map."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield namespace + (pattern.name or str(pattern.pattern)), pattern.callback
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from pages(pattern, inner)


def test_the_top_level_is_the_prescribed_one():
    ignored = {line.strip() for line in Path(settings.BASE_DIR, ".gitignore").read_text().splitlines()}
    found = {path.name for path in Path(settings.BASE_DIR).iterdir() if path.name not in ignored}
    assert {name for name in found if not name.startswith(".coverage")} <= TOP


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_a_row_points_only_down_or_across(model):
    here = STOREYS.index(model._meta.app_label)
    for field in model._meta.get_fields():
        if field.is_relation and not field.auto_created and field.related_model:
            app = field.related_model._meta.app_label
            assert app not in STOREYS or STOREYS.index(app) <= here, f"{field} points up to {app}"


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_a_model_says_what_a_row_is(model):
    assert not model.__doc__.startswith(f"{model.__name__}("), "Django wrote this docstring"


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_rows_are_never_deleted_with_others(model):
    for field in model._meta.get_fields():
        if isinstance(field, models.ForeignKey):
            assert field.remote_field.on_delete is models.PROTECT, field


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_a_field_name_tells_its_type(model):
    for field in model._meta.get_fields():
        if field.name == "last_login":  # Django's own
            continue
        if isinstance(field, models.DateTimeField):
            assert field.name.endswith(("_at", "_until")), field
        elif isinstance(field, models.DateField):
            assert field.name == "on" or field.name.endswith("_on"), field
        elif isinstance(field, models.BooleanField):
            assert field.name.startswith(("is_", "has_", "needs_", "requires_")), field


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_history_has_a_day_an_instant_and_an_author(model):
    if issubclass(model, AppendOnly):
        names = {field.name for field in model._meta.get_fields()}
        assert {"on", "recorded_at", "recorded_by"} <= names


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_who_and_when_go_together_in_the_database(model):
    """Where a model has x_by and x_on (or x_at), both nullable, a constraint holds them together."""
    fields = {field.name: field for field in model._meta.get_fields() if isinstance(field, models.Field)}
    constrained = " ".join(str(constraint) for constraint in model._meta.constraints)
    for name, field in fields.items():
        if name.endswith("_by") and field.null:
            for when in (name.removesuffix("_by") + "_on", name.removesuffix("_by") + "_at"):
                if when in fields and fields[when].null:
                    assert f"{name}__isnull" in constrained, f"{model.__name__}: {name} and {when}"
                    assert f"{when}__isnull" in constrained, f"{model.__name__}: {name} and {when}"


@pytest.mark.parametrize("path", SOURCES, ids=str)
def test_a_module_says_what_lives_in_it(path):
    text = path.read_text()
    assert not text or ast.get_docstring(ast.parse(text)), "no docstring"


@pytest.mark.parametrize("path", FILES, ids=str)
def test_a_form_is_never_saved(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Attribute) and node.attr == "save":
            assert ast.unparse(node.value) != "form", f"line {node.lineno}: call a service"


@pytest.mark.parametrize("path", VIEWS, ids=str)
def test_views_take_rows_only_through_the_gate(path):
    for found in re.finditer(r"\b\w+\.objects\b(\.\w+)?", path.read_text()):
        if path.name != "public_views.py":
            assert found.group(1) == ".visible_to", found.group(0)


@pytest.mark.parametrize(("name", "view"), list(pages()))
def test_every_page_is_shut_unless_named(name, view):
    assert getattr(view, "login_required", True) == (name not in OPEN_PAGES)


@pytest.mark.parametrize(("name", "view"), [(n, v) for n, v in pages() if n not in OPEN_PAGES and ":" in n])
def test_every_private_page_goes_through_the_gate_first(name, view):
    tree = ast.parse(Path(inspect.unwrap(view).__code__.co_filename).read_text())
    function = next(node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == view.__name__)
    body = function.body[1:] if ast.get_docstring(function) else function.body
    assert re.match(r"here = (access\.)?(enter|visits)\(request\.user", ast.unparse(body[0]))


def test_every_named_open_page_exists():
    assert {name for name, _ in pages()} >= OPEN_PAGES
