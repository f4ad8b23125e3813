"""What of a plan may leave the house: every field stands in exactly one list, so that a new one is private."""

import pytest
from django.apps import apps

MODELS = list(apps.get_app_config("actions").get_models())
TOLD = {
    "reason", "route_to_green", "wanted_from_board", "recorded_by", "lead_post", "lead_posts", "note", "points",
    "words",
}  # fmt: skip


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_field_is_public_or_private(model):
    names = {field.name for field in (*model._meta.concrete_fields, *model._meta.many_to_many)}
    assert names == model.PUBLIC | model.PRIVATE
    assert not model.PUBLIC & model.PRIVATE


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_narratives_and_people_are_private(model):
    assert not model.PUBLIC & TOLD
