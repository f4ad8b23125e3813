"""The national register: what is shipped, what loading does to it, and what it says practice was."""

import re
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from areas.models import AuditEvent
from inspections.imports import DATA, BadRegisterError, load_register, read_register, shipped_register
from inspections.models import BoundaryChange, DeadlineRule, RegisterEntry
from inspections.services import load_boundary_changes
from inspections.services.register import RegisterSource
from inspections.summaries import letter_practice, practice, revisit_practice
from tests.conftest import ON

OLD, NEW = date(2022, 8, 31), date(2023, 8, 31)
FILE_2016, FILE_2023 = (
    name for name in ("ofsted_area_send_2016_framework.csv", "ofsted_area_send_2023_framework_first16.csv")
)
HEAD, *LINES = (DATA / FILE_2016).read_text().splitlines()
YORK = next(line for line in LINES if ",York," in line)


def source(framework="2016", as_at_on=NEW):
    return RegisterSource(framework=framework, name="newer.csv", title="Ofsted, a newer file", as_at_on=as_at_on)


def text(*lines, head=HEAD):
    return "\n".join((head, *lines)).encode()


def changed(old, new, lines=LINES):
    assert sum(old in line for line in lines) == 1
    return text(*(line.replace(old, new) for line in lines))


def rows():
    return list(RegisterEntry.objects.order_by("pk").values())


@pytest.mark.django_db
def test_a_new_installation_has_the_register():
    of = RegisterEntry.objects.filter
    assert of(framework__code="2016").count() == 149
    assert of(framework__code="2016", requires_plan=True).count() == 82
    assert [of(revisit_result=result).count() for result in ("Yes", "Some", "No")] == [20, 24, 2]
    assert {code: of(framework__code="2023", outcome__code=code).count() for code in CODES} == CODES
    assert of(framework__code="2016", published_on__lte=date(2017, 10, 6)).count() == 37
    assert of(framework__code="2016", published_on__lte=date(2017, 10, 6), requires_plan=True).count() == 12


CODES = {"typically_positive": 5, "inconsistent": 6, "systemic_failings": 5}


@pytest.mark.django_db
def test_an_entry_says_where_it_stands():
    entry = RegisterEntry.objects.get(area_name="Wokingham")
    assert (entry.ons_code, entry.region, entry.published_on) == ("E06000041", "South East", date(2019, 5, 13))
    line = (DATA / FILE_2016).read_text().splitlines()[entry.source_line - 1]
    assert (entry.source_file, entry.as_at_on) == (FILE_2016, OLD)
    assert "Wokingham" in line


@pytest.mark.django_db
def test_what_practice_was():
    letters, revisits = letter_practice(), revisit_practice()
    assert (letters.kept, letters.of, letters.within) == (16, 149, 33)
    assert "16 of 149 letters were published within 33 working days" in letters.sentence
    assert (round(revisits.median_months, 1), revisits.revisited, revisits.never) == (27.8, 46, 36)
    assert "27.8 months after publication in the median, from 21 to 43" in revisits.sentence
    assert letter_practice(within=42).kept > 60
    rule = DeadlineRule.objects.get(code="letter_expected")
    assert practice(rule) == letters.sentence
    assert practice(DeadlineRule(code="revisit_window", amount=18)) == revisits.sentence
    assert practice(DeadlineRule.objects.get(code="wsoa_due")) == ""


@pytest.mark.django_db
def test_without_a_register_nothing_is_said():
    RegisterEntry.objects.all().delete()
    assert letter_practice() is None
    assert revisit_practice() is None
    assert practice(DeadlineRule(code="letter_expected", amount=33)) == ""


@pytest.mark.django_db
def test_the_same_files_again_change_nothing(django_assert_num_queries):
    before = rows()
    with django_assert_num_queries(
        2 + 2 * 5
    ):  # begin and end; of each file the same, its framework, outcomes and entries
        updates = load_register(shipped_register(), on=ON)
    assert [(update.added, update.changed, update.unchanged, update.missing) for update in updates] == [
        (0, (), 149, ()), (0, (), 16, ()),
    ]  # fmt: skip
    assert rows() == before
    assert not AuditEvent.objects.exists()


