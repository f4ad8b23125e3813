"""The cast, the day, and the two areas every refusal is tested between.

In Northshire: Ada is area lead (council), Ned officer, Bea health lead (her board serves Southshire too), Cal board
chair, Fay forum, Gil contributor (a provider), Hal adviser, Dee reader. Eve is area lead in Southshire and must see
nothing of Northshire.
"""

from datetime import date

import pytest
from django.conf import settings
from hypothesis import settings as hypothesis

from areas.models import Commissioning, Role
from tests.factories.areas import (
    START,
    make_area,
    make_membership,
    make_organisation,
    make_partner,
    make_post,
    make_user,
)

ON = date(2026, 10, 14)

# How long one example takes is the machine's affair, and says nothing of the code.
hypothesis.register_profile("house", deadline=None)
hypothesis.load_profile("house")


@pytest.fixture(scope="session", autouse=True)
def _documents(tmp_path_factory):
    """Files handed in by tests are kept apart from those of the installation."""
    settings.DOCUMENTS_DIR = tmp_path_factory.mktemp("documents")


@pytest.fixture
def on() -> date:
    """The day of every test: a Wednesday."""
    return ON


@pytest.fixture(autouse=True)
def _settings(settings):
    """No demonstration unless a test asks for it, and no test needs collected static files."""
    settings.DEMO_DAY = None
    settings.WHITENOISE_AUTOREFRESH = True  # or it warns of the missing staticfiles/
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    """The day is an argument everywhere; the edge, which asks for it, is told this one."""
    monkeypatch.setattr("send_tracker.lib.dates.london_today", lambda: ON)


@pytest.fixture
def northshire(db):
    return make_area("Northshire")


@pytest.fixture
def southshire(db):
    return make_area("Southshire")


@pytest.fixture
def council(northshire):
    return make_organisation(northshire, "Northshire Council", "council")


@pytest.fixture
def icb(northshire, southshire):
    """The integrated care board of both areas."""
    body = make_organisation(northshire, "Shires Integrated Care Board", "icb", short_name="Shires ICB")
    make_partner(southshire, body)
    return body


@pytest.fixture
def trust(northshire, icb):
    """A provider the integrated care board commissions."""
    body = make_organisation(northshire, "Shires Community NHS Trust", "nhs trust")
    Commissioning.objects.create(provider=body, commissioner=icb, started_on=START)
    return body


@pytest.fixture
def forum(northshire):
    return make_organisation(northshire, "Northshire Parent Carer Forum", "forum")


@pytest.fixture
def south_council(southshire):
    return make_organisation(southshire, "Southshire Council", "council")


def _person(name, area, organisation, role):
    user = make_user(name, f"{name.lower()}@example.org")
    user.membership = make_membership(user, area, organisation, role)
    return user


@pytest.fixture
def ada(northshire, council):
    return _person("Ada", northshire, council, Role.LEAD)


@pytest.fixture
def ned(northshire, council):
    return _person("Ned", northshire, council, Role.OFFICER)


@pytest.fixture
def bea(northshire, southshire, icb):
    bea = _person("Bea", northshire, icb, Role.HEALTH)
    make_membership(bea, southshire, icb, Role.HEALTH)
    return bea


@pytest.fixture
def cal(northshire, council):
    return _person("Cal", northshire, council, Role.CHAIR)


@pytest.fixture
def fay(northshire, forum):
    return _person("Fay", northshire, forum, Role.FORUM)


@pytest.fixture
def gil(northshire, trust):
    return _person("Gil", northshire, trust, Role.CONTRIBUTOR)


@pytest.fixture
def hal(northshire):
    return _person("Hal", northshire, make_organisation(northshire, "Department for Education", "dfe"), Role.ADVISER)


@pytest.fixture
def dee(northshire, council):
    return _person("Dee", northshire, council, Role.READER)


@pytest.fixture
def eve(southshire, south_council):
    return _person("Eve", southshire, south_council, Role.LEAD)


@pytest.fixture
def neds_post(northshire, council, ned):
    return make_post(northshire, council, "Head of SEND", holder=ned)


@pytest.fixture
def beas_post(northshire, icb, bea):
    return make_post(northshire, icb, "Designated clinical officer", holder=bea)


@pytest.fixture
def sign_in(client):
    """The test client with this person signed in: `page = sign_in(ned).get(...)`."""

    def _sign_in(user):
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return _sign_in
