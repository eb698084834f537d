"""What the bench of measured people says of the file it is given."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from locator.errors import DataError

sys.path.insert(0, str(Path(__file__).parent))
from bench_population import columns, main, people

# One made-up person of 1.7 m, mm.
PERSON = {
    "cervicaleheight": 1455,
    "acromialheight": 1395,
    "iliocristaleheight": 1010,
    "trochanterionheight": 880,
    "waistheightomphalion": 1020,
    "tenthribheight": 1090,
    "biacromialbreadth": 395,
    "bicristalbreadth": 275,
    "hipbreadth": 345,
}


def table(path: Path, **changed: object) -> Path:
    person = {**PERSON, **changed, "sex": "f"}
    path.write_text(f"{','.join(person)}\n{','.join(map(str, person.values()))}\n", encoding="utf-8")
    return path


def test_each_person_is_drawn_and_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(str(table(tmp_path / "one.csv")))
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 4 and all("1 of 1 people" in line and "nan" not in line for line in lines)


def test_a_file_with_other_columns_is_told_those_expected_and_those_that_came(tmp_path: Path) -> None:
    file = tmp_path / "other.csv"
    file.write_text("cervicaleheight,shoesize\n1455,40\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        people(file)
    told = str(caught.value)
    assert all(column in told for column in columns()) and "got cervicaleheight, shoesize" in told
    assert "missing cervicaleheight" not in told


@pytest.mark.parametrize("content", ["", "# Heading\n\nSome prose.\n", "\x00\x01", ",".join(PERSON) + "\n"])
def test_what_holds_no_measures_is_said(tmp_path: Path, content: str) -> None:
    file = tmp_path / "file.csv"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match=r"file\.csv: expected"):
        people(file)


def test_every_number_that_is_none_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        people(table(tmp_path / "a.csv", hipbreadth="wide", cervicaleheight=-1))
    assert len(caught.value.faults) == 2
    assert all("line 2: " in fault and "expected millimetres" in fault for fault in caught.value.faults)


def test_the_fault_is_a_sentence_and_the_code_is_two(tmp_path: Path) -> None:
    script = Path(__file__).with_name("bench_population.py")
    done = subprocess.run([sys.executable, str(script), str(tmp_path / "none.csv")], capture_output=True, text=True)
    assert done.returncode == 2 and "Traceback" not in done.stderr
    assert done.stderr.startswith(f"{tmp_path / 'none.csv'}: expected measures as CSV")
