"""The certificate by which council and health sign one version of a plan together."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from actions.models.action import UpdateHeard
from areas.models import Membership, Organisation, Post
from boards.models.approval import ApprovalRoute
from send_tracker.lib.records import AppendOnly, AppendOnlyQuerySet


class CertificateQuerySet(models.QuerySet):
    def visible_to(self, *visits):
        return self.filter(route__in=ApprovalRoute.objects.visible_to(*visits))


class Certificate(models.Model):
    """What the bodies jointly responsible for a plan sign: for one version of it, in these words."""

    route = models.OneToOneField(ApprovalRoute, on_delete=models.PROTECT, related_name="certificate")
    words = models.TextField(max_length=2000)
    bodies = models.ManyToManyField(Organisation, related_name="+")
    opened_on = models.DateField()
    opened_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    objects = CertificateQuerySet.as_manager()

    PUBLIC = frozenset()
    PRIVATE = frozenset({"route", "words", "bodies", "opened_on", "opened_by"})

    def __str__(self):
        return f"Joint sign-off of {self.route}"

    def get_absolute_url(self):
        return reverse("boards:certificate_detail", args=[self.route.plan.area.slug, self.pk])


class SignatureQuerySet(AppendOnlyQuerySet):
    def visible_to(self, *visits):
        return self.filter(certificate__in=Certificate.objects.visible_to(*visits))


class Signature(AppendOnly):
    """A body signed the certificate, by one of its posts, on a day."""

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="signatures")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    # Filled in when it was recorded for the post: how and on which day it was heard that it had signed.
    heard_by = models.CharField(max_length=10, choices=UpdateHeard, blank=True)
    heard_on = models.DateField(null=True)

    objects = SignatureQuerySet.as_manager()

    PUBLIC = frozenset()
    PRIVATE = frozenset(
        {"certificate", "organisation", "post", "on", "recorded_at", "recorded_by", "heard_by", "heard_on"}
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["certificate", "organisation"], name="certificate_signed_once_by_a_body"),
            models.CheckConstraint(
                condition=Q(heard_by="", heard_on__isnull=True) | (~Q(heard_by="") & Q(heard_on__isnull=False)),
                name="signature_for_another_names_its_source",
            ),
        ]
