"""Settings come from the environment, and nonsense stops the program in words."""

import os
import runpy

import pytest
from django.conf import settings as project
from django.core.exceptions import ImproperlyConfigured


@pytest.fixture
def read(monkeypatch, tmp_path):
    """Read the settings file in an environment that says these things and nothing else."""

    def read(**environment):
        for name in list(os.environ):
            monkeypatch.delenv(name)
        for name, value in {"VAR_DIR": str(tmp_path / "var"), **environment}.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(project.BASE_DIR / "send_tracker" / "settings.py"))

    return read


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("DEBUG", "yes", "DEBUG must be True or False, not 'yes'."),
        ("BEHIND_PROXY", "1", "BEHIND_PROXY must be True or False, not '1'."),
        ("DEMO_DAY", "2020-02-31", "DEMO_DAY must be a day such as 2020-01-21, not '2020-02-31'."),
        ("DATABASE_URL", "mysql://me:pa55@there/it", "DATABASE_URL must begin with one of postgres://,"),
        ("REDIS_URL", "localhost:6379", "REDIS_URL must begin with one of redis://,"),
        ("EMAIL_URL", "smtp://", "EMAIL_URL must begin with one of smtp://, smtp+ssl://, smtp+tls:// and say where."),
        ("SITE_URL", "tracker.example", "SITE_URL must begin with one of http://, https:// and say where."),
        ("EMAIL_IN_DOUBT", "perhaps", "EMAIL_IN_DOUBT must be one of hold, resend, not 'perhaps'."),
        ("LOG_LEVEL", "loud", "LOG_LEVEL must be one of DEBUG, ERROR, INFO, WARNING, not 'loud'."),
    ],
)
def test_nonsense_is_refused_in_words(read, name, value, words):
    with pytest.raises(ImproperlyConfigured) as refusal:
        read(**{name: value})

    assert str(refusal.value).startswith(words)
    assert "pa55" not in str(refusal.value)


def test_nothing_is_needed_and_what_is_set_to_nothing_is_not_set(read, tmp_path):
    names = "DEBUG DEMO_DAY SECRET_KEY SITE_URL DATABASE_URL REDIS_URL EMAIL_URL EMAIL_FROM EMAIL_IN_DOUBT LOG_LEVEL"
    settings = read()

    assert settings["DATABASES"]["default"]["NAME"] == str(tmp_path / "var" / "tracker.sqlite3")
    assert settings["EMAIL_BACKEND"].endswith("filebased.EmailBackend")
    empty = read(**dict.fromkeys(names.split(), ""))
    plain = [name for name in settings if name.isupper()]
    assert {name: empty[name] for name in plain} == {name: settings[name] for name in plain}


def test_the_secret_key_is_made_once_and_is_for_its_owner_alone(read, tmp_path):
    first, second = read(), read()

    assert first["SECRET_KEY"] == second["SECRET_KEY"]
    assert len(first["SECRET_KEY"]) >= 50
    for kept in (tmp_path / "var", tmp_path / "var" / "secret-key"):
        assert kept.stat().st_mode & 0o077 == 0


def test_real_services_are_named_by_their_addresses(read):
    settings = read(
        DATABASE_URL="postgres://tracker:pa55@%2Fvar%2Frun%2Fpostgresql/tracker",
        REDIS_URL="unix:///run/redis/redis.sock",
        EMAIL_URL="smtp+tls://tracker:pa55@mail.example:587",
    )

    assert settings["DATABASES"]["default"]["HOST"] == "/var/run/postgresql"
    assert settings["REDIS_URL"] == "redis+socket:///run/redis/redis.sock"
    assert (settings["EMAIL_HOST"], settings["EMAIL_PORT"], settings["EMAIL_USE_TLS"]) == ("mail.example", 587, True)


def test_https_shuts_the_cookies_to_everything_else(read):
    settings = read(SITE_URL="https://tracker.example", BEHIND_PROXY="True")

    assert settings["SESSION_COOKIE_NAME"] == "__Host-session"
    assert settings["SESSION_COOKIE_SECURE"]
    assert settings["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")
    assert settings["ALLAUTH_TRUSTED_PROXY_COUNT"] == 1
    direct = read(SITE_URL="https://tracker.example")
    assert (direct["SECURE_PROXY_SSL_HEADER"], direct["ALLAUTH_TRUSTED_PROXY_COUNT"]) == (None, 0)
