"""A bad atlas tells everything that is wrong with it, at once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from locator.atlas.load import load_atlas
from locator.errors import DataError
from locator.tables import shipped

GOOD = """
pinyin = "Shenshu"
chinese = "肾俞"
chinese_traditional = "腎兪"
english = "Kidney Shu"
meridian = "Bladder"
side = "paired"
part = "lumbar"
seen_from = ["back"]
position = { at = "l2", lateral_cun = 1.5 }
rule = "lower border of L2, 1.5 cun lateral"
find = "Two finger-widths out from the spine."
traditional_use = "lower back pain"
sigma_cun = 0.4
cautions = []
citation = "who2008"
"""
SOURCES = '[who2008]\ntext = "WHO 2008."\n'


def written(folder: Path, **files: str) -> Path:
    (folder / "sources.toml").write_text(SOURCES, encoding="utf-8")
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder


def faults_of(folder: Path) -> list[str]:
    with pytest.raises(DataError) as error:
        load_atlas(folder)
    return list(error.value.faults)


def changed(old: str, new: str) -> str:
    assert old in GOOD
    return "[BL23]" + GOOD.replace(old, new)


def test_a_good_file_is_read(tmp_path: Path) -> None:
    atlas = load_atlas(written(tmp_path, back="[BL23]" + GOOD))
    assert atlas["BL23"].position.lateral_cun == 1.5


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("lateral_cun = 1.5", 'lateral_cun = "3 cun"', 'BL23.position.lateral_cun: expected a number, got "3 cun"'),
        ("lateral_cun = 1.5", "lateral_cun = nan", "BL23.position.lateral_cun: expected a number, got nan"),
        ("lateral_cun = 1.5", "lateral_cun = true", "BL23.position.lateral_cun: expected a number, got true"),
        (
            "lateral_cun = 1.5",
            "lateral_cun = 99",
            "BL23.position.lateral_cun: expected a number from -25 to 25, got 99",
        ),
        ("lateral_cun = 1.5", "laterel_cun = 1.5", "BL23.position.laterel_cun: unknown key; did you mean lateral_cun?"),
        ('at = "l2"', 'at = "l6"', 'BL23.position.at: expected one of the known names, got "l6"'),
        ('at = "l2"', 'at = "acromium"', "did you mean acromion?"),
        ('at = "l2"', 'between = ["c7"], fraction = 0.5', "BL23.position.between: expected two anchors, got 1"),
        ('at = "l2"', 'between = ["c7", "acromion"]', "BL23.position.fraction: expected a number, got nothing; add it"),
        ('at = "l2"', 'between = ["c7", "acromion"], fraction = 1.5', "expected a number from 0 to 1, got 1.5"),
        ('at = "l2"', 'at = "l2", between = ["c7", "acromion"], fraction = 0.5', "either at or between, got both"),
        ('side = "paired"', 'side = "midline"', "BL23.position.lateral_cun: expected 0 for a midline point, got 1.5"),
        ('meridian = "Bladder"', 'meridian = "Spleen"', "BL23.meridian: expected Bladder for BL23, got Spleen"),
        ('citation = "who2008"', 'citation = "who1998"', "BL23.citation: expected one of who2008"),
        ("cautions = []", 'cautions = ["pregnant"]', "BL23.cautions[0]"),
        ("cautions = []", 'cautions = "pregnancy"', 'BL23.cautions: expected a list of texts, got "pregnancy"'),
        ("sigma_cun = 0.4", "sigma_cun = 0", "BL23.sigma_cun: expected a number from 0.01 to 3, got 0"),
        ('seen_from = ["back"]', "seen_from = []", "BL23.seen_from: expected at least one text"),
        ('seen_from = ["back"]', 'seen_from = ["behind"]', "BL23.seen_from[0]"),
        ('rule = "lower border of L2, 1.5 cun lateral"\n', "", "BL23.rule: expected text, got nothing; add it"),
        ('pinyin = "Shenshu"', 'pinyin = " "', 'BL23.pinyin: expected text, got " "'),
        ("position = { at", "position = 3\nplace = { at", "BL23.position: expected a table, got 3"),
    ],
)
def test_each_fault_is_told_with_its_path(tmp_path: Path, old: str, new: str, fault: str) -> None:
    faults = faults_of(written(tmp_path, back=changed(old, new)))
    assert any(fault in each for each in faults), faults
    assert all(each.startswith("back.toml: BL23") for each in faults)


def test_all_faults_of_all_files_come_at_once(tmp_path: Path) -> None:
    back = changed("lateral_cun = 1.5", 'lateral_cun = "far"').replace("sigma_cun = 0.4", "sigma_cun = -1")
    leg = changed('at = "l2"', 'at = "knee"').replace("[BL23]", "[BL40]")
    faults = faults_of(written(tmp_path, back=back, leg=leg, toe="", head="[GB20\n"))
    assert [each.split(":")[0] for each in faults] == ["back.toml", "back.toml", "head.toml", "leg.toml", "toe.toml"]
    assert "expected valid TOML" in faults[2]
    assert "named after a region" in faults[4]


def test_a_code_in_two_files_is_a_fault(tmp_path: Path) -> None:
    faults = faults_of(written(tmp_path, back="[BL23]" + GOOD, leg="[BL23]" + GOOD))
    assert faults == ["leg.toml: BL23: expected each code once, it is also in back.toml"]


def test_an_unknown_kind_of_code_is_a_fault(tmp_path: Path) -> None:
    faults = faults_of(written(tmp_path, back="[XX1]" + GOOD))
    assert faults == ["back.toml: XX1: expected a WHO code such as BL23 or EX-B2, got XX1"]


def test_an_empty_folder_says_what_belongs_there(tmp_path: Path) -> None:
    faults = faults_of(written(tmp_path))
    assert len(faults) == 1 and "expected region files such as back.toml, found none" in faults[0]


def test_a_missing_sources_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "back.toml").write_text("[BL23]" + GOOD, encoding="utf-8")
    assert any(each.startswith("sources.toml: expected a readable") for each in faults_of(tmp_path))


def test_a_file_saved_by_a_windows_editor_is_read(tmp_path: Path) -> None:
    folder = written(tmp_path)
    (folder / "back.toml").write_bytes(b"\xef\xbb\xbf" + ("[BL23]" + GOOD).replace("\n", "\r\n").encode())
    assert list(load_atlas(folder)) == ["BL23"]


def test_a_copy_of_the_shipped_folder_reads_the_same(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(shipped("locator.atlas", "data"), copy)
    assert dict(load_atlas(copy)) == dict(load_atlas())
