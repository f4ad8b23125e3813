"""The product's addresses, and a page for whoever is signed in that renders nothing."""

from django.http import HttpResponse
from django.urls import path

from send_tracker.urls import urlpatterns as of_the_product


def empty(request):
    return HttpResponse(request.user.email)


urlpatterns = [path("empty/", empty), *of_the_product]
