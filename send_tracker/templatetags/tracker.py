"""The template tags of the house: rag, day, person, query; there are no others."""

from datetime import date
from typing import Protocol

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from send_tracker.lib import dates

register = template.Library()


class Shown(Protocol):
    """How a stage and a rating are shown: the word people read and the code the style sheet knows."""

    word: str
    code: str


@register.simple_tag
def rag(shown: Shown) -> SafeString:
    """The mark of a rating: word, shape and tint. The shape is drawn by the style sheet from the code."""
    return format_html('<strong class="rag rag--{}">{}</strong>', shown.code, shown.word)


@register.filter
def day(value: date | None) -> str:
    """The day in words, 14 May 2027; nothing for no day."""
    return dates.said(value)


@register.filter
def person(who: object | None) -> str:
    """The name of a person, or of a post with its body; nothing for nobody."""
    return str(who) if who else ""


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: object) -> str:
    """The page's own query string with these parts changed; None or "" leaves a part out (for pages of a list)."""
    parts = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            parts.pop(name, None)
        else:
            parts[name] = str(value)
    return f"?{parts.urlencode()}"
