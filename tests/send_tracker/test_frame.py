"""The frames of the pages, the marks in them, and the pages for when something goes wrong."""

import re
from dataclasses import dataclass
from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, QueryDict
from django.template import Context, Template
from django.template.loader import get_template, render_to_string

from send_tracker.lib import charts

DEMO = "Facts from public papers; ratings and words are invented"
PAGE = "{% block title %}Risks{% endblock %}{% block main %}<h1>Risks</h1>{% endblock %}"


@dataclass(frozen=True)
class Shown:
    word: str
    code: str


@dataclass(frozen=True)
class Tab:
    url: str
    text: str
    current: bool = False


@dataclass(frozen=True)
class Area:
    name: str
    brand_url: str = ""


@dataclass(frozen=True)
class Here:
    area: Area


class NothingButAPath:
    """A request that must not be asked for its user or session."""

    path = "/published/"
    GET = QueryDict()

    def __getattr__(self, name):
        raise AssertionError(f"a page for the public asked for request.{name}")


def page(extends: str, **context) -> str:
    rendered = Template(f'{{% extends "{extends}" %}}{PAGE}').render(Context(context))
    return re.sub(r"\s+", " ", rendered)


def visit(user) -> HttpRequest:
    request = HttpRequest()
    request.user = user
    return request


def title_of(markup: str) -> str:
    return " ".join(re.search(r"<title>(.*?)</title>", markup)[1].split())


def test_the_frame_names_the_person_and_signs_out_by_post(ned):
    markup = page("base.html", request=visit(ned), csrf_token="abc")
    assert title_of(markup) == "Risks – SEND Tracker"
    assert ned.name in markup
    assert re.search(r'<form method="post" action="/account/logout/">.*?value="abc".*?Sign out', markup)
    assert 'href="#main-content"' in markup
    assert 'id="main-content"' in markup


def test_a_stranger_sees_no_menu():
    markup = page("base.html", request=visit(AnonymousUser()))
    assert "Sign out" not in markup
    assert "govuk-service-navigation" not in markup


def test_the_area_frame_shows_name_tabs_and_colours(ned):
    tabs = [Tab("/areas/northshire/", "Overview"), Tab("/areas/northshire/plan/", "Plan", current=True)]
    here = Here(Area("Northshire <b>", "/brand/5b2a86.css"))
    markup = page("area.html", request=visit(ned), here=here, tabs=tabs)
    assert title_of(markup) == "Risks – Northshire &lt;b&gt; – SEND Tracker"
    assert re.findall(r'sub-nav__link" href="([^"]+)"( aria-current="page")?', markup) == [
        ("/areas/northshire/", ""),
        ("/areas/northshire/plan/", ' aria-current="page"'),
    ]
    assert '<link rel="stylesheet" href="/brand/5b2a86.css">' in markup


def test_an_area_without_colours_has_no_style_sheet_of_its_own(ned):
    markup = page("area.html", request=visit(ned), here=Here(Area("Northshire")))
    assert markup.count('rel="stylesheet"') == 1


def test_a_page_for_the_public_asks_nothing_of_the_session():
    markup = page("public.html", request=NothingButAPath(), demo_day=date(2020, 1, 21), brand_url="/brand/1.css")
    assert '<meta name="robots" content="noindex">' in markup
    assert DEMO in markup
    assert 'href="/brand/1.css"' in markup


def test_a_page_for_the_public_may_be_found_outside_the_demonstration():
    markup = page("public.html", request=NothingButAPath())
    assert "noindex" not in markup
    assert DEMO not in markup


def test_every_page_of_the_demonstration_says_so(ned):
    for extends in ("base.html", "area.html", "public.html"):
        markup = page(extends, request=visit(ned), demo_day=date(2020, 1, 21), here=Here(Area("Northshire")))
        assert f"{DEMO}. Today is 21 January 2020." in markup


def test_the_title_says_that_something_is_wrong():
    markup = page("base.html", request=visit(AnonymousUser()), form={"errors": {"x": ["y"]}})
    assert title_of(markup) == "Error: Risks – SEND Tracker"


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_a_page_for_trouble_needs_nothing(name):
    markup = get_template(f"{name}.html").render()
    assert markup.count("<h1") == 1
    assert 'href="/"' in markup


def test_no_template_has_inline_style_or_script(settings):
    for path in sorted((settings.BASE_DIR / "templates").rglob("*.html")):
        markup = path.read_text()
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\ssrc=)", markup), path


def test_a_rating_is_a_word_with_a_code():
    rendered = Template("{% rag shown %}").render(Context({"shown": Shown("<Red>", "red")}))
    assert rendered == '<strong class="rag rag--red">&lt;Red&gt;</strong>'


@pytest.mark.parametrize(("day", "said"), [(date(2027, 5, 14), "14 May 2027"), (None, "")])
def test_a_day_is_said_in_words(day, said):
    assert Template("{{ day|day }}").render(Context({"day": day})) == said


def test_a_person_is_said_by_name_and_nobody_by_nothing(ned):
    assert Template("{{ who|person }}{{ nobody|person }}").render(Context({"who": ned, "nobody": None})) == ned.name


def test_a_query_keeps_the_filter_and_changes_the_page():
    request = HttpRequest()
    request.GET = QueryDict("rag=red&rag=amber&page=1&q=a%26b")
    context = Context({"request": request, "none": None})
    assert Template("{% query page=2 %}").render(context) == "?rag=red&amp;rag=amber&amp;page=2&amp;q=a%26b"
    assert Template('{% query page=none rag="" %}').render(context) == "?q=a%26b"


def test_a_chart_has_its_figures_beside_it():
    chart = charts.stacked_bars("Ratings over time", [("red", "Red", "R")], [("May", {"red": 7})])
    markup = render_to_string("parts/_chart.html", {"chart": chart})
    assert "<svg" in markup
    assert re.findall(r"<t[hd][^>]*>\s*(.*?)\s*</t[hd]>", markup) == ["Month", "Red", "Total", "May", "7", "7"]


def test_an_empty_list_says_what_will_be_there_and_how_to_begin():
    words = {"title": "No risks yet", "text": "They will be listed here.", "url": "/new/", "link": "Add a risk"}
    markup = render_to_string("parts/_empty.html", words)
    assert all(word in markup for word in words.values())
    assert "<a" not in render_to_string("parts/_empty.html", {"title": "No risks yet"})


def test_the_key_shows_each_mark_with_its_meaning():
    @dataclass(frozen=True)
    class Meant(Shown):
        meaning: str = "on course"

    markup = render_to_string("parts/_key.html", {"key": [Meant("Green", "green")]})
    assert "rag--green" in markup
    assert "on course" in markup
