"""What is typed about who may see an inspection before it is published."""

from datetime import date

from django import forms

from areas.access import Permission, roles_that_may
from areas.models import Membership
from inspections.models import Insider, Inspection
from send_tracker.lib.forms import Form


class MemberChoice(forms.ModelChoiceField):
    """Somebody in one of their roles."""

    def label_from_instance(self, member: Membership) -> str:
        return f"{member.user.name}, {member.get_role_display().lower()} for {member.organisation}"


class InsiderForm(Form):
    """Somebody of the area who is to see an inspection under embargo."""

    submit = "Let them see it"
    membership = MemberChoice(label="Who", queryset=Membership.objects.none(), empty_label="Choose one")

    def __init__(self, *args, inspection: Inspection, on: date, **kwargs):
        super().__init__(*args, **kwargs)
        members = Membership.objects.live(on).filter(area=inspection.source.area_id, user__is_active=True)
        leads = members.filter(role__in=roles_that_may(Permission.EMBARGO_READ))
        named = Insider.objects.live(on).filter(inspection=inspection)
        self.fields["membership"].queryset = (
            members.exclude(user__in=leads.values("user"))
            .exclude(pk__in=named.values("membership"))
            .select_related("user", "organisation")
            .order_by("user__name", "pk")
        )
