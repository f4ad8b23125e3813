"""Forms of what an action promises: new, changed, moved, withdrawn; with whose leave, once the plan has a baseline."""

from collections.abc import Iterable

from django import forms

from actions.forms.plans import open_posts
from actions.models import Action, Plan, Workstream
from actions.status import AUTHORITY_WORDS, CHANGE_WORDS, Authority, ChangeKind, asked, authorities_for
from areas.models import Post
from inspections.models import Finding
from send_tracker.lib.forms import DayField, Form, Line, Several, SubmissionField, VersionField, Words, speak_plainly

STANDINGS = [("yes", "Part of the plan as submitted or approved"), ("no", "Implementation only")]


def ask_leave(
    form: Form, plan: Plan, changes: Iterable[ChangeKind], offered: Iterable[Authority], required: bool = True
) -> None:
    """Once the plan has a baseline, ask why, on whose authority and who agreed; say what each change needs."""
    if not plan.has_baseline:
        return
    needs = [f"{CHANGE_WORDS[kind]}: {asked(authorities_for(plan.kind, kind, True)[0])}" for kind in changes]
    only_then = "" if required else "Asked only if what is promised changes. "
    found = {
        "reason": Line(label="Reason for the change", max_length=1000, required=required),
        "authority_level": forms.ChoiceField(
            label="On whose authority",
            choices=[(authority.value, AUTHORITY_WORDS[authority]) for authority in offered],
            widget=forms.RadioSelect,
            required=required,
            error_messages={"required": "Choose on whose authority"},
            help_text=f"{only_then}The least this plan asks for. {'; '.join(needs)}. If it is implementation only: its "
            "workstream's lead",
        ),
        "authority": Line(
            label="Who agreed to it", max_length=150, required=required, help_text="Such as SEND Improvement Board"
        ),
    }
    for name, field in found.items():
        # A form that always asks it goes on asking it in its own words.
        form.fields[name] = form.fields.pop(name, field)
        speak_plainly(form.fields[name])


class ActionForm(Form):
    """What is promised, in answer to which findings, and who leads it."""

    reference = Line(label="Reference", max_length=12, help_text="As in the plan, such as 1.2")
    title = Line(label="What will be done", max_length=300)
    success = Words(label="What success looks like", max_length=2000, required=False)
    is_statutory = forms.TypedChoiceField(
        label="Standing",
        choices=STANDINGS,
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        initial="yes",
    )
    findings = Several(label="What it answers", queryset=Finding.objects.none(), required=False)
    lead_posts = Several(label="Posts that lead it", queryset=Post.objects.none())
    reporting_post = forms.ModelChoiceField(
        label="Post that reports each month",
        queryset=Post.objects.none(),
        empty_label="Choose",
        help_text="One of those that lead it",
    )
    # What this form may be about once the plan has a baseline; a new action always is a change then.
    changes = ()
    is_new = False

    def __init__(self, *args, plan: Plan, **kwargs):
        super().__init__(*args, **kwargs)
        findings = Finding.objects.filter(source__plans=plan).exclude(kind=Finding.Kind.STRENGTH)
        self.fields["findings"].queryset = findings.in_order()
        posts = open_posts(plan.area)
        self.fields["lead_posts"].queryset = self.fields["reporting_post"].queryset = posts
        ask_leave(self, plan, self.changes, Authority, required=self.is_new)


class AddActionForm(ActionForm):
    """A new action; its first due date is kept for good."""

    submit = "Add the action"
    due_on = DayField(label="Due", required=False)
    layout = ("reference", "title", "success", "is_statutory", "findings", "due_on", "lead_posts", "reporting_post")
    changes = (ChangeKind.ADDED,)
    is_new = True


class EditActionForm(ActionForm):
    """An action as it is, to be changed; its date has a page of its own."""

    workstream = forms.ModelChoiceField(label="Workstream", queryset=Workstream.objects.none(), empty_label=None)
    version = VersionField()
    layout = ("reference", "title", "success", "workstream", "is_statutory", "findings", "lead_posts", "reporting_post")
    changes = (ChangeKind.REWORDED, ChangeKind.WORKSTREAM, ChangeKind.STANDING)

    def __init__(self, *args, plan: Plan, **kwargs):
        super().__init__(*args, plan=plan, **kwargs)
        self.fields["workstream"].queryset = Workstream.objects.filter(plan=plan).order_by("position")


class MoveDateForm(Form):
    """Another due date, why, and who allowed it."""

    submit = "Move the date"
    to_on = DayField(label="New due date")
    reason = Line(label="Reason", max_length=1000)
    authority = Line(label="Who agreed to it", max_length=150, help_text="Such as the improvement board")
    version = VersionField()

    def __init__(self, *args, action: Action, **kwargs):
        super().__init__(*args, **kwargs)
        offered = authorities_for(action.plan.kind, ChangeKind.DATE, action.is_statutory)
        ask_leave(self, action.plan, [ChangeKind.DATE], offered)


class WithdrawForm(Form):
    """The action leaves the plan."""

    submit = "Withdraw the action"
    reason = Line(label="Reason", max_length=1000)
    version = VersionField()
    submission = SubmissionField()

    def __init__(self, *args, action: Action, **kwargs):
        super().__init__(*args, **kwargs)
        offered = authorities_for(action.plan.kind, ChangeKind.WITHDRAWN, action.is_statutory)
        ask_leave(self, action.plan, [ChangeKind.WITHDRAWN], offered)
