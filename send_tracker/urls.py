"""The map of the house: each app's addresses, and the few that belong to none."""

from django.urls import include, path

from boards.views.dashboard import my_home
from send_tracker import views

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz/", views.health, name="health"),
    path("healthz/ready/", views.health_ready, name="health_ready"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("demonstration/sign-in/", views.demo_sign_in, name="demo_sign_in"),
    path("my/", my_home, name="my_home"),
    # Before allauth's page of that address, which would let anybody take any e-mail address unproved, and with it the
    # role that an area lead later gives to whoever has it.
    path("account/email/", views.account_email, name="account_email"),
    path("account/", include("allauth.account.urls")),
    path("", include("areas.urls")),
    path("", include("inspections.urls")),
    path("", include("actions.urls")),
    path("", include("boards.urls")),
    path("", include("boards.public_urls")),
    path("", include("inspections.public_urls")),
]
handler500 = "send_tracker.views.server_error"
