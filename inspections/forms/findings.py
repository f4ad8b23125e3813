"""What is typed about findings, made clean."""

from datetime import date

from crispy_forms.layout import Fieldset
from django import forms
from django.db.models import Q, QuerySet

from areas.forms import partners
from areas.models import LocalArea, Organisation
from inspections.forms import REASON_LENGTH
from inspections.models import EvaluationQuestion, Finding, Framework, Source, Theme
from inspections.summaries import framework_of, kind_choices
from send_tracker.lib.forms import Form, Line, Several, VersionField, Words

NUMBER_LENGTH = 12
TEXT_LENGTH = 4000


class PartField(forms.ModelChoiceField):
    def label_from_instance(self, finding):
        return f"{finding.number}. {finding.text[:60]}"


def partners_of(area: LocalArea, on: date, finding: Finding | None = None) -> QuerySet[Organisation]:
    """The bodies a finding of the area may name: its partners on that day, and those the finding names already."""
    named = finding.bodies.values("pk") if finding else Organisation.objects.none().values("pk")
    return Organisation.objects.filter(Q(pk__in=partners(area, on).values("pk")) | Q(pk__in=named)).order_by("name")


class SourceWordsForm(Form):
    """What one finding and several at once have in common: their kind in the framework's words, and whose words."""

    kind = forms.ChoiceField(label="What does the source call it?", widget=forms.RadioSelect)
    words = forms.ChoiceField(
        label="Whose words are these?",
        choices=[(Finding.Words.OWN, "The source's own words"), (Finding.Words.SUMMARY, "A summary of them")],
        widget=forms.RadioSelect,
    )
    words_from = Line(
        label="Where the words were read", help_text="For example, the inspectors' letter; a paper to the cabinet"
    )
    question = forms.ModelChoiceField(
        label="Under which question of the framework?",
        queryset=EvaluationQuestion.objects.none(),
        required=False,
        empty_label="None, or not said",
    )
    bodies = Several(label="Bodies responsible", queryset=Organisation.objects.none(), required=False)
    themes = Several(label="Themes", queryset=Theme.objects.none(), required=False)

    def __init__(self, *args, source: Source, on: date, finding: Finding | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.source = source
        framework = framework_of(source)
        self.fields["kind"].choices = self._kinds(framework, finding)
        if framework:
            self.fields["question"].queryset = framework.questions.order_by("position")
        else:
            del self.fields["question"]
        self.fields["bodies"].queryset = partners_of(source.area, on, finding)
        self.fields["themes"].queryset = Theme.objects.for_area(source.area).in_order()

    @staticmethod
    def _kinds(framework: Framework | None, finding: Finding | None) -> list[tuple[str, str]]:
        kinds = kind_choices(framework)
        if finding and finding.kind not in dict(kinds):
            kinds = [*kinds, (finding.kind, finding.get_kind_display())]
        return kinds


class FindingForm(SourceWordsForm):
    """One finding, with whose words it is told in."""

    submit = "Save"
    also = (("another", "Save and add another"),)
    last = ()
    number = Line(label="Number", max_length=NUMBER_LENGTH, help_text="As the source numbers it. For example, 1 or A3")
    text = Words(label="What was found", max_length=TEXT_LENGTH, count=True)
    part_of = PartField(
        label="Part of",
        queryset=Finding.objects.none(),
        required=False,
        empty_label="It stands by itself",
        help_text="A sub-point, such as 1a of 1. It is of the same kind as the one it is part of.",
    )
    label = Line(
        label="The paper's own word for it",
        max_length=60,
        required=False,
        help_text="Only if it is another. For example, fundamental failing",
    )
    is_urgent = forms.BooleanField(label="The source says it is urgent", required=False)

    def __init__(self, *args, source: Source, finding: Finding | None = None, **kwargs):
        super().__init__(*args, source=source, finding=finding, **kwargs)
        others = Finding.objects.filter(source=source).whole().in_order()
        self.fields["part_of"].queryset = others.exclude(pk=finding.pk) if finding else others
        more = [name for name in ("part_of", "label", "question", "themes", "is_urgent") if name in self.fields]
        first = ("number", "kind", "text", "words", "words_from", "bodies")
        self.layout = (*first, Fieldset("If the paper says more", *more), *self.last)

    def clean(self):
        facts = super().clean()
        facts["parent"] = facts.pop("part_of", None)
        return facts


class FindingEditForm(FindingForm):
    """The same, put right with a reason."""

    submit = "Save the correction"
    also = ()
    last = (Fieldset("The correction", "reason", "version"),)

    reason = Words(label="Reason for the correction", max_length=REASON_LENGTH)
    version = VersionField()


def next_number(number: str) -> str:
    """The number that follows, as far as one can tell: 12 after 11, A4 after A3, 1b after 1a; nothing otherwise."""
    head = number.rstrip("0123456789")
    tail = number[len(head) :]
    if tail:
        return f"{head}{int(tail) + 1}"
    if len(number) > 1 and number[-2].isdigit() and "a" <= number[-1] < "z":
        return number[:-1] + chr(ord(number[-1]) + 1)
    return ""
