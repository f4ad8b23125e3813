"""Addresses of plans, workstreams, actions and what is said of them."""

from django.urls import path

from actions.views import contributions, highlights

app_name = "actions"
AREA = "areas/<slug:area_slug>/"
CONTRIBUTION = f"{AREA}contributions/<int:pk>/"
urlpatterns = [
    path("my/contributions/", contributions.my_contributions, name="my_contributions"),
    path(f"{AREA}workstreams/<int:pk>/", highlights.workstream_detail, name="workstream_detail"),
    path(f"{AREA}workstreams/<int:pk>/highlights/new/", highlights.highlight_create, name="highlight_create"),
    path(f"{AREA}actions/<int:pk>/contributions/new/", contributions.contribution_create, name="contribution_create"),
    path(CONTRIBUTION, contributions.contribution_detail, name="contribution_detail"),
    path(f"{CONTRIBUTION}agree/", contributions.contribution_agree, name="contribution_agree"),
    path(f"{CONTRIBUTION}propose/", contributions.contribution_propose, name="contribution_propose"),
    path(f"{CONTRIBUTION}accept/", contributions.contribution_accept, name="contribution_accept"),
    path(f"{CONTRIBUTION}decline/", contributions.contribution_decline, name="contribution_decline"),
    path(f"{CONTRIBUTION}ask-again/", contributions.contribution_ask_again, name="contribution_ask_again"),
    path(f"{CONTRIBUTION}give/", contributions.contribution_give, name="contribution_give"),
    path(f"{CONTRIBUTION}confirm/", contributions.contribution_confirm, name="contribution_confirm"),
]
