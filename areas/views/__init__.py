"""The pages of people, posts, documents, settings and the ledgers."""

from areas.views.bodies import commissioning_create, partner_create, partner_end, succession_create, succession_withdraw
from areas.views.documents import (
    document_answer,
    document_create,
    document_detail,
    document_edit,
    document_file,
    document_list,
    document_withdraw,
    version_create,
)
from areas.views.ledger import history_list, reminder_list
from areas.views.officers import officer_create, officer_end, officer_list
from areas.views.people import membership_create, membership_end, people_list
from areas.views.posts import holder_end, post_appoint, post_close, post_create, post_detail
from areas.views.settings import area_edit, brand, place_create

__all__ = [
    "area_edit",
    "brand",
    "commissioning_create",
    "document_answer",
    "document_create",
    "document_detail",
    "document_edit",
    "document_file",
    "document_list",
    "document_withdraw",
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
    "succession_create",
    "succession_withdraw",
    "version_create",
]
