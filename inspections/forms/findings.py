"""What is typed about findings, made clean."""

from datetime import date

from django import forms
from django.db.models import Q

from areas.models import LocalArea, Organisation, Partner
from inspections.forms import REASON_LENGTH
from inspections.models import Finding
from send_tracker.lib.forms import Form, Line, Several, VersionField, Words


class FindingForm(Form):
    """One finding, with whose words it is told in."""

    submit = "Record this finding"

    number = Line(label="Number", max_length=12, help_text="As the source numbers it. For example, 1 or A3")
    kind = forms.ChoiceField(
        label="What kind of finding is it?", choices=Finding.Kind.choices, widget=forms.RadioSelect
    )
    text = Words(label="What was found", max_length=4000, count=True)
    words = forms.ChoiceField(
        label="Whose words are these?",
        choices=[(Finding.Words.OWN, "The source's own words"), (Finding.Words.SUMMARY, "A summary of them")],
        widget=forms.RadioSelect,
    )
    words_from = Line(
        label="Where the words were read", help_text="For example, the inspectors' letter; a paper to the cabinet"
    )
    bodies = Several(label="Bodies responsible", queryset=Organisation.objects.none(), required=False)

    def __init__(self, *args, area: LocalArea, on: date, finding: Finding | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        partners = Partner.objects.live(on).filter(area=area).values("organisation")
        named = finding.bodies.values("pk") if finding else Organisation.objects.none().values("pk")
        self.fields["bodies"].queryset = Organisation.objects.filter(Q(pk__in=partners) | Q(pk__in=named)).order_by(
            "name"
        )


class FindingEditForm(FindingForm):
    """The same, put right with a reason."""

    submit = "Save the correction"

    reason = Words(label="Reason for the correction", max_length=REASON_LENGTH)
    version = VersionField()
