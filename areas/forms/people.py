"""What is typed about areas, bodies, posts and people, made clean; every choice is one of the area's own."""

from datetime import date

from django import forms

from areas.models import AccountableOfficer, LocalArea, Organisation, Place, Post, Role, User
from areas.models.area import check_brand_colour
from send_tracker.lib.forms import DayField, Form, Line, Several


def partners(area: LocalArea, on: date):
    """The bodies that answer for the area on that day, by name: for one that has ended, who followed it."""
    named = Organisation.objects.filter(pk__in=area.partners.live(on).values("organisation"))
    return Organisation.objects.filter(pk__in={body.stands_as(on) for body in named}).order_by("name")


class BodyChoice(forms.ModelChoiceField):
    """One of these bodies, under its full name."""

    def __init__(self, **kwargs):
        super().__init__(queryset=Organisation.objects.none(), empty_label="Choose one", **kwargs)

    def label_from_instance(self, obj):
        return obj.name


class InAreaForm(Form):
    """A form whose bodies are the partners of one area on one day."""

    def __init__(self, *args, area: LocalArea, on: date, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, BodyChoice):
                field.queryset = partners(area, on)


class MembershipForm(InAreaForm):
    submit = "Give the role"
    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        help_text="Somebody who is new gets an invitation there.",
        error_messages={"invalid": "Enter an e-mail address, such as name@example.org"},
    )
    name = Line(label="Name", max_length=120, help_text="Somebody who has an account already keeps their name.")
    organisation = BodyChoice(label="Body they act for")
    role = forms.ChoiceField(label="Role", choices=[("", "Choose one"), *Role.choices])


class PartnerForm(Form):
    submit = "Add the partner"
    name = Line(
        label="Full name of the body", max_length=150, help_text="A body other areas know is found by this name."
    )
    kind = forms.ChoiceField(label="Kind", choices=[("", "Choose one"), *Organisation.Kind.choices])
    short_name = Line(label="Short name", max_length=40, required=False, help_text="For narrow columns.")


class SuccessionForm(Form):
    """Which bodies ended, and who follows them."""

    submit = "Record it"
    bodies = Several(label="Which bodies ended", queryset=Organisation.objects.none())
    name = Line(
        label="Full name of the body that follows",
        max_length=150,
        help_text="A body known already is found by this name.",
    )
    kind = forms.ChoiceField(label="Its kind", choices=[("", "Choose one"), *Organisation.Kind.choices])
    short_name = Line(label="Its short name", max_length=40, required=False, help_text="For narrow columns.")
    ended_on = DayField(label="The first day of the body that follows")
    source = Line(
        label="How this is known", max_length=200, help_text="For example, an order, a letter or a public announcement."
    )

    def __init__(self, *args, area: LocalArea, on: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["bodies"].queryset = partners(area, on)
        self.fields["bodies"].label_from_instance = lambda body: body.name


class TakeBackForm(Form):
    """Why a succession is taken back."""

    submit = "Take it back"
    button_class = "govuk-button--warning"
    reason = Line(label="Reason", max_length=300)


class CommissioningForm(InAreaForm):
    submit = "Name the commissioner"
    provider = BodyChoice(label="Provider")
    commissioner = BodyChoice(label="Commissioner", help_text="It will see what the provider is asked for.")


class PostForm(InAreaForm):
    submit = "Create the post"
    organisation = BodyChoice(label="Body")
    title = Line(label="Title of the post", max_length=120, help_text="The job, not who holds it: Head of SEND.")


class AppointForm(Form):
    submit = "Appoint"
    user = forms.ModelChoiceField(label="Person", queryset=User.objects.none(), empty_label="Choose one")

    def __init__(self, *args, post: Post, on: date, **kwargs):
        super().__init__(*args, **kwargs)
        members = post.area.memberships.live(on).filter(organisation__in=post.organisation.same_bodies(on))
        holders = post.holders.live(on).values("user")
        people = User.objects.filter(pk__in=members.values("user"), is_active=True)
        self.fields["user"].queryset = people.exclude(pk__in=holders).order_by("name", "pk")


class PostChoice(forms.ModelChoiceField):
    """A post of the area by its body and title."""

    def __init__(self, **kwargs):
        super().__init__(queryset=Post.objects.none(), empty_label="Choose one", **kwargs)

    def label_from_instance(self, obj):
        return f"{obj.organisation.full_name}: {obj.title}"


class OfficerForm(Form):
    """Who answers for SEND in a role, by post, from a day on."""

    submit = "Name the officer"
    role = forms.ChoiceField(label="Role", choices=[("", "Choose one"), *AccountableOfficer.Role.choices])
    post = PostChoice(label="Post", help_text="Whoever has the role for the same body until then steps down.")
    started_on = DayField(label="From which day")
    ended_on = DayField(label="Until which day, if it has ended", required=False)

    def __init__(self, *args, area: LocalArea, **kwargs):
        super().__init__(*args, **kwargs)
        posts = Post.objects.filter(area=area, closed_on__isnull=True).select_related("organisation")
        self.fields["post"].queryset = posts.order_by("organisation__name", "title")


class OfficerEndForm(Form):
    submit = "End it"
    button_class = "govuk-button--warning"
    ended_on = DayField(label="From which day no longer")


class AreaForm(Form):
    submit = "Save"
    name = Line(label="Name of the area", max_length=100)
    brand_colour = Line(
        label="Colour of its pages",
        max_length=7,
        validators=[check_brand_colour],
        help_text="As # and six digits, such as #00625b. White words on it must be easy to read.",
    )


class PlaceForm(Form):
    submit = "Add the place"
    kind = forms.ChoiceField(label="Kind", choices=[("", "Choose one"), *Place.Kind.choices])
    name = Line(label="Name", max_length=100)


class ConfirmForm(Form):
    """Nothing but a button: the page above it says what it does."""

    button_class = "govuk-button--warning"

    def __init__(self, *args, submit: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.submit = submit
