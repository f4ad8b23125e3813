"""A small Django project on the same database and nothing to spare: standard middleware, one address."""

from pathlib import Path

from tests.bench.settings import *  # noqa: F403 -- settings upon settings
from tests.bench.settings import SIGNED_IN_BY

ROOT_URLCONF = "tests.bench.bare"
AUTHENTICATION_BACKENDS = [SIGNED_IN_BY]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "areas",
    "inspections",
    "actions",
    "boards",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]
