"""What a page says, whatever the line breaks of its HTML."""

from django.http import HttpResponse


def words_of(page: HttpResponse) -> str:
    """The HTML of an answer with every run of white space as one space."""
    return " ".join(page.content.decode().split())
