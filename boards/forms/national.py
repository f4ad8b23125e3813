"""Which lines of the national register to show."""

from collections.abc import Mapping, Sequence

from django import forms


class NationalFilter(forms.Form):
    """What may be asked of the register, by GET. A value that is no choice is left out, and `is_odd` tells so."""

    area = forms.CharField(label="Area's name", required=False, max_length=100)
    region = forms.ChoiceField(label="Region", required=False)
    framework = forms.ChoiceField(label="Framework", required=False)
    outcome = forms.ChoiceField(label="Outcome", required=False)
    plan = forms.ChoiceField(
        label="Statement or plan", required=False, choices=[("", "All"), ("yes", "Required"), ("no", "Not required")]
    )
    revisit = forms.ChoiceField(label="Revisit", required=False)
    here = forms.ChoiceField(
        label="Published here", required=False, choices=[("", "All"), ("yes", "Yes"), ("no", "Not yet")]
    )

    def __init__(self, data, *, choices: Mapping[str, Sequence[tuple[str, str]]]):
        super().__init__(data)
        for name, known in choices.items():
            self.fields[name].choices = [("", "All"), *known]
        for field in self.fields.values():
            kind = "govuk-select" if isinstance(field, forms.ChoiceField) else "govuk-input"
            field.widget.attrs["class"] = kind

    @property
    def chosen(self) -> dict[str, str]:
        """The filters that are set, by name."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def is_odd(self) -> bool:
        return bool(self.errors)
