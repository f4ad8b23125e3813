"""Letters and other documents of an area, each version a row of its own."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from areas.models.area import LocalArea
from areas.models.people import Membership
from send_tracker.lib.files import LONGEST_NAME
from send_tracker.lib.records import AppendOnly, AppendOnlyQuerySet, Versioned, one_of, together


class DocumentKind(models.TextChoices):
    LETTER = "letter", "Letter"
    NOTICE = "notice", "Notice"
    PLAN = "plan", "Plan or statement"
    REPORT = "report", "Report or paper"
    NOTES = "notes", "Notes or minutes"
    OTHER = "other", "Other document"


class Confidentiality(models.TextChoices):
    PUBLIC = "public", "Public: it has been published"
    MEMBERS = "members", "Members of the area"
    LEADS = "leads", "Area leads alone"


class DocumentQuerySet(models.QuerySet):
    def visible_to(self, *visits):
        """Those of the areas entered; what is kept for area leads, only where the person is one.

        What belongs to something the person may not see, as to an inspection under embargo, is hidden with it.
        """
        # areas.access stands above this room, so the permission is asked by its stored word.
        leading = [here.area.pk for here in visits if "document_read_restricted" in here.permissions]
        found = self.filter(
            Q(area__in=leading)
            | Q(area__in=[here.area.pk for here in visits])
            & Q(confidentiality__in=[Confidentiality.PUBLIC, Confidentiality.MEMBERS])
        )
        for kind in Attachment.__subclasses__():
            targets = kind._meta.get_field(kind.TARGET).related_model.objects.visible_to(*visits)
            if any(hidden for here in visits for hidden in here.known.values()):  # as the targets have just found out
                attached = kind.objects.standing().filter(document__area__in=[here.area.pk for here in visits])
                found = found.exclude(pk__in=attached.exclude(**{f"{kind.TARGET}__in": targets}).values("document"))
        return found

    def standing(self):
        """Those that were not withdrawn."""
        return self.filter(withdrawn_on=None)

    def waiting(self):
        """Those that ask for something and wait for an answer, as far as the records go."""
        return self.standing().filter(answered_on=None).exclude(asks_for="")


class Document(Versioned):
    """A letter or another paper: who wrote it to whom, what it asks for and whether that was answered."""

    Kind = DocumentKind
    Confidentiality = Confidentiality

    area = models.ForeignKey(LocalArea, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=12, choices=DocumentKind)
    title = models.CharField(max_length=200)
    dated_on = models.DateField(null=True, blank=True)
    sender = models.CharField(max_length=150, blank=True)
    recipient = models.CharField(max_length=150, blank=True)
    confidentiality = models.CharField(max_length=8, choices=Confidentiality)
    asks_for = models.TextField(max_length=2000, blank=True)
    answer_due_on = models.DateField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answer_note = models.CharField(max_length=300, blank=True)
    # The document that answers this one, where it is recorded too.
    answer = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="answers_to")
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    objects = DocumentQuerySet.as_manager()

    PUBLIC = frozenset()
    PRIVATE = frozenset(
        {
            "version", "area", "kind", "title", "dated_on", "sender", "recipient", "confidentiality", "asks_for",
            "answer_due_on", "answered_on", "answered_by", "answer_note", "answer", "withdrawn_on", "withdrawn_by",
            "withdrawn_reason",
        }
    )  # fmt: skip

    class Meta:
        constraints = [
            one_of("kind", DocumentKind, "document_kind_is_known"),
            one_of("confidentiality", Confidentiality, "document_confidentiality_is_known"),
            together("answered_on", "answered_by", name="document_answered_on_and_by"),
            together("withdrawn_on", "withdrawn_by", name="document_withdrawn_on_and_by"),
            models.CheckConstraint(
                condition=Q(answer_due_on__isnull=True) | ~Q(asks_for=""), name="document_due_asks_for_something"
            ),
            models.CheckConstraint(
                condition=Q(answer__isnull=True) | Q(answered_on__isnull=False), name="document_with_answer_is_answered"
            ),
        ]
        indexes = [models.Index(fields=["area", "answered_on", "answer_due_on"], name="document_waiting_in_an_area")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("areas:document_detail", args=[self.area.slug, self.pk])


class DocumentVersionQuerySet(AppendOnlyQuerySet):
    def visible_to(self, *visits):
        return self.filter(document__in=Document.objects.visible_to(*visits))


class DocumentVersion(AppendOnly):
    """One version of a document, kept as a file under its hash or as a link: a later version is another row."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    file_name = models.CharField(max_length=LONGEST_NAME, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    link = models.URLField(max_length=500, blank=True)
    note = models.CharField(max_length=300, blank=True)
    submission = models.UUIDField(unique=True)
    on = models.DateField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    objects = DocumentVersionQuerySet.as_manager()

    PUBLIC = frozenset()
    PRIVATE = frozenset(
        {
            "document", "number", "file_name", "content_type", "size", "sha256", "link", "note", "submission", "on",
            "recorded_at", "recorded_by",
        }
    )  # fmt: skip

    class Meta:
        constraints = [
            # Each version follows the one before it, and nothing else takes its place.
            models.UniqueConstraint(fields=["document", "number"], name="document_version_numbered_once"),
            models.CheckConstraint(
                condition=(~Q(sha256="") & ~Q(file_name="") & ~Q(content_type="") & Q(link=""))
                | (Q(sha256="") & ~Q(link="")),
                name="document_version_is_a_file_or_a_link",
            ),
        ]

    def __str__(self):
        return f"{self.document}, version {self.number}"


class AttachmentQuerySet(models.QuerySet):
    def visible_to(self, *visits):
        """Those whose document and whose target both may be seen."""
        targets = self.model._meta.get_field(self.model.TARGET).related_model.objects.visible_to(*visits)
        return self.filter(
            document__in=Document.objects.visible_to(*visits), **{f"{self.model.TARGET}__in": targets.values("pk")}
        )

    def standing(self):
        """Those that were not taken off again."""
        return self.filter(removed_on=None)


class Attachment(models.Model):
    """A document belongs to something: each storey has its own rows, with a key named TARGET to what they belong to."""

    TARGET: str

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    attached_on = models.DateField()
    attached_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    removed_on = models.DateField(null=True, blank=True)
    removed_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [together("removed_on", "removed_by", name="%(class)s_removed_on_and_by")]

    @property
    def about(self) -> str:
        """Which part of the target it is about; nothing for the whole."""
        return ""

    def is_restricted(self, on) -> bool:
        """Only area leads may know of the target on that day, so the document must be kept for them alone."""
        return False
