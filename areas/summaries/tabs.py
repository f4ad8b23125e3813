"""The tabs of an area's pages."""

from dataclasses import dataclass

from django.urls import reverse

from areas.access import Permission, Visit


@dataclass(frozen=True)
class Tab:
    """One tab of an area's pages."""

    url: str
    text: str
    current: bool


TABS = (
    ("overview", "Overview", "boards:area_detail", None),
    ("inspections", "Inspections", "inspections:source_list", None),
    ("plans", "Plans", "actions:plan_list", None),
    ("boards", "Boards", "boards:board_list", None),
    ("documents", "Documents", "areas:document_list", None),
    ("people", "People", "areas:people_list", None),
    ("history", "History", "areas:history_list", Permission.HISTORY_READ),
)


def area_tabs(here: Visit, current: str) -> list[Tab]:
    """The tabs of the area this person may open; `current` is the first word of one of TABS. No query."""
    return [
        Tab(reverse(address, args=[here.area.slug]), text, name == current)
        for name, text, address, needed in TABS
        if needed is None or here.may(needed)
    ]
