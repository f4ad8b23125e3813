"""Who answers for SEND in an area, by post and from a day on."""

from django.db import models
from django.db.models import Q

from areas.models.area import InAreaQuerySet, LocalArea, Organisation, OrganisationKind, ends_after_start
from areas.models.people import Post
from send_tracker.lib.records import one_of


class OfficerRole(models.TextChoices):
    """What an officer answers for, in the order in which they head a plan and its papers."""

    COUNCIL = "accountable council", "Accountable officer, local authority"
    HEALTH = "accountable health", "Accountable officer, CCG or ICB"
    EXECUTIVE = "executive lead", "Executive lead for SEND"
    DCO = "dco", "Designated clinical officer (DCO)"
    DMO = "dmo", "Designated medical officer (DMO)"
    DSCO = "dsco", "Designated social care officer (DSCO)"
    DFE_ADVISER = "dfe adviser", "DfE adviser"
    NHSE_ADVISER = "nhse adviser", "NHS England adviser"


Kind = OrganisationKind
# Of which kinds of body the post may be that fills each role.
ROLE_BODIES = {
    OfficerRole.COUNCIL: frozenset({Kind.COUNCIL}),
    OfficerRole.HEALTH: Organisation.SPEAKS_FOR_HEALTH,
    OfficerRole.EXECUTIVE: Organisation.SPEAKS_FOR_COUNCIL | Organisation.SPEAKS_FOR_HEALTH,
    OfficerRole.DCO: Organisation.HEALTH,
    OfficerRole.DMO: Organisation.HEALTH,
    OfficerRole.DSCO: frozenset({Kind.COUNCIL, Kind.SOCIAL_CARE}),
    # The department also sends advisers who are employed elsewhere.
    OfficerRole.DFE_ADVISER: frozenset({Kind.DFE, Kind.REVIEWER}),
    OfficerRole.NHSE_ADVISER: frozenset({Kind.NHSE}),
}


class AccountableOfficer(models.Model):
    """A post answers for SEND in an area, in one role for one body, from a day on."""

    Role = OfficerRole

    area = models.ForeignKey(LocalArea, on_delete=models.PROTECT, related_name="officers")
    role = models.CharField(max_length=20, choices=OfficerRole)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="offices")
    # The post's own, kept here so that the database can hold one officer of a role to a body; a post never changes it.
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    objects = InAreaQuerySet.as_manager()

    PUBLIC = frozenset()
    PRIVATE = frozenset({"area", "role", "post", "organisation", "started_on", "ended_on"})

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area", "role", "organisation"],
                condition=Q(ended_on__isnull=True),
                name="officer_one_of_a_role_for_a_body",
            ),
            one_of("role", OfficerRole, "officer_role_is_known"),
            ends_after_start("officer_ends_after_starting"),
        ]

    def __str__(self):
        return f"{self.get_role_display()}: {self.post}"
