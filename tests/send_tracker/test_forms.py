"""The fields every form is made of, and the markup they come out in."""

import json
import re
import uuid
from datetime import date

import pytest
from crispy_forms.layout import Fieldset
from django import forms as django_forms
from django.conf import settings
from django.http import QueryDict
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from send_tracker.lib import forms

FIXTURES = settings.BASE_DIR / "node_modules" / "govuk-frontend" / "dist" / "govuk" / "components"
GOOD = {
    "title": "Clear the backlog",
    "body": "icb",
    "due_on_day": "14",
    "due_on_month": "5",
    "due_on_year": "2027",
    "rag": "red",
    "why": "One post of three is filled.",
    "agreed": "on",
    "version": "3",
    "submission": "6b1f7a3c-8f5e-4a55-9a6e-0d9a5f0c7a11",
}


class UpdateForm(forms.Form):
    """One field of each kind."""

    submit = "Save update"
    title = forms.Line(label="Action title", max_length=20)
    body = django_forms.ChoiceField(
        label="Lead body", choices=[("", "Choose one"), ("icb", "Health"), ("la", "Council")]
    )
    due_on = forms.DayField(label="Due date")
    rag = django_forms.ChoiceField(
        label="RAG rating", choices=[("red", "Red"), ("green", "Green")], widget=django_forms.RadioSelect
    )
    asked = django_forms.MultipleChoiceField(
        label="Bodies asked",
        choices=[("a", "Schools"), ("b", "Forum")],
        widget=django_forms.CheckboxSelectMultiple,
        required=False,
    )
    why = forms.Words(label="What is in the way?", max_length=50, count=True, help_text="In your own words")
    file = django_forms.FileField(label="Evidence", required=False)
    agreed = django_forms.BooleanField(label="Agreed with the lead body")
    version = forms.VersionField(initial=3)
    submission = forms.SubmissionField()


class OneDay(forms.Form):
    day = forms.DayField(label="Day of the visit", required=False)


def sent(**changes) -> UpdateForm:
    data = QueryDict(mutable=True)
    data.update(GOOD | changes)
    return UpdateForm(data)


def html(form: forms.Form, **context) -> str:
    rendered = Template("{% load crispy_forms_tags %}{% crispy form %}").render(Context({"form": form} | context))
    return re.sub(r"\s+", " ", rendered)


def day_sent(day: str, month: str, year: str) -> OneDay:
    return OneDay({"day_day": day, "day_month": month, "day_year": year})


def test_a_good_form_is_cleaned():
    form = sent()
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {
        "title": "Clear the backlog",
        "body": "icb",
        "due_on": date(2027, 5, 14),
        "rag": "red",
        "asked": [],
        "why": "One post of three is filled.",
        "file": None,
        "agreed": True,
        "version": 3,
        "submission": uuid.UUID(GOOD["submission"]),
    }


def test_an_empty_form_is_asked_for_each_part_in_plain_words():
    assert {name: list(errors) for name, errors in UpdateForm({}).errors.items()} == {
        "title": ["Enter the action title"],
        "body": ["Choose the lead body"],
        "due_on": ["Enter the due date"],
        "rag": ["Choose the RAG rating"],
        "why": ["Answer this question: What is in the way?"],
        "agreed": ["Tick to confirm: Agreed with the lead body"],
        "version": ["It is not clear which version you had open. Look at the page again, then save."],
        "submission": ["The page did not come back whole. Check what is here, then save again."],
    }


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("RAG rating", "Enter the RAG rating"),
        ("Your reason", "Enter your reason"),
        ("Who said so", "Enter who said so"),
    ],
)
def test_the_question_fits_the_label(label, words):
    assert forms.ask_for(forms.Words(label=label)) == words


def test_a_field_without_a_label_is_asked_for_too():
    assert forms.ask_for(forms.Words()) == "Fill this in."


