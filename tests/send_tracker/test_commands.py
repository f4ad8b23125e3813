"""The commands a person types: opening an area, printing the permissions."""

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

from areas.access import PERMISSION_WORDS, Permission
from areas.models import Demonstration, LocalArea, Membership, OutgoingEmail, User

OPEN = [
    "open_area",
    "--name=Westshire",
    "--council=Westshire Council",
    "--lead-name=Zoe",
    "--lead-email=Zoe@example.org",
]


def test_an_area_is_opened_and_its_lead_told_how_to_begin(db, capsys, client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    call_command(*OPEN)
    member = Membership.objects.get()
    assert (member.area.slug, member.role, member.user.email) == ("westshire", "lead", "zoe@example.org")
    assert OutgoingEmail.objects.get().person == member.user
    said = capsys.readouterr().out
    assert "http://127.0.0.1:8000/areas/westshire/" in said
    link = said.split()[-1].removeprefix("http://127.0.0.1:8000")
    form = client.get(link, follow=True)
    password = {"password1": "three-words-together", "password2": "three-words-together"}
    client.post(form.redirect_chain[-1][0], password)
    assert User.objects.get().check_password("three-words-together")


def test_the_link_is_not_printed_where_mail_leaves_the_machine(db, capsys, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    call_command(*OPEN)
    said = capsys.readouterr().out
    assert "password" not in said
    assert "An invitation to zoe@example.org will go out" in said


def test_a_lead_who_is_known_signs_in_as_before(db, capsys):
    User.objects.create_user("zoe@example.org", "Zoe", "three-words-together")
    call_command(*OPEN)
    assert "signs in as before" in capsys.readouterr().out
    assert OutgoingEmail.objects.count() == 0


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("--lead-email=nonsense", "valid email"),
        ("--slug=no/slug", "valid “slug”"),
        ("--name=" + "x" * 101, "at most 100"),
        ("--ons-code=E1000001234", "at most 9"),
    ],
)
def test_nonsense_opens_nothing(db, word, said):
    with pytest.raises(CommandError, match=said):
        call_command(*OPEN, word)
    assert LocalArea.objects.count() == 0


def test_an_area_is_opened_once(db):
    call_command(*OPEN)
    with pytest.raises(CommandError, match="already"):
        call_command(*OPEN)
    assert LocalArea.objects.count() == 1


def test_no_real_area_is_opened_in_the_demonstration(db):
    Demonstration.objects.create(told_to_on=date(2020, 1, 21))
    with pytest.raises(CommandError, match="the demonstration's database"):
        call_command(*OPEN)
    assert LocalArea.objects.count() == 0


def test_the_page_of_permissions_is_the_table(capsys):
    call_command("permissions_table")
    assert Path(settings.BASE_DIR, "docs/permissions.md").read_text() == capsys.readouterr().out


def test_every_permission_is_said_in_words():
    assert set(PERMISSION_WORDS) == set(Permission)