@pytest.mark.django_db
def test_an_empty_register_is_filled_in_a_bounded_number_of_queries(django_assert_max_num_queries):
    RegisterEntry.objects.all().delete()
    with django_assert_max_num_queries(20):
        first, second = load_register(shipped_register(), on=ON)
    assert (first.added, second.added) == (149, 16)


@pytest.mark.django_db
def test_every_line_changed_takes_a_bounded_number_of_queries_too(django_assert_max_num_queries):
    with django_assert_max_num_queries(30):
        (update,) = load_register(
            [
                (
                    source(),
                    text(
                        *(
                            re.sub(r",(North|South|East|West|London)", r",The \1", line)
                            for line in LINES
                            if '"' not in line
                        )
                    ),
                )
            ],
            on=ON,
        )
    assert AuditEvent.objects.count() == len(update.changed) > 100
    assert update.unchanged == update.added == 0


@pytest.mark.django_db
def test_a_changed_line_changes_its_entry_and_is_told():
    before = RegisterEntry.objects.get(area_name="York")
    (update,) = load_register([(source(), changed("2020-02-28,Yes,4,", "2020-03-02,Yes,5,"))], on=ON)
    assert update.changed == ("York, inspected from 09/12/2019",)
    assert (update.added, update.unchanged, update.missing) == (0, 148, ())
    entry = RegisterEntry.objects.get(area_name="York")
    assert (entry.pk, entry.published_on, entry.weakness_count) == (before.pk, date(2020, 3, 2), 5)
    assert (entry.source_file, entry.as_at_on) == ("newer.csv", NEW)
    event = AuditEvent.objects.get()
    assert (event.event, event.on, event.area, event.subject_id) == ("register entry changed", ON, None, entry.pk)
    assert event.facts["published_on"] == ["2020-02-28", "2020-03-02"]
    assert event.facts["weakness_count"] == [4, 5]
    assert set(event.facts) == {"published_on", "weakness_count", "source"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("old", "new"),
    [("York,", "City of York,"), ("E06000014,York", "E06000099,York"), ("2019-12-09", "2019-12-02")],
)
def test_an_area_is_known_by_its_code_or_its_name_and_a_start_may_be_put_right(old, new):
    (update,) = load_register([(source(), text(YORK.replace(old, new)))], on=ON)
    assert (len(update.changed), update.added, len(update.missing)) == (1, 0, 148)
    assert RegisterEntry.objects.count() == 165


@pytest.mark.django_db
def test_a_second_inspection_of_an_area_is_another_entry():
    later = YORK.replace("2019-12-09,2020-02-28", "2022-02-07,2022-04-01")
    (update,) = load_register([(source(), text(YORK, later))], on=ON)
    assert (update.added, update.changed, update.unchanged) == (1, (), 1)
    assert RegisterEntry.objects.filter(area_name="York", framework__code="2016").count() == 2


@pytest.mark.django_db
def test_what_is_not_in_a_newer_file_stays_and_is_said():
    (update,) = load_register([(source(), text(YORK))], on=ON)
    assert len(update.missing) == 148
    assert "Cumbria, inspected from 18/03/2019" in update.missing
    assert RegisterEntry.objects.count() == 165


@pytest.mark.django_db
def test_an_older_file_takes_nothing_back():
    load_register([(source(), changed("2020-02-28,Yes,4,", "2020-03-02,Yes,5,"))], on=ON)
    before = rows()
    first, _ = load_register(shipped_register(), on=ON)
    assert (first.kept, first.changed, first.unchanged) == (("York, inspected from 09/12/2019",), (), 148)
    assert rows() == before


@pytest.mark.django_db
def test_a_later_confirmation_is_remembered_and_no_change():
    (update,) = load_register([(source(), text(YORK))], on=ON)
    assert (update.changed, update.unchanged) == ((), 1)
    assert RegisterEntry.objects.get(area_name="York").as_at_on == NEW
    assert not AuditEvent.objects.exists()


def cells(**new):
    """York's line with other cells."""
    line = dict(zip(HEAD.split(","), ["E06000014", "York", "North", *YORK.rsplit('",')[1].split(",")], strict=True))
    return ",".join(str(cell) for cell in (line | new).values())


