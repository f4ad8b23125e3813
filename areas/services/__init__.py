"""Every write of this storey worth a sentence: areas, the bodies that answer for them, posts, people and roles."""

from areas.services.areas import add_place, change_area, open_area
from areas.services.bodies import (
    add_partner,
    end_partner,
    name_commissioner,
    register_organisation,
)
from areas.services.documents import FACTS as DOCUMENT_FACTS
from areas.services.documents import (
    add_version,
    answer_document,
    attach_document,
    correct_document,
    detach_document,
    record_document,
    withdraw_document,
)
from areas.services.officers import end_officer, name_officer
from areas.services.people import add_member, appoint, close_post, create_post, end_membership, step_down
from areas.services.succession import succeed_organisation, take_back_succession

__all__ = [
    "DOCUMENT_FACTS",
    "add_member",
    "add_partner",
    "add_place",
    "add_version",
    "answer_document",
    "appoint",
    "attach_document",
    "change_area",
    "close_post",
    "correct_document",
    "create_post",
    "detach_document",
    "end_membership",
    "end_officer",
    "end_partner",
    "name_commissioner",
    "name_officer",
    "open_area",
    "record_document",
    "register_organisation",
    "step_down",
    "succeed_organisation",
    "take_back_succession",
    "withdraw_document",
]
