"""The ledgers: what was done, what was left to be sent, who was told of what."""

from django.conf import settings
from django.db import models

from areas.models.area import LocalArea
from areas.models.people import Membership
from send_tracker.lib.records import AppendOnly, one_of


class AuditEvent(AppendOnly):
    """Something somebody did: who, in which capacity, to what, on which day. It points to no row it is about."""

    on = models.DateField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    area = models.ForeignKey(LocalArea, on_delete=models.PROTECT, null=True, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    event = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField(null=True)
    subject_label = models.CharField(max_length=300)
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["area", "-id"], name="audit_of_an_area"),
            models.Index(fields=["subject_type", "subject_id", "-id"], name="audit_of_a_subject"),
        ]


class OutgoingEmailState(models.TextChoices):
    PENDING = "pending", "Waiting"
    SENDING = "sending", "Being sent"
    DATA = "data", "Handed over"
    SENT = "sent", "Sent"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"


class OutgoingEmail(models.Model):
    """One mail to one person, from the moment it is owed until it is sent or given up."""

    State = OutgoingEmailState

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    dedupe_key = models.CharField(max_length=120, unique=True)
    message_id = models.CharField(max_length=120, unique=True)
    recipient = models.EmailField(max_length=254)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField()
    # A reset or invitation link: its words are shown to nobody, and emptied once sent or expired.
    is_secret = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=OutgoingEmailState, default=OutgoingEmailState.PENDING)
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    is_in_doubt = models.BooleanField(default=False)
    last_error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [one_of("state", OutgoingEmailState, "outgoing_email_state_is_known")]
        indexes = [models.Index(fields=["state", "next_attempt_at"], name="outgoing_email_waiting")]


class ReminderStatus(models.TextChoices):
    PLANNED = "planned", "Planned"
    ATTACHED = "attached", "In a digest"
    SUPERSEDED = "superseded", "Superseded by a later one"
    CANCELLED = "cancelled", "No longer needed"


class Reminder(models.Model):
    """One person is to hear of one thing at one distance from its day: told once, whatever happens."""

    Status = ReminderStatus

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reminders")
    area = models.ForeignKey(LocalArea, on_delete=models.PROTECT, related_name="reminders")
    key = models.CharField(max_length=120)
    # The key without its offset: what the reminder is about, and for which day.
    thing = models.CharField(max_length=110)
    kind = models.CharField(max_length=12)
    title = models.CharField(max_length=300)
    url = models.CharField(max_length=300)
    due_on = models.DateField()
    planned_on = models.DateField()
    planned_at = models.DateTimeField(auto_now_add=True)
    status = models.CharField(max_length=12, choices=ReminderStatus, default=ReminderStatus.PLANNED)
    reason = models.CharField(max_length=120, blank=True)
    email = models.ForeignKey(OutgoingEmail, on_delete=models.PROTECT, null=True, related_name="reminders")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "person"], name="reminder_told_once"),
            one_of("status", ReminderStatus, "reminder_status_is_known"),
        ]
        indexes = [
            models.Index(fields=["status", "person"], name="reminder_waiting"),
            models.Index(fields=["thing"], name="reminder_about"),
        ]


class Heartbeat(models.Model):
    """When a piece of background work last ran to its end."""

    name = models.CharField(max_length=40, unique=True)
    beat_at = models.DateTimeField()


class Demonstration(models.Model):
    """Marks a database as the demonstration's own, and says how far its story has been told. One row or none."""

    told_to_on = models.DateField()
    events_told = models.PositiveIntegerField(default=0)
