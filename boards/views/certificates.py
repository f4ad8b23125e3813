"""The certificate by which council and health sign a plan together."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from areas import access
from areas.access import Permission
from boards import rules
from boards.forms.certificates import CertificateForm, RecordSignatureForm, SignatureForm
from boards.models import Certificate
from boards.services import certificates as services
from boards.summaries.certificates import certificate_page
from boards.views.approvals import _page, _posted, _recorder, _route, _tried
from send_tracker.lib.dates import today
from send_tracker.lib.http import attachment
from send_tracker.lib.pdf import render_pdf
from send_tracker.lib.refusals import Refused


@require_safe
def certificate_detail(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    certificate = _certificate(here, pk)
    found = certificate_page(certificate)
    is_open = not found.is_complete and not found.superseded_by
    may_sign = is_open and rules.may_sign(here, rules.signing_posts(here, certificate))
    return _page(request, here, "certificate_detail", certificate=certificate, found=found, may_sign=may_sign)


def certificate_create(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    route = _route(here, pk)
    _recorder(here)
    form = CertificateForm(_posted(request), route=route, on=today(), cancel_url=route.get_absolute_url())
    if form.is_valid():
        certificate = _tried(form, services.open_certificate, here, route=route, **form.cleaned_data)
        if certificate:
            messages.success(request, "The certificate is open. Each body named on it can sign.")
            return redirect(certificate)
    return _page(request, here, "certificate_create", form=form, route=route)


def signature_create(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    certificate = _certificate(here, pk)
    own = rules.signing_posts(here, certificate)
    if not rules.may_sign(here, own):
        raise PermissionDenied
    kind = RecordSignatureForm if here.may(Permission.PLAN_SIGN_FOR_OTHERS) else SignatureForm
    kwargs = {"certificate": certificate, "own": own, "on": today(), "cancel_url": certificate.get_absolute_url()}
    form = kind(_posted(request), initial={"signed_on": today()}, **kwargs)
    if form.is_valid():
        post = form.cleaned_data["post"]
        permission = Permission.PLAN_SIGN_FOR_OTHERS if form.cleaned_data.get("heard_by") else Permission.PLAN_SIGN
        body = post.organisation_id if permission == Permission.PLAN_SIGN else None
        try:
            by = here.acting(permission, body)
            signature = services.sign(certificate=certificate, by=by, on=today(), **form.cleaned_data)
        except Refused as refused:
            form.tell(refused)
        else:
            messages.success(request, f"{signature.organisation} has signed.")
            return redirect(certificate)
    context = {"form": form, "certificate": certificate, "found": certificate_page(certificate)}
    return _page(request, here, "signature_create", **context)


@require_safe
def certificate_pdf(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    certificate = _certificate(here, pk)
    route = certificate.route
    name = f"{here.area.slug}-joint-sign-off-{slugify(route.edition) or route.pk}.pdf"
    return attachment(render_pdf(services.certificate_html(certificate)), name, "application/pdf")


def _certificate(here, pk):
    related = ("route__plan__area", "route__submission")
    return get_object_or_404(Certificate.objects.visible_to(here).select_related(*related), pk=pk)
