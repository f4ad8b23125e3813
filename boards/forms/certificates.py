"""What is typed about the joint sign-off of a plan, made clean."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from actions.forms.plans import open_posts
from actions.models.action import UpdateHeard
from areas.forms import partners
from areas.models import Organisation, Post
from boards.forms.boards import PostChoiceField
from boards.models import ApprovalRoute, Certificate
from send_tracker.lib.forms import DayField, Form, Several, Words

USUAL_WORDS = (
    "We have agreed this plan together. We are jointly responsible for it, and will see that our organisations do what "
    "it promises."
)


class CertificateForm(Form):
    """Which bodies sign the plan, and what they sign."""

    submit = "Open the certificate"
    bodies = Several(
        label="Who must sign?",
        queryset=Organisation.objects.none(),
        help_text="The council, and each clinical commissioning group or integrated care board jointly responsible",
    )
    words = Words(label="What they sign", max_length=2000, initial=USUAL_WORDS)

    def __init__(self, *args, route: ApprovalRoute, on: date, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = Organisation.SPEAKS_FOR_COUNCIL | Organisation.SPEAKS_FOR_HEALTH
        self.fields["bodies"].queryset = partners(route.plan.area, on).filter(kind__in=kinds)


class SignatureForm(Form):
    """A body's signature by one of the person's own posts."""

    submit = "Sign"
    post = PostChoiceField(label="Sign as", queryset=Post.objects.none(), empty_label="Choose one")

    def __init__(self, *args, certificate: Certificate, own: frozenset[int], on: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.own, self.on = own, on
        signed = certificate.signatures.values("organisation")
        bodies = certificate.bodies.exclude(pk__in=signed)
        self.unsigned = open_posts(certificate.route.plan.area).filter(organisation__in=bodies)
        self.fields["post"].queryset = self.unsigned.filter(pk__in=own)


class RecordSignatureForm(SignatureForm):
    """A body's signature, one's own or recorded for another post, from a named source."""

    submit = "Record the signature"
    signed_on = DayField(label="Day it was signed")
    heard_by = forms.ChoiceField(
        label="How you heard that they signed",
        choices=[("", "I sign myself"), *UpdateHeard.choices],
        widget=forms.RadioSelect,
        required=False,
    )
    heard_on = DayField(label="Which day you heard it", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["post"].label = "Which post signed"
        self.fields["post"].queryset = self.unsigned

    def clean(self):
        cleaned = super().clean()
        post = cleaned.get("post")
        if post and post.pk not in self.own and not cleaned.get("heard_by") and "heard_by" not in self.errors:
            raise ValidationError({"heard_by": "You do not hold this post: choose how you heard that they signed."})
        return cleaned
