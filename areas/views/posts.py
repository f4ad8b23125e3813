"""Posts of the area and who holds them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from areas import access, services, summaries
from areas.access import Permission
from areas.forms import AppointForm, ConfirmForm, PostForm
from areas.models import Post, PostHolder
from areas.summaries import area_tabs
from send_tracker.lib.dates import today
from send_tracker.lib.refusals import Refused


def post_create(request, area_slug):
    """Name a job that leads actions or fills seats."""
    here = access.enter(request.user, area_slug, today())
    if not here.may(Permission.PEOPLE_MANAGE):
        raise PermissionDenied
    back = reverse("areas:people_list", args=[area_slug])
    form = PostForm(request.POST or None, area=here.area, on=today(), cancel_url=back)
    if form.is_valid():
        by = here.acting(Permission.PEOPLE_MANAGE)
        try:
            post = services.create_post(area=here.area, by=by, on=today(), **form.cleaned_data)
        except Refused as refused:
            form.tell(refused)
        else:
            messages.success(request, f"{post} is there. Nobody holds it yet.")
            return redirect("areas:post_detail", area_slug, post.pk)
    context = {"here": here, "tabs": area_tabs(here, "people"), "form": form}
    return render(request, "areas/post_create.html", context)


@require_safe
def post_detail(request, area_slug, pk):
    """A post, and who holds it or did."""
    here = access.enter(request.user, area_slug, today())
    post = get_object_or_404(Post.objects.visible_to(here).select_related("area", "organisation"), pk=pk)
    context = {
        "here": here,
        "tabs": area_tabs(here, "people"),
        "post": post,
        "holders": summaries.holders_of(post, today()),
        "may_manage": here.may(Permission.PEOPLE_MANAGE) and post.closed_on is None,
    }
    return render(request, "areas/post_detail.html", context)


def post_appoint(request, area_slug, pk):
    """Somebody takes the post up."""
    here = access.enter(request.user, area_slug, today())
    post = get_object_or_404(Post.objects.visible_to(here).select_related("area", "organisation"), pk=pk)
    if not here.may(Permission.PEOPLE_MANAGE):
        raise PermissionDenied
    back = reverse("areas:post_detail", args=[area_slug, pk])
    form = AppointForm(request.POST or None, post=post, on=today(), cancel_url=back)
    if form.is_valid():
        by = here.acting(Permission.PEOPLE_MANAGE)
        try:
            holder = services.appoint(post=post, by=by, on=today(), **form.cleaned_data)
        except Refused as refused:
            form.tell(refused)
        else:
            messages.success(request, f"{holder.user} now holds the post {post}.")
            return redirect(back)
    context = {"here": here, "tabs": area_tabs(here, "people"), "form": form, "post": post}
    return render(request, "areas/post_appoint.html", context)


def post_close(request, area_slug, pk):
    """Close a post, after asking."""
    here = access.enter(request.user, area_slug, today())
    post = get_object_or_404(Post.objects.visible_to(here).select_related("organisation"), pk=pk)
    if not here.may(Permission.PEOPLE_MANAGE):
        raise PermissionDenied
    back = reverse("areas:post_detail", args=[area_slug, pk])
    form = ConfirmForm({} if request.method == "POST" else None, submit="Close the post", cancel_url=back)
    if form.is_valid():
        try:
            services.close_post(post=post, by=here.acting(Permission.PEOPLE_MANAGE), on=today())
        except Refused as refused:
            form.tell(refused)
        else:
            messages.success(request, f"{post} is closed.")
            return redirect("areas:people_list", area_slug)
    context = {"here": here, "tabs": area_tabs(here, "people"), "form": form, "post": post}
    return render(request, "areas/post_close.html", context)


def holder_end(request, area_slug, pk):
    """Somebody gives the post up, after asking."""
    here = access.enter(request.user, area_slug, today())
    holders = PostHolder.objects.visible_to(here).select_related("user", "post__organisation")
    holder = get_object_or_404(holders, pk=pk)
    if not here.may(Permission.PEOPLE_MANAGE):
        raise PermissionDenied
    back = reverse("areas:post_detail", args=[area_slug, holder.post_id])
    form = ConfirmForm({} if request.method == "POST" else None, submit="Step down", cancel_url=back)
    if form.is_valid():
        try:
            services.step_down(holder=holder, by=here.acting(Permission.PEOPLE_MANAGE), on=today())
        except Refused as refused:
            form.tell(refused)
        else:
            messages.success(request, f"{holder.user} no longer holds the post {holder.post}.")
            return redirect(back)
    context = {"here": here, "tabs": area_tabs(here, "people"), "form": form, "holder": holder}
    return render(request, "areas/holder_end.html", context)
