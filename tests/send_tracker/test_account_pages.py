"""The pages of signing in and of passwords, in our look and words."""

import re
from dataclasses import dataclass
from datetime import date

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from areas.models import OutgoingEmail

PASSWORD = "three-words-together"


@dataclass(frozen=True)
class Person:
    pk: int
    name: str
    posts: str
    area: str


def heading(response) -> str:
    found = re.findall(r"<h1[^>]*>\s*(.*?)\s*</h1>", response.content.decode())
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("account_login", "Sign in"),
        ("account_reset_password", "Reset your password"),
        ("account_reset_password_done", "Look at your e-mail"),
        ("account_reset_password_from_key_done", "Your password is changed"),
        ("account_inactive", "This account is closed"),
        ("account_signup", "Accounts are made by invitation"),
    ],
)
def test_the_pages_a_stranger_meets(client, db, name, said):
    response = client.get(reverse(name))
    assert response.status_code == 200
    assert heading(response) == said
    assert "/signup/" not in response.content.decode()


@pytest.mark.parametrize(
    ("name", "said"),
    [("account_logout", "Do you want to sign out?"), ("account_change_password", "Change your password")],
)
def test_the_pages_of_somebody_signed_in(client, ned, name, said):
    ned.set_password(PASSWORD)
    ned.save()
    client.force_login(ned)
    assert heading(client.get(reverse(name))) == said


def test_a_wrong_password_is_said_above_the_form_and_keeps_the_address(client, ned):
    response = client.post(reverse("account_login"), {"login": ned.email, "password": "wrong"})
    page = response.content.decode()
    assert page.index("There is a problem") < page.index("<h1")
    assert f'value="{ned.email}"' in page


def test_an_empty_form_is_told_beside_its_fields(client, db):
    page = client.post(reverse("account_login"), {}).content.decode()
    assert 'href="#id_login"' in page
    assert 'id="id_login_error"' in page


def test_a_password_is_reset_by_a_link_that_works_once(client, ned):
    client.post(reverse("account_reset_password"), {"email": ned.email})
    letter = OutgoingEmail.objects.get(person=ned)
    assert letter.subject == "Choose a new password for SEND Tracker"
    link = re.search(r"https?://[^/]+(/\S+)", letter.text)[1]
    form = client.get(link, follow=True)
    assert heading(form) == "Choose a new password"
    address = form.redirect_chain[-1][0]
    client.post(address, {"password1": PASSWORD, "password2": PASSWORD})
    ned.refresh_from_db()
    assert ned.check_password(PASSWORD)
    assert heading(client.get(link, follow=True)) == "This link does not work any more"


def test_the_demonstration_lists_its_people_by_area():
    people = [
        Person(1, "Programme manager", "Area lead", "Essex"),
        Person(2, "Accountable officer", "Health lead", "Essex"),
        Person(3, "Independent chair", "Board chair", "Wokingham"),
    ]
    page = render_to_string("account/login.html", {"demo_day": date(2020, 1, 21), "demo_people": people})
    assert re.findall(r"<h3[^>]*>(.*?)</h3>", page) == ["Essex", "Wokingham"]
    assert re.findall(r'name="user" value="(\d)"', page) == ["1", "2", "3"]
    assert f'method="post" action="{reverse("demo_sign_in")}"' in page


def test_nobody_is_listed_outside_the_demonstration():
    page = render_to_string("account/login.html", {"demo_people": [Person(1, "Programme manager", "", "Essex")]})
    assert "Programme manager" not in page
