"""The calculator of dates, for anybody: a page, JSON and a calendar file of one address. It writes nothing."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from inspections import exports
from inspections.forms.calculator import CalculatorForm
from inspections.summaries.calculator import calculate
from send_tracker.lib.http import attachment

# Long enough to spare the server, short enough that a changed rule is seen by everybody soon.
KEPT = {"public": True, "max_age": 300}


@login_not_required
@require_safe
@cache_control(**KEPT)
def calculator(request):
    form = CalculatorForm(request.GET if request.GET.keys() & CalculatorForm.base_fields.keys() else None)
    found = calculate(form.cleaned_data["framework"], form.given) if form.is_valid() else None
    query = request.GET.urlencode()
    return render(request, "inspections/calculator.html", {"form": form, "found": found, "query": query})


@login_not_required
@require_safe
@cache_control(**KEPT)
def calculator_json(request):
    form = CalculatorForm(request.GET)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=400)
    return JsonResponse(exports.calculation_json(calculate(form.cleaned_data["framework"], form.given)))


@login_not_required
@require_safe
@cache_control(**KEPT)
def calculator_ics(request):
    form = CalculatorForm(request.GET)
    if not form.is_valid():
        faults = (f"{name}: {words}" for name, errors in form.errors.items() for words in errors)
        return HttpResponse("\n".join(faults), status=400, content_type="text/plain; charset=utf-8")
    found = calculate(form.cleaned_data["framework"], form.given)
    page = f"{request.build_absolute_uri(reverse('dates:calculator'))}?{exports.address_of(found)}"
    content = exports.calculation_calendar(found, page, at=timezone.now())
    return attachment(content, "send-dates.ics", "text/calendar; charset=utf-8")