def test_a_message_of_the_forms_own_is_kept():
    class Own(forms.Form):
        why = forms.Words(error_messages={"required": "Say why."})

    assert Own({}).errors["why"] == ["Say why."]


@pytest.mark.parametrize("value", ["nhs", "", "icb\0", "<script>"])
def test_a_choice_that_is_not_there_is_refused(value):
    expected = "Choose from the list." if value else "Choose the lead body"
    assert sent(body=value).errors["body"] == [expected]


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        (("14", "5", "2027"), date(2027, 5, 14)),
        (("14", "05", "2027"), date(2027, 5, 14)),
        (("14", "May", "2027"), date(2027, 5, 14)),
        (("14", "MAY", "2027"), date(2027, 5, 14)),
        (("1", "sept.", "2027"), date(2027, 9, 1)),
        (("29", "2", "2028"), date(2028, 2, 29)),
        ((" 1 ", " 1 ", " 2000 "), date(2000, 1, 1)),
        (("31", "12", "2099"), date(2099, 12, 31)),
        (("", "", ""), None),
        (("  ", "", ""), None),
    ],
)
def test_a_day_is_read_as_people_write_it(typed, day):
    form = day_sent(*typed)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["day"] == day


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (("31", "2", "2020"), "Enter a real date, such as 14 5 2027."),
        (("0", "1", "2027"), "Enter a real date, such as 14 5 2027."),
        (("14", "13", "2027"), "Enter a real date, such as 14 5 2027."),
        (("14", "ma", "2027"), "Enter a real date, such as 14 5 2027."),
        (("-1", "5", "2027"), "Enter a real date, such as 14 5 2027."),
        (("١٤", "5", "2027"), "Enter a real date, such as 14 5 2027."),
        (("1" * 5000, "5", "2027"), "Enter a real date, such as 14 5 2027."),
        (("14\0", "5", "2027"), "Enter a real date, such as 14 5 2027."),
        (("<b>", "🙂", "x"), "Enter a real date, such as 14 5 2027."),
        (("14", "5", "27"), "Enter a year from 2000 to 2099."),
        (("14", "5", "1999"), "Enter a year from 2000 to 2099."),
        (("14", "5", "2100"), "Enter a year from 2000 to 2099."),
        (("", "5", "2027"), "The date needs a day too, such as 14 5 2027."),
        (("14", "", ""), "The date needs a month and a year too, such as 14 5 2027."),
    ],
)
def test_a_day_that_is_none_is_refused_and_kept_as_typed(typed, message):
    form = day_sent(*typed)
    assert form.errors["day"] == [message]
    assert form["day"].value() == list(typed)


@given(st.text(max_size=8), st.text(max_size=8), st.text(max_size=8))
def test_no_typing_breaks_the_day(day, month, year):
    form = day_sent(day, month, year)
    assert form.is_valid() or form.errors["day"]


def test_a_day_from_the_record_fills_the_boxes():
    boxes = re.findall(r'value="([^"]+)"', html(OneDay(initial={"day": date(2027, 5, 14)})))
    assert boxes[:3] == ["14", "5", "2027"]


def test_words_are_stripped_and_their_line_ends_made_one_kind():
    form = sent(why="  One\r\ntwo\rthree\n ")
    assert form.is_valid()
    assert form.cleaned_data["why"] == "One\ntwo\nthree"


def test_a_line_has_no_line_ends():
    form = sent(title="Clear \r\n the  lot")
    assert form.is_valid()
    assert form.cleaned_data["title"] == "Clear the lot"


@pytest.mark.parametrize("bad", ["a\0b", "a\x07b", "a\x7fb", "a\ud800b"])
def test_characters_that_cannot_be_kept_are_refused(bad):
    message = "There is a character here that cannot be kept. Type the text again, or paste it as plain text."
    assert sent(why=bad).errors["why"] == [message]
    assert sent(title=bad).errors["title"] == [message]


