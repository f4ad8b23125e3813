"""Several findings pasted from a letter: its lines read, shown again to be checked, and made clean."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from string import ascii_lowercase

from crispy_forms.layout import Div, Fieldset
from django import forms

from inspections import services
from inspections.forms.findings import NUMBER_LENGTH, TEXT_LENGTH, SourceWordsForm
from send_tracker.lib.forms import Line, Words, speak_plainly

MOST_LINES = 60
PASTED_LENGTH = 10_000
BULLETS = "•◦▪●○■□‣⁃∙·*-–—"
# A number as letters and papers write it: 1. 1) (1) 1: A3. 1.2 1a) a) (iv), or before a tab.
NUMBERED = re.compile(
    r"^\(?(?P<number>[A-Za-z]?\d{1,3}(?:\.\d{1,3})*[a-z]?|[a-z]|[ivx]{2,4})"
    r"(?:[.):]\)?|\)|(?<=\d)(?=\t)|(?<=\.\d)|(?<=\.\d\d))\s+(?P<text>.+)$"
)
BULLET = re.compile(rf"^(?:[{re.escape(BULLETS)}]|o(?=\s))\s*(?P<text>.+)$")


@dataclass(frozen=True)
class Item:
    """A line as it was marked: how far in, with which number or bullet, and its words."""

    indent: int
    mark: str
    text: str


def read_lines(pasted: str, taken: Iterable[str] = ()) -> list[services.Line]:
    """The findings in a pasted text: one a line or, where lines are numbered or have bullets, one a mark.

    A line without a mark then goes on with the one before it, as text copied from a PDF does. Letters under a number,
    numbers such as 1.1 under 1, and bullets further in are sub-points: 1a of 1. What has no number gets the next that
    is free (`taken` are not), and nothing is left out.
    """
    items = _items(pasted)
    taken, found, parent, parts, depth = set(taken), [], "", 0, 0
    own = {item.mark for item in items if item.mark[:1].isdigit() or item.mark[1:2].isdigit()}
    for item in items:
        if parent and _is_part(item, parent, depth):
            parts += 1
            number = item.mark if item.mark.startswith(parent) else f"{parent}{_letter(item.mark, parts)}"
            found.append(services.Line(number[:NUMBER_LENGTH], item.text, parent, str(len(found))))
        else:
            parent = item.mark if item.mark not in ("", "bullet") else _free(taken | own)
            parts, depth = 0, item.indent
            found.append(services.Line(parent, item.text, key=str(len(found))))
            taken.add(parent)
    return found


def _items(pasted: str) -> list[Item]:
    found: list[Item] = []
    lines = [line.expandtabs(4) if line[:1].isspace() else line for line in pasted.split("\n") if line.strip()]
    are_marked = any(_mark(line) for line in lines)
    for line in lines:
        mark = _mark(line)
        text = " ".join((mark[1] if mark else line).split())
        if mark or not are_marked or not found:
            found.append(Item(len(line) - len(line.lstrip()), mark[0] if mark else "", text))
        else:
            found[-1] = Item(found[-1].indent, found[-1].mark, f"{found[-1].text} {text}")
    return found


def _mark(line: str) -> tuple[str, str] | None:
    """The number of a line, or that it has a bullet, and its words; None for a line with neither."""
    line = line.strip()
    if found := NUMBERED.match(line):
        return found["number"], found["text"]
    if found := BULLET.match(line):
        return "bullet", found["text"]
    return None


def _is_part(item: Item, parent: str, depth: int) -> bool:
    if item.mark in ("", "bullet"):
        return item.mark == "bullet" and item.indent > depth
    return (item.mark.isalpha() and not parent.isalpha()) or bool(
        re.match(rf"{re.escape(parent)}(?:\.|[a-z])", item.mark)
    )


def _letter(mark: str, count: int) -> str:
    if mark.isalpha() and mark != "bullet":
        return mark
    return ascii_lowercase[count - 1] if count <= len(ascii_lowercase) else f".{count}"


def _free(taken: set[str]) -> str:
    return next(str(number) for number in range(1, 1000) if str(number) not in taken)


class PasteForm(SourceWordsForm):
    """Several findings at once: first as pasted, then line by line, to be put right before they are recorded."""

    submit = "Look at them first"

    lines = Words(
        label="What was found",
        max_length=PASTED_LENGTH,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="Paste them from the letter: one a line, or numbered, or with bullets. "
        "Nothing is recorded until you have seen them one by one.",
    )

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        about = [
            name
            for name in ("kind", "lines", "words", "words_from", "question", "bodies", "themes")
            if name in self.fields
        ]
        self.layout = tuple(about)
        self.row_count = _rows_in(data) if data and "look" not in data else 0
        if self.row_count:
            self.submit, self.says_optional = "Record these", False
            self.also = (("look", "Read the pasted text again"),)
            self.layout = (*map(self._row, range(self.row_count)), Fieldset("All of them", *about))

    def _row(self, at: int) -> Fieldset:
        """Add the fields of one line: empty its words to leave it out."""
        narrow = {"class": "govuk-input--width-4"}
        fields = {
            f"number_{at}": Line(
                label="Number", max_length=NUMBER_LENGTH, required=False, widget=forms.TextInput(attrs=narrow)
            ),
            f"part_of_{at}": Line(
                label="Part of", max_length=NUMBER_LENGTH, required=False, widget=forms.TextInput(attrs=narrow)
            ),
            f"text_{at}": Words(
                label="What was found",
                max_length=TEXT_LENGTH,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            ),
        }
        for field in fields.values():
            speak_plainly(field)
        self.fields |= fields
        return Fieldset(f"Line {at + 1}", Div(*fields, css_class="pasted-line"))

    @property
    def is_checked(self) -> bool:
        """Whether what came is the lines one by one, and not the pasted text."""
        return self.row_count > 0

    def clean(self):
        facts = super().clean()
        if self.is_checked:
            self._check_rows(facts)
        elif "lines" in facts and not 0 < len(self._read()) <= MOST_LINES:
            self.add_error("lines", f"Paste {MOST_LINES} lines at most, with words in them.")
        return facts

    def _check_rows(self, facts: dict) -> None:
        kept = self.kept
        if not kept:
            self.add_error(None, "Every line is empty. Keep at least one.")
        for line in kept:
            if not line.number and f"number_{line.key}" in facts:
                self.add_error(f"number_{line.key}", "Enter the number")
        for name, words in services.line_faults(self.source, [line for line in kept if line.number]).items():
            self.add_error(name, words)

    @property
    def kept(self) -> list[services.Line]:
        """The lines to record; one without words is left out."""
        facts = self.cleaned_data
        return [
            services.Line(
                number=facts.get(f"number_{at}", ""),
                text=facts[f"text_{at}"],
                part_of=facts.get(f"part_of_{at}", ""),
                key=str(at),
            )
            for at in range(self.row_count)
            if facts.get(f"text_{at}")
        ]

    @property
    def about(self) -> dict:
        """What is said of all of them."""
        return {name: self.cleaned_data[name] for name in ("kind", "words", "words_from", "bodies", "themes")} | {
            "question": self.cleaned_data.get("question")
        }

    def _read(self) -> list[services.Line]:
        return read_lines(self.cleaned_data["lines"], self.source.findings.values_list("number", flat=True))

    def line_by_line(self) -> dict:
        """What was sent, with the pasted text read into lines: the data of the same form a step on."""
        data = self.data.copy()
        data.pop("look", None)
        for name in [name for name in data if name.startswith(("number_", "part_of_", "text_"))]:
            del data[name]
        for line in self._read():
            data[f"number_{line.key}"] = line.number
            data[f"part_of_{line.key}"] = line.part_of
            data[f"text_{line.key}"] = line.text
        return data


def _rows_in(data) -> int:
    return next((at for at in range(MOST_LINES) if f"text_{at}" not in data), MOST_LINES)
