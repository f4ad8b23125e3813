"""Who is who in the area, and the roles people have."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from areas import access, services, summaries
from areas.access import Permission
from areas.exports import people_table
from areas.forms import ConfirmForm, MembershipForm
from areas.models import Membership
from areas.summaries import area_tabs
from send_tracker.lib.dates import today
from send_tracker.lib.http import as_file, wants_file
from send_tracker.lib.refusals import Refused


@require_safe
def people_list(request, area_slug):
    """Partners, posts, people and places of the area."""
    here = access.enter(request.user, area_slug, today())
    people = summaries.people_of(here.area, today())
    if wants_file(request):
        return as_file(request, people_table(people))
    context = {
        "here": here,
        "tabs": area_tabs(here, "people"),
        "people": people,
        "may_manage": here.may(Permission.PEOPLE_MANAGE),
        "may_read_history": here.may(Permission.HISTORY_READ),
    }
    return render(request, "areas/people_list.html", context)


def membership_create(request, area_slug):
    """Give somebody a role for a body; somebody new is invited."""
    here = access.enter(request.user, area_slug, today())
    if not here.may(Permission.PEOPLE_MANAGE):
        raise PermissionDenied
    back = reverse("areas:people_list", args=[area_slug])
    form = MembershipForm(request.POST or None, area=here.area, on=today(), cancel_url=back)
    if form.is_valid():
        by = here.acting(Permission.PEOPLE_MANAGE)
        try:
            member = services.add_member(area=here.area, by=by, on=today(), at=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            form.tell(refused)
        else:
            role = member.get_role_display().lower()
            messages.success(request, f"{member.user} is now {role} for {member.organisation}.")
            return redirect(back)
    context = {"here": here, "tabs": area_tabs(here, "people"), "form": form}
    return render(request, "areas/membership_create.html", context)


def membership_end(request, area_slug, pk):
    """End a role, after asking."""
    here = access.enter(request.user, area_slug, today())
    members = Membership.objects.visible_to(here).select_related("user", "organisation")
    member = get_object_or_404(members, pk=pk)
    if not here.may(Permission.PEOPLE_MANAGE):
        raise PermissionDenied
    back = reverse("areas:people_list", args=[area_slug])
    form = ConfirmForm({} if request.method == "POST" else None, submit="End the role", cancel_url=back)
    if form.is_valid():
        try:
            services.end_membership(membership=member, by=here.acting(Permission.PEOPLE_MANAGE), on=today())
        except Refused as refused:
            form.tell(refused)
        else:
            role = member.get_role_display().lower()
            messages.success(request, f"{member.user} is no longer {role} for {member.organisation}.")
            return redirect("my_home" if member.user == request.user else back)
    context = {"here": here, "tabs": area_tabs(here, "people"), "form": form, "member": member}
    return render(request, "areas/membership_end.html", context)
