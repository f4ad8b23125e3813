"""Addresses of plans, workstreams, actions and what is said of them."""

from django.urls import path

from actions.views import (
    actions,
    attachments,
    contributions,
    feedback,
    highlights,
    plans,
    promises,
    succession,
    workstreams,
)

app_name = "actions"
AREA = "areas/<slug:area_slug>/"
CONTRIBUTION = f"{AREA}contributions/<int:pk>/"
urlpatterns = [
    path("my/actions/", actions.my_actions, name="my_actions"),
    path(f"{AREA}plans/", plans.plan_list, name="plan_list"),
    path(f"{AREA}plans/new/", plans.plan_create, name="plan_create"),
    path(f"{AREA}plans/<int:pk>/", plans.plan_detail, name="plan_detail"),
    path(f"{AREA}plans/<int:pk>/edit/", plans.plan_edit, name="plan_edit"),
    path(f"{AREA}plans/<int:pk>/submit/", plans.plan_submit, name="plan_submit"),
    path(f"{AREA}plans/<int:pk>/documents/", attachments.plan_document_list, name="plan_document_list"),
    path(f"{AREA}plans/<int:pk>/documents/new/", attachments.plan_document_create, name="plan_document_create"),
    path(f"{AREA}plans/documents/<int:pk>/end/", attachments.plan_document_end, name="plan_document_end"),
    path(f"{AREA}submissions/<int:pk>/verdict/", plans.verdict_create, name="verdict_create"),
    path(f"{AREA}verdicts/<int:pk>/", feedback.verdict_detail, name="verdict_detail"),
    path(f"{AREA}verdicts/<int:pk>/points/new/", feedback.point_create, name="point_create"),
    path(f"{AREA}verdicts/<int:pk>/sign-off/", feedback.verdict_sign, name="verdict_sign"),
    path(f"{AREA}points/<int:pk>/edit/", feedback.point_edit, name="point_edit"),
    path(f"{AREA}points/<int:pk>/responses/new/", feedback.response_create, name="response_create"),
    path(f"{AREA}plans/<int:pk>/changes/", succession.plan_changes, name="plan_changes"),
    path(f"{AREA}plans/<int:pk>/succession/", succession.plan_succession, name="plan_succession"),
    path(f"{AREA}findings/<int:pk>/plans/", succession.finding_plans, name="finding_plans"),
    path(f"{AREA}plans/<int:pk>/end/", plans.plan_end, name="plan_end"),
    path(f"{AREA}plans/<int:pk>/approvals/new/", plans.approval_create, name="approval_create"),
    path(f"{AREA}plans/<int:pk>/findings/", plans.finding_list, name="finding_list"),
    path(f"{AREA}plans/<int:pk>/workstreams/new/", workstreams.workstream_create, name="workstream_create"),
    path(f"{AREA}workstreams/<int:pk>/edit/", workstreams.workstream_edit, name="workstream_edit"),
    path(f"{AREA}workstreams/<int:pk>/actions/new/", promises.action_create, name="action_create"),
    path(f"{AREA}actions/<int:pk>/", actions.action_detail, name="action_detail"),
    path(f"{AREA}actions/<int:pk>/edit/", promises.action_edit, name="action_edit"),
    path(f"{AREA}actions/<int:pk>/date/", promises.action_move, name="action_move"),
    path(f"{AREA}actions/<int:pk>/withdraw/", promises.action_withdraw, name="action_withdraw"),
    path(f"{AREA}actions/<int:pk>/updates/new/", actions.update_create, name="update_create"),
    path(f"{AREA}actions/<int:pk>/updates/no-change/", actions.update_no_change, name="update_no_change"),
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
