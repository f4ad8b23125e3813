"""The pages of people, posts, settings and the ledgers."""

from areas.views.bodies import commissioning_create, partner_create, partner_end
from areas.views.ledger import history_list, reminder_list
from areas.views.officers import officer_create, officer_end, officer_list
from areas.views.people import membership_create, membership_end, people_list
from areas.views.posts import holder_end, post_appoint, post_close, post_create, post_detail
from areas.views.settings import area_edit, brand, place_create

__all__ = [
    "area_edit",
    "brand",
    "commissioning_create",
    "history_list",
    "holder_end",
    "membership_create",
    "membership_end",
    "officer_create",
    "officer_end",
    "officer_list",
    "partner_create",
    "partner_end",
    "people_list",
    "place_create",
    "post_appoint",
    "post_close",
    "post_create",
    "post_detail",
    "reminder_list",
]
