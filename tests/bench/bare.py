"""What a plan's table costs in Django at least: seven queries, rows as the database gives them, one loop."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.urls import path

from actions.models import Action, ActionLead, Plan
from areas.models import Membership


@login_required
def table(request, pk):
    if not Membership.objects.filter(user=request.user, area__plans=pk).values_list("pk", flat=True):
        raise Http404
    plan = Plan.objects.values("title").get(pk=pk)
    leads, findings = {}, {}
    for action, post in ActionLead.objects.filter(action__plan=pk).values_list("action", "post__title"):
        leads.setdefault(action, []).append(post)
    for action, number in Action.objects.filter(plan=pk).values_list("pk", "findings__number").order_by("pk"):
        findings.setdefault(action, []).append(number)
    rows = list(
        Action.objects.filter(plan=pk)
        .order_by("position")
        .values("pk", "reference", "title", "stage", "rag", "workstream__title", "due_on", "updated_on")
    )
    for row in rows:
        row |= {
            "leads": ", ".join(leads[row["pk"]]),
            "findings": ", ".join(findings[row["pk"]]),
            "due": f"{row['due_on']:%d %B %Y}",
            "updated": f"{row['updated_on']:%d %B %Y}",
        }
    return render(request, "bare.html", {"plan": plan, "rows": rows})


urlpatterns = [path("bare/<int:pk>/", table)]