REVISITED = {
    "revisit_start": "2022-05-09", "revisit_published": "2022-06-20", "revisit_all_sufficient": "Some",
    "n_sufficient": 3, "n_not_sufficient": 1,
}  # fmt: skip
BAD = [
    ({"area": " "}, "area", "this is empty"),
    ({"area": "x" * 101}, "area", "101 letters, where 100 are the most"),
    ({"area": "Yo\u200brk"}, "area", "there is a character here that cannot be kept"),
    ({"ofsted_region": ""}, "ofsted_region", "this is empty"),
    ({"ons_code": "06000014"}, "ons_code", '"06000014" is not a code such as E06000041'),
    ({"ons_code": "E0600001\u0664"}, "ons_code", '"E0600001\u0664" is not a code such as E06000041'),
    ({"inspection_start": "31/02/2020"}, "inspection_start", '"31/02/2020" is not a day such as 2019-05-13'),
    ({"inspection_start": "2020-02-31"}, "inspection_start", '"2020-02-31" is not a day such as 2019-05-13'),
    ({"inspection_start": ""}, "inspection_start", '"" is not a day such as 2019-05-13'),
    ({"inspection_start": "0001-01-01"}, "inspection_start", "0001-01-01 is not in a year from 2000 to 2099"),
    ({"inspection_published": "9999-12-31"}, "inspection_published", "9999-12-31 is not in a year from 2000 to 2099"),
    ({"inspection_published": "2019-12-08"}, "inspection_published", "this is before the inspection began"),
    ({"wsoa_required": "Maybe"}, "wsoa_required", '"Maybe" is not one of: Yes, No'),
    ({"wsoa_required": "No"}, "n_significant_weaknesses", "a count, where wsoa_required is not Yes"),
    ({"n_significant_weaknesses": "-1"}, "n_significant_weaknesses", '"-1" is not a number from 0 to 1000'),
    ({"n_significant_weaknesses": "1e3"}, "n_significant_weaknesses", '"1e3" is not a number from 0 to 1000'),
    ({"revisit_all_sufficient": "Yes"}, "revisit_start", "this is empty, where other columns tell of a revisit"),
    ({**REVISITED, "revisit_all_sufficient": "All"}, "revisit_all_sufficient", '"All" is not one of: Yes, Some, No'),
    ({**REVISITED, "revisit_all_sufficient": "No"}, "revisit_all_sufficient", "would make it Some"),
    ({**REVISITED, "n_sufficient": 4}, "n_sufficient", "4 and 1 do not add up to the 4 weaknesses"),
    ({**REVISITED, "revisit_start": "2019-12-31"}, "revisit_start", "this is before the inspection was published"),
    ({**REVISITED, "revisit_published": "2022-05-08"}, "revisit_published", "this is before the revisit began"),
]  # fmt: skip


@pytest.mark.parametrize(("new", "column", "words"), BAD)
def test_a_bad_cell_is_named_by_line_and_column(new, column, words):
    good = cells(area="Leeds", ons_code="E08000035")
    with pytest.raises(BadRegisterError) as refused:
        read_register(source(), text(good, cells(**new)))
    assert {fault.line for fault in refused.value.faults} == {3}
    assert any(fault.column == column and fault.words.endswith(words) for fault in refused.value.faults)
    assert f"newer.csv, line 3, column {column}: " in str(refused.value)


def test_a_good_line_is_read():
    (line,) = read_register(source(), text(cells(**REVISITED)))
    assert (line.revisit_result, line.sufficient_count, line.not_sufficient_count) == ("Some", 3, 1)
    assert (line.outcome, line.source_line) == ("wsoa_required", 2)


FILES = [
    (b"", "line 1, column area: this column is missing"),
    (text(), "line 1: there is no inspection in this file"),
    (text(cells(), head=HEAD.replace("area,", "place,")), "line 1, column area: this column is missing"),
    (text(cells() + ",2", head=f"{HEAD},area"), "line 1, column area: this column is there twice"),
    (text(cells(), "York,1"), "line 3: 2 cells, where the heading has 12"),
    (text(cells(), cells()), "line 3, column area: this inspection stands in line 2 already"),
    (text(cells(), cells(ons_code="E06000015")), "line 3, column area: this inspection stands in line 2 already"),
    (
        text(cells()) + "\nHinckley \xe9,".encode("latin-1"),
        "line 3: this is not text in UTF-8. Save the file as CSV UTF-8",
    ),
    (text(cells(), 'a,"b"c'), "line 3: this is no CSV: ',' expected after '\"'"),
    (text(cells(area="Yo\0rk")), "line 2, column area: there is a character here that cannot be kept"),
]


