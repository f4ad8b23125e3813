"""Who there is, and the ledgers of what they did and were told."""

from areas.models.area import Commissioning, LocalArea, Organisation, Partner, Place
from areas.models.document import Attachment, Document, DocumentVersion
from areas.models.ledger import AuditEvent, Demonstration, Heartbeat, OutgoingEmail, Reminder
from areas.models.officers import AccountableOfficer
from areas.models.people import Membership, Post, PostHolder, Role, User

__all__ = [
    "AccountableOfficer",
    "Attachment",
    "AuditEvent",
    "Commissioning",
    "Demonstration",
    "Document",
    "DocumentVersion",
    "Heartbeat",
    "LocalArea",
    "Membership",
    "Organisation",
    "OutgoingEmail",
    "Partner",
    "Place",
    "Post",
    "PostHolder",
    "Reminder",
    "Role",
    "User",
]
