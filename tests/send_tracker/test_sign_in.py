"""Signing in and staying in: what a stranger may learn (nothing) and what ends a session."""

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command

from areas.models import OutgoingEmail, User

PASSWORD = "three-words-together"
LOGIN, RESET = "/account/login/", "/account/password/reset/"


@pytest.fixture(autouse=True)
def _limits(db, settings):
    """Rate limits live in the database's cache table; a fast hash, for passwords that are no secret."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    call_command("createcachetable", verbosity=0)
    cache.clear()


@pytest.fixture
def nora(ned):
    ned.set_password(PASSWORD)
    ned.save()
    return ned


def signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def words(page) -> str:
    return page.content.decode()


@pytest.mark.parametrize("email", ["ned@example.org", "NED@Example.ORG", " ned@example.org "])
def test_the_address_is_read_whatever_its_case(client, nora, email):
    page = client.post(LOGIN, {"login": email, "password": PASSWORD})
    assert (page.status_code, page.headers["Location"]) == (302, "/my/")
    assert signed_in(client)


@pytest.mark.parametrize("email", ["ned@example.org", "nobody@example.org", "Ｎed@example.org", "ned@example.org\0"])
def test_a_wrong_password_and_an_unknown_address_look_the_same(client, nora, email):
    page = client.post(LOGIN, {"login": email, "password": "wrong-words-together"})
    assert page.status_code == 200
    assert not signed_in(client)
    if email.isascii() and "\0" not in email:
        assert "The email address and/or password you specified are not correct." in words(page)


def test_after_five_wrong_passwords_the_right_one_must_wait(client, nora):
    for _ in range(5):
        client.post(LOGIN, {"login": nora.email, "password": "wrong"})
    page = client.post(LOGIN, {"login": nora.email, "password": PASSWORD})
    assert not signed_in(client)
    assert "Too many failed login attempts" in words(page)


@pytest.mark.parametrize(("proxies", "are_let_in"), [(1, True), (0, False)])
def test_behind_a_proxy_one_persons_noise_shuts_nobody_else_out(client, nora, settings, proxies, are_let_in):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    for n in range(10):
        noise = {"login": f"nobody{n}@example.org", "password": "wrong"}
        client.post(LOGIN, noise, headers={"X-Forwarded-For": "203.0.113.9"})
    typed = {"login": nora.email, "password": PASSWORD}
    client.post(LOGIN, typed, headers={"X-Forwarded-For": "203.0.113.10"})
    assert signed_in(client) == are_let_in


def test_too_many_tries_are_told_in_plain_words(client, db):
    for _ in range(31):
        page = client.post(LOGIN, {"login": "", "password": ""})
    assert page.status_code == 429
    assert "<h1" in words(page)
    assert "Wait five minutes" in words(page)


def test_a_shut_account_does_not_sign_in(client, nora):
    User.objects.filter(pk=nora.pk).update(is_active=False)
    client.post(LOGIN, {"login": nora.email, "password": PASSWORD})
    assert not signed_in(client)


def test_somebody_shut_out_is_out_at_the_next_press(sign_in, ned):
    client = sign_in(ned)
    assert client.get("/areas/northshire/people/").status_code == 200
    User.objects.filter(pk=ned.pk).update(is_active=False)
    page = client.get("/areas/northshire/people/")
    assert (page.status_code, page.headers["Location"]) == (302, LOGIN + "?next=/areas/northshire/people/")


@pytest.mark.parametrize(
    "wanted",
    ["//evil.example", "https:evil.example", "/\\evil.example", "javascript:alert(1)", "https://evil.example/"],
)
def test_signing_in_leads_nowhere_else(client, nora, wanted):
    page = client.post(LOGIN, {"login": nora.email, "password": PASSWORD, "next": wanted})
    assert page.headers["Location"] == "/my/"


def test_signing_in_leads_back_to_the_page_that_was_asked_for(client, nora):
    page = client.post(LOGIN, {"login": nora.email, "password": PASSWORD, "next": "/areas/northshire/people/"})
    assert page.headers["Location"] == "/areas/northshire/people/"


def test_nobody_signs_up(client, db):
    data = {"email": "me@example.org", "password1": PASSWORD, "password2": PASSWORD}
    assert "Accounts are made by invitation" in words(client.post("/account/signup/", data))
    assert User.objects.count() == 0


def test_nobody_takes_another_address(client, nora):
    client.force_login(nora)
    for press in ("action_add", "action_primary"):
        page = client.post("/account/email/", {press: "", "email": "new-chair@example.org"})
        assert page.status_code == 404
    nora.refresh_from_db()
    assert nora.email == "ned@example.org"
    assert not nora.emailaddress_set.exists()


def test_the_session_is_another_one_after_signing_in(client, nora):
    client.get(LOGIN)
    client.session["x"] = 1
    before = client.session.session_key
    client.post(LOGIN, {"login": nora.email, "password": PASSWORD})
    assert client.session.session_key != before


def test_a_link_does_not_sign_out(sign_in, ned):
    client = sign_in(ned)
    client.get("/account/logout/")
    assert signed_in(client)
    client.post("/account/logout/")
    assert not signed_in(client)


def test_a_reset_says_the_same_to_everybody_and_writes_to_those_it_knows(client, nora):
    shut = User.objects.create_user("shut@example.org", "Shut", PASSWORD)
    User.objects.filter(pk=shut.pk).update(is_active=False)
    answers = {
        (page.status_code, page.headers["Location"])
        for page in (
            client.post(RESET, {"email": email})
            for email in ("Ned@example.org", "nobody@example.org", "shut@example.org")
        )
    }
    assert answers == {(302, RESET + "done/")}
    mail = OutgoingEmail.objects.get()
    assert (mail.person, mail.is_secret) == (nora, True)
    assert mail.expires_at is not None


def test_the_link_of_a_reset_is_on_our_own_address(client, nora):
    client.post(RESET, {"email": nora.email}, headers={"Host": "localhost"})
    assert f"{settings.SITE_URL}/account/password/reset/key/" in OutgoingEmail.objects.get().text


def test_a_link_dies_when_the_address_changes(client, nora):
    client.post(RESET, {"email": nora.email})
    link = next(line for line in OutgoingEmail.objects.get().text.splitlines() if "/reset/key/" in line)
    User.objects.filter(pk=nora.pk).update(email="other@example.org")
    page = client.get(link.removeprefix(settings.SITE_URL), follow=True)
    assert page.redirect_chain == []


def test_asking_for_many_resets_is_stopped(client, nora):
    answers = [client.post(RESET, {"email": nora.email}).status_code for _ in range(6)]
    assert answers[:5] == [302] * 5
    assert answers[5] == 429
    assert OutgoingEmail.objects.count() == 5


def test_signing_in_is_not_cheered(client, nora):
    page = client.post(LOGIN, {"login": nora.email, "password": PASSWORD}, follow=True)
    assert page.status_code == 200
    assert list(page.context["messages"]) == []
    assert "Ned" in words(page)
