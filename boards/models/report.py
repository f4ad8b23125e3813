"""Reports to a meeting, frozen step by step, and what was released of them to the public."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from actions.models import Plan
from actions.models.action import UpdateHeard, names_its_source
from actions.models.plan import hidden_plans
from areas.models import Membership, Post
from boards.models.board import Meeting, seen_boards
from send_tracker.lib.records import AppendOnly, Versioned, one_of, together

# A PDF is made by the background loop; after so many failures it waits for a person to ask again.
MOST_ATTEMPTS = 3


class ReportQuerySet(models.QuerySet):
    def visible_to(self, *visits):
        """Those to visible boards on visible plans: a board may report on what took the place of its own plan."""
        found, hidden = self.filter(seen_boards(visits, "meeting__board__")), hidden_plans(visits)
        return found.exclude(plan__in=hidden) if hidden else found

    def without_files(self):
        """The rows without their PDFs, which are long and wanted by two pages alone."""
        return self.defer("pdf", "public_pdf")

    def in_place(self):
        """The rows with their meeting, board and area, and the title of the report each corrects."""
        former = [f"supersedes__{name}" for name in ("pdf", "public_pdf", "figures", "content", "public_content")]
        return self.without_files().defer(*former).select_related("meeting__board__area", "supersedes")

    def titles(self):
        """The rows as a list needs them: neither files nor frozen content."""
        return self.without_files().defer("figures", "content", "public_content")

    def waiting(self, at):
        """Approved, without its PDFs, and claimed by nobody who is still alive."""
        free = Q(render_lease_until__isnull=True) | Q(render_lease_until__lt=at)
        return self.filter(free, content__isnull=False, pdf_sha256="", render_attempts__lt=MOST_ATTEMPTS)


class ReportState(models.TextChoices):
    DRAFT = "draft", "Draft"
    APPROVED = "approved", "Approved"
    SUPERSEDED = "superseded", "Superseded"


class Report(Versioned):
    """What a meeting is given: figures frozen at a cut-off, words until the chair approves, then all of it for good."""

    State = ReportState

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="reports")
    # What it reports on: the board's plan, or the one in its place by the cut-off.
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="reports")
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=ReportState, default=ReportState.DRAFT)
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    cutoff_on = models.DateField()
    figures = models.JSONField()
    figures_taken_on = models.DateField()
    drafted_on = models.DateField()
    drafted_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    approved_on = models.DateField(null=True)
    approved_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    # Filled in when the area lead recorded the approval for the chair: for which post, how it was heard, and when.
    approved_for = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="+")
    approval_heard_by = models.CharField(max_length=10, choices=UpdateHeard, blank=True)
    approval_heard_on = models.DateField(null=True)
    content = models.JSONField(null=True)
    content_sha256 = models.CharField(max_length=64, blank=True)
    # What the public would read of it, frozen at the same moment: those who clear it read exactly this.
    public_content = models.JSONField(null=True)
    public_content_sha256 = models.CharField(max_length=64, blank=True)
    template_version = models.CharField(max_length=20, blank=True)
    # The PDFs are made by the background loop: waiting while `content` is there and they are not.
    renderer = models.CharField(max_length=60, blank=True)
    pdf = models.BinaryField(null=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    public_pdf = models.BinaryField(null=True)
    public_pdf_sha256 = models.CharField(max_length=64, blank=True)
    render_lease_until = models.DateTimeField(null=True)
    render_attempts = models.PositiveIntegerField(default=0)
    render_error = models.CharField(max_length=300, blank=True)

    objects = ReportQuerySet.as_manager()

    PUBLIC = frozenset(
        {
            "meeting", "plan", "title", "supersedes", "cutoff_on", "approved_on", "template_version", "public_content",
            "public_content_sha256", "public_pdf", "public_pdf_sha256",
        }
    )  # fmt: skip
    PRIVATE = frozenset(
        {
            "version", "state", "figures", "figures_taken_on", "drafted_on", "drafted_by", "approved_by",
            "approved_for", "approval_heard_by", "approval_heard_on", "content",
            "content_sha256", "renderer", "pdf", "pdf_sha256", "render_lease_until", "render_attempts", "render_error",
        }
    )  # fmt: skip

    class Meta:
        constraints = [
            one_of("state", ReportState, "report_state_is_known"),
            together(
                "approved_on", "approved_by", "content", "public_content", name="report_approved_on_by_and_content"
            ),
            together("pdf", "public_pdf", name="report_has_both_pdfs"),
            names_its_source(
                "approved_for", "approval_heard_by", "approval_heard_on", "report_approved_for_chair_names_its_source"
            ),
            models.CheckConstraint(
                condition=Q(state="draft", content__isnull=True) | (~Q(state="draft") & Q(content__isnull=False)),
                name="report_frozen_once_approved",
            ),
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(state="draft"), name="report_one_draft_for_a_meeting"
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("boards:report_detail", args=[self.meeting.board.area.slug, self.pk])


class SectionKey(models.TextChoices):
    """The sections of words, in the order they are read; the key is also in the address of the page that edits it."""

    SUMMARY = "summary", "In short"
    ASKS = "asks", "What the board is asked to do"
    CHAIR = "chair", "From the chair"


class SectionText(AppendOnly):
    """The words of one section of a report, as one person left them; the highest version is the one that counts."""

    Key = SectionKey

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="section_texts")
    key = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    on = models.DateField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(max_length=8000, blank=True)
    # Filled in when the area lead recorded the chair's words: for which post, how they were heard, and when.
    for_post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="+")
    heard_by = models.CharField(max_length=10, choices=UpdateHeard, blank=True)
    heard_on = models.DateField(null=True)

    PUBLIC = frozenset()
    PRIVATE = frozenset(
        {"report", "key", "version", "on", "recorded_at", "recorded_by", "words", "for_post", "heard_by", "heard_on"}
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "key", "version"], name="section_version_written_once"),
            names_its_source("for_post", "heard_by", "heard_on", "section_for_chair_names_its_source"),
        ]


class ClearanceSide(models.TextChoices):
    COUNCIL = "council", "The council"
    HEALTH = "health", "Health"


class Clearance(AppendOnly):
    """Council or health said that the public may read this report: which post, on which day."""

    Side = ClearanceSide

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="clearances")
    side = models.CharField(max_length=8, choices=ClearanceSide)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    PUBLIC = frozenset()
    PRIVATE = frozenset({"report", "side", "post", "on", "recorded_at", "recorded_by"})

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "side"], name="report_cleared_once_by_a_side"),
            one_of("side", ClearanceSide, "clearance_side_is_known"),
        ]


class PublicationQuerySet(models.QuerySet):
    def visible_to(self, *visits):
        return self.filter(report__in=Report.objects.visible_to(*visits))

    def in_place(self):
        """The rows with the title of their report and where it belongs."""
        heavy = [f"report__{name}" for name in ("pdf", "public_pdf", "figures", "content", "public_content")]
        return self.titles().defer(*heavy).select_related("report__meeting__board__area")

    def titles(self):
        """The rows as a list needs them: neither the file nor the content."""
        return self.defer("pdf", "content")


class Publication(models.Model):
    """One release of a report to everybody, complete in itself: the public pages read this table and no other."""

    area_slug = models.SlugField(max_length=60)
    area_name = models.CharField(max_length=100)
    brand_url = models.CharField(max_length=60)
    slug = models.SlugField(max_length=80)
    title = models.CharField(max_length=200)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="publications")
    published_on = models.DateField()
    published_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    content = models.JSONField()
    content_sha256 = models.CharField(max_length=64)
    pdf = models.BinaryField()
    pdf_sha256 = models.CharField(max_length=64)
    withdrawn_on = models.DateField(null=True)
    withdrawn_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawal_reason = models.CharField(max_length=500, blank=True)
    # A correction of the report was published: this page says so and leads there.
    replacement = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")

    objects = PublicationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area_slug", "slug"], name="publication_has_its_own_address"),
            models.UniqueConstraint(
                fields=["report"], condition=Q(withdrawn_on__isnull=True), name="report_published_once_at_a_time"
            ),
            together("withdrawn_on", "withdrawn_by", name="publication_withdrawn_on_and_by"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("published:publication_detail", args=[self.area_slug, self.slug])
