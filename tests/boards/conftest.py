"""The board everybody reports to: a thread from finding to meeting, and the posts that clear a report."""

import pytest

from tests.factories.reports import make_approved, make_draft, make_published, make_thread


@pytest.fixture
def meeting(northshire, ada, neds_post):
    """The meeting of 14 October, with four actions: red, amber, overdue and complete."""
    return make_thread(northshire, ada.membership, neds_post)


@pytest.fixture
def draft(meeting, ada):
    return make_draft(meeting, ada.membership)


@pytest.fixture
def approved(meeting, cal):
    return make_approved(meeting, cal.membership)


@pytest.fixture
def published(meeting, ada, neds_post, beas_post):
    return make_published(meeting, ada.membership, neds_post, beas_post)