@pytest.mark.parametrize("good", ["Done 🎉👩‍👧", "שלום \u200fabc", "Tab\there", "<script>alert(1)</script>", "e\u0301"])
def test_odd_but_honest_words_are_kept(good):
    form = sent(why=good)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["why"] == good
    assert "<script>" not in html(form)


def test_too_many_words_are_refused_with_both_numbers_and_kept():
    form = sent(why="x" * 51)
    assert form.errors["why"] == ["Use 50 characters or fewer. There are 51 now."]
    assert "x" * 51 in html(form)


def test_a_line_end_counts_once():
    assert sent(why="\r\n".join("x" * 25) + "y").is_valid()


@pytest.mark.parametrize("garbage", ["x", "-1", "1.5", "9" * 5000, "9" * 12, "\0", ""])
def test_a_garbled_version_is_an_error_and_the_form_can_be_sent_again(garbage):
    form = sent(version=garbage)
    assert form.errors["version"] == ["It is not clear which version you had open. Look at the page again, then save."]
    assert form["version"].value() == 3


def test_the_version_that_came_is_carried_on():
    assert sent(version="2")["version"].value() == "2"


@pytest.mark.parametrize("garbage", ["x", "", "\0", "9" * 5000, "{6b1f7a3c}"])
def test_a_garbled_submission_is_an_error_and_the_form_can_be_sent_again(garbage):
    form = sent(submission=garbage)
    assert form.errors["submission"] == ["The page did not come back whole. Check what is here, then save again."]
    assert sent(submission=str(form["submission"].value())).is_valid()


def test_each_opening_of_a_form_has_its_own_mark_and_a_sent_one_keeps_it():
    assert UpdateForm()["submission"].value() != UpdateForm()["submission"].value()
    assert sent(title="")["submission"].value() == GOOD["submission"]


def test_the_summary_links_reach_what_they_name():
    page = html(UpdateForm({}))
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    links = re.findall(r'href="#([^"]+)"', page)
    assert links == ["id_title", "id_body", "id_due_on_0", "id_rag_0", "id_why", "id_agreed"]
    assert set(links) <= set(ids)
    described = " ".join(re.findall(r'aria-describedby="([^"]+)"', page)).split()
    assert set(described) <= set(ids)
    assert "id_why_helptext id_why_error id_why-info" in page


def test_a_summary_of_a_choice_without_choices_links_to_its_place():
    class Empty(forms.Form):
        body = django_forms.ChoiceField(choices=[], widget=django_forms.RadioSelect)

    page = html(Empty({}))
    assert 'href="#id_body"' in page
    assert ' id="id_body"' in page


def test_the_summary_is_said_once():
    form = UpdateForm({})
    assert "There is a problem" in form.error_summary()
    assert "There is a problem" not in html(form)
    assert UpdateForm().error_summary() == ""


def test_errors_of_the_whole_form_and_of_unseen_fields_are_in_the_summary():
    form = sent(version="x")
    form.add_error(None, "Somebody else has changed this.")
    page = html(form)
    assert "<li>Somebody else has changed this.</li>" in page
    assert page.count("It is not clear which version you had open.") == 1


def test_a_form_has_one_button_a_token_and_a_way_back():
    page = html(UpdateForm(cancel_url="/areas/x/?a=1&b=2"), csrf_token="abc")
    assert page.count("<button") == 1
    assert "Save update </button>" in page
    assert '<a class="govuk-link" href="/areas/x/?a=1&amp;b=2">Cancel</a>' in page
    assert 'name="csrfmiddlewaretoken" value="abc"' in page
    assert '<form method="post" novalidate enctype="multipart/form-data"' in page
    assert " required" not in page
    assert "Cancel" not in html(UpdateForm())


def test_a_form_of_questions_asks_by_get_and_carries_no_token():
    class Filter(forms.Form):
        form_method = "get"
        says_optional = False
        word = forms.Line(required=False)

    page = html(Filter(), csrf_token="abc")
    assert '<form method="get"' in page
    assert "abc" not in page
    assert "(optional)" not in page


