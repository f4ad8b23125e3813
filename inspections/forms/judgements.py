"""What is typed about the judgements of a visit, made clean."""

from crispy_forms.layout import Fieldset
from django import forms

from inspections.forms import REASON_LENGTH
from inspections.models import Finding, Inspection, Judgement, Source
from inspections.status import JUDGED_BY, VERDICT_WORDS, VERDICTS, VISITS, VisitKind
from send_tracker.lib.forms import DayField, Form, Line, Words, speak_plainly

NOTE_LENGTH = 300
SAYS_NOTHING = ("", "Says nothing of it")


class VisitField(forms.ModelChoiceField):
    def label_from_instance(self, inspection):
        return inspection.source.title


def verdict_choices(kind: VisitKind) -> list[tuple[str, str]]:
    """What such a visit may say of a finding."""
    return [(verdict.value, VERDICT_WORDS[verdict]) for verdict in VERDICTS[kind]]


class JudgementsForm(Form):
    """One visit, and what it says of each finding: a row a finding, left open where it says nothing."""

    submit = "Save the judgements"
    says_optional = False

    inspection = VisitField(
        label="Which visit is it?",
        queryset=Inspection.objects.none(),
        required=False,
        empty_label="It is not recorded here",
        help_text="The day is then the day its report was published.",
    )
    judged_on = DayField(label="Day", required=False, help_text="Of the letter or report. For example, 14 5 2027")
    body = Line(label="Who judged", max_length=100, required=False)
    source_note = Line(
        label="Where it says so", max_length=NOTE_LENGTH, help_text="For example, the letter of 13 January 2022"
    )

    def __init__(self, *args, source: Source, visit: VisitKind, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["body"].initial = JUDGED_BY[visit]
        self._offer_visits(source, visit)
        findings = Finding.objects.filter(source=source).judged().in_order()
        self.findings = [finding for finding in findings if visit in VISITS[finding.kind]]
        for finding in self.findings:
            self.fields[f"verdict_{finding.pk}"] = forms.ChoiceField(
                label=f"{finding.number}. {finding.text}",
                choices=verdict_choices(visit),
                required=False,
                widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline govuk-radios--small"}),
            )
            speak_plainly(self.fields[f"verdict_{finding.pk}"])
        about = [name for name in ("inspection", "judged_on", "body", "source_note") if name in self.fields]
        self.layout = (
            Fieldset("The visit", *about),
            Fieldset("What it says of each", *(f"verdict_{finding.pk}" for finding in self.findings)),
        )

    def _offer_visits(self, source: Source, visit: VisitKind) -> None:
        """The inspections of this kind that come back to this source; a review is none."""
        rows = Inspection.objects.filter(follows__source=source, kind=visit.value).select_related("source")
        if visit is VisitKind.REVIEW:
            del self.fields["inspection"]
        else:
            self.fields["inspection"].queryset = rows.order_by("-started_on")
            self.fields["inspection"].initial = rows.filter(judgements=None).order_by("-started_on").first()

    @property
    def verdicts(self) -> dict[Finding, str]:
        """What the visit says, of the findings it speaks of."""
        said = {finding: self.cleaned_data.get(f"verdict_{finding.pk}") for finding in self.findings}
        return {finding: verdict for finding, verdict in said.items() if verdict}

    @property
    def about(self) -> dict:
        """What is said of the visit itself."""
        facts = {name: self.cleaned_data[name] for name in ("judged_on", "body", "source_note")}
        return facts | {"inspection": self.cleaned_data.get("inspection")}


class JudgementEditForm(Form):
    """What the visit truly said of one finding, and why what was recorded is wrong."""

    submit = "Save the correction"

    verdict = forms.ChoiceField(label="What does the visit say of it?", required=False, widget=forms.RadioSelect)
    source_note = Line(label="Where it says so", max_length=NOTE_LENGTH)
    reason = Words(label="Reason for the correction", max_length=REASON_LENGTH)

    def __init__(self, *args, judgement: Judgement, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["verdict"].choices = [*verdict_choices(VisitKind(judgement.visit_kind)), SAYS_NOTHING]