@pytest.mark.parametrize(("content", "words"), FILES)
def test_a_bad_file_is_refused_in_words(content, words):
    with pytest.raises(BadRegisterError) as refused:
        read_register(source(), content)
    assert f"newer.csv, {words}" in str(refused.value).splitlines()


def test_the_mark_of_excel_and_line_ends_of_windows_are_taken():
    (line,) = read_register(source(), b"\xef\xbb\xbf" + text(cells()).replace(b"\n", b"\r\n") + b"\r\n\r\n")
    assert line.area_name == "York"


@pytest.mark.django_db
def test_one_bad_row_in_the_last_file_writes_nothing():
    before = rows()
    good = (source(), changed("2020-02-28,Yes,4,", "2020-03-02,Yes,5,"))
    bad = (
        source("2023"),
        text("York,North,2023-01-01,2023-02-01,Fine,No,", head=(DATA / FILE_2023).read_text().split("\n")[0]),
    )
    with pytest.raises(BadRegisterError, match="line 2, column outcome"):
        load_register([good, bad], on=ON)
    assert rows() == before
    assert not AuditEvent.objects.exists()


@pytest.mark.django_db
def test_the_command_says_what_it_did(tmp_path):
    out = StringIO()
    call_command("load_register", stdout=out)
    assert "0 added, 0 changed, 149 unchanged" in out.getvalue()
    assert "0 added, 0 changed, 16 unchanged" in out.getvalue()
    file = tmp_path / "newer.csv"
    file.write_bytes(changed("2020-02-28,Yes,4,", "2020-03-02,Yes,5,", LINES[-3:]))
    out = StringIO()
    call_command("load_register", str(file), framework="2016", as_at=NEW, stdout=out)
    assert "Ofsted, newer.csv (as at 31 August 2023)" in out.getvalue()
    assert "0 added, 1 changed, 2 unchanged" in out.getvalue()
    assert "changed: York, inspected from 09/12/2019" in out.getvalue()
    assert "not in this file, and kept: Cumbria" in out.getvalue()


@pytest.mark.django_db
def test_the_command_refuses_in_words(tmp_path):
    file = tmp_path / "newer.csv"
    file.write_bytes(text("E06000014,York"))
    asked = {"framework": "2016", "as_at": NEW}
    with pytest.raises(CommandError, match=r"Nothing was written\.\nnewer\.csv, line 2: 2 cells"):
        call_command("load_register", str(file), **asked)
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("load_register", str(tmp_path / "none.csv"), **asked)
    with pytest.raises(CommandError, match="--framework"):
        call_command("load_register", str(file))
    with pytest.raises(CommandError, match="name it too"):
        call_command("load_register", framework="2016")
    with pytest.raises(CommandError, match="future"):
        call_command("load_register", str(file), framework="2016", as_at=date(2027, 1, 1))


@pytest.mark.django_db
def test_boundary_changes_are_rows_with_dates():
    found = {(row.changed_on, row.predecessor, row.successor) for row in BoundaryChange.objects.all()}
    assert found == {
        (date(2019, 4, 1), "Bournemouth", "Bournemouth, Christchurch and Poole"),
        (date(2019, 4, 1), "Poole", "Bournemouth, Christchurch and Poole"),
        (date(2019, 4, 1), "Dorset (county)", "Bournemouth, Christchurch and Poole"),
        (date(2019, 4, 1), "Dorset (county)", "Dorset"),
        (date(2021, 4, 1), "Northamptonshire", "North Northamptonshire"),
        (date(2021, 4, 1), "Northamptonshire", "West Northamptonshire"),
        (date(2023, 4, 1), "Cumbria", "Cumberland"),
        (date(2023, 4, 1), "Cumbria", "Westmorland and Furness"),
    }
    BoundaryChange.objects.filter(successor="Dorset").delete()
    load_boundary_changes()
    assert BoundaryChange.objects.count() == 8


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"published_on": date(2019, 1, 1)}, {"requires_plan": False}, {"revisit_result": "No?"},
        {"sufficient_count": 1}, {"revisit_result": "Yes"},
    ],
)  # fmt: skip
def test_the_database_refuses_a_contradiction(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        RegisterEntry.objects.filter(area_name="York").update(**wrong)