def test_what_need_not_be_filled_in_says_so():
    page = html(UpdateForm())
    assert page.count("(optional)") == 2
    assert "Evidence (optional)" in page
    assert "Bodies asked (optional)" in page


def test_a_layout_groups_fields_and_forgets_none():
    class Grouped(forms.Form):
        layout = (Fieldset("When", "day"),)
        day = forms.DayField(required=False)
        why = forms.Words(required=False)

    page = html(Grouped())
    assert '<h2 class="govuk-fieldset__heading">When</h2>' in page
    assert page.index("day_day") < page.index('name="why"')


def test_a_part_of_a_bigger_form_comes_without_a_frame():
    form = UpdateForm({})
    helper = form.helper
    helper.form_tag = False
    page = Template("{% load crispy_forms_tags %}{% crispy form helper %}").render(
        Context({"form": form, "helper": helper})
    )
    assert "<form" not in page
    assert "There is a problem" not in page
    assert 'name="title"' in page


def tags(markup: str) -> list[tuple[str, frozenset[str]]]:
    """Each opening tag with its classes: the skeleton that the style sheet and script rely on."""
    found = re.findall(r"<([a-z0-9]+)([^>]*)>", markup)
    return [(tag, frozenset(" ".join(re.findall(r'\bclass="([^"]*)"', rest)).split())) for tag, rest in found]


def govuk(component: str, name: str) -> str:
    fixtures = json.loads((FIXTURES / component / "fixtures.json").read_text())["fixtures"]
    return next(fixture["html"] for fixture in fixtures if fixture["name"] == name)


def without(skeleton, *classes):
    return [(tag, names - set(classes)) for tag, names in skeleton]


def test_the_day_is_marked_up_as_in_the_design_system():
    ours = html(day_sent("31", "2", "2020"))
    ours = ours[ours.index('<div class="govuk-form-group') : ours.index('<div class="govuk-button-group')]
    theirs = govuk("date-input", "with error message and hint")
    assert without(tags(ours), "govuk-fieldset__legend--s") == tags(theirs)


def test_the_radios_are_marked_up_as_in_the_design_system():
    ours = html(UpdateForm())
    start = ours.index("<input", ours.index('<div class="govuk-radios"'))
    theirs = govuk("radios", "default")
    assert tags(ours[start:])[:2] == tags(theirs[theirs.index("<input") :])[:2]


def test_the_summary_is_marked_up_as_in_the_design_system():
    ours = tags(UpdateForm({}).error_summary())
    theirs = tags(govuk("error-summary", "default"))
    assert ours[:7] == theirs[:7]
    assert {tag for tag, names in ours[7:]} == {"a", "li"}


class OddForm(forms.Form):
    """A form that doubts a title in capitals."""

    title = forms.Line(label="Title")

    def clean(self):
        cleaned = super().clean()
        title = cleaned.get("title", "")
        self.ask_if_sure(["The title is all in capitals."] if title and title.isupper() else [])
        return cleaned


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ({"title": "Speech"}, set()),
        ({"title": "SPEECH"}, {"is_checked"}),
        ({"title": "SPEECH", "is_checked": "on"}, set()),
        ({"title": "", "is_checked": "on"}, {"title"}),
    ],
)
def test_what_is_odd_is_asked_and_taken_with_a_tick(sent, errors):
    form = OddForm(sent)
    assert set(form.errors) == errors
    assert "is_checked" not in form.cleaned_data
    assert ("is_checked" in form.fields) is (sent["title"] == "SPEECH")


def test_the_tick_is_asked_for_below_what_is_odd():
    page = html(OddForm({"title": "SPEECH"}))
    assert "The title is all in capitals. Correct it, or tick to save it as it is." in page
    assert page.index("SPEECH") < page.index('name="is_checked"')
