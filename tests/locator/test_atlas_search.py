"""Finding the point a person means."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from printed import printed

from locator.atlas.absent import CHANNELS, absent
from locator.atlas.load import load_atlas
from locator.atlas.schema import Acupoint
from locator.atlas.search import PREFIXES, fold, who_code
from locator.errors import RequestError

ATLAS = load_atlas()
CODES = st.sampled_from([p.code for p in ATLAS.standard if not p.code.startswith("EX")])
SEPARATORS = st.sampled_from(["", " ", "-", " - ", ".", "_"])


@given(CODES, SEPARATORS, st.booleans(), st.data())
def test_a_code_is_understood_in_any_spelling(code: str, separator: str, small: bool, data: st.DataObject) -> None:
    who, number = code[:2], code[2:]
    letters = data.draw(st.sampled_from([each for each in PREFIXES[who].split() if each != "B"]))
    spelled = f"{letters}{separator}{number}"
    spelled = spelled.lower() if small else spelled.capitalize()
    assert [p.code for p in ATLAS.find(spelled)] == [code]
    assert [p.code for p in ATLAS.select([spelled])] == [code]


@given(st.sampled_from(list(ATLAS.values())), SEPARATORS)
def test_every_name_of_a_point_finds_it_first(point: Acupoint, separator: str) -> None:
    for name in (
        separator.join(point.pinyin),
        point.pinyin.upper(),
        point.chinese,
        point.chinese_traditional,
        point.english,
    ):
        family = point.family or point.code
        firsts = ATLAS.search(name, limit=len(ATLAS))
        best = [m.point.family or m.point.code for m in firsts if m.rank == firsts[0].rank]
        assert family in best


@given(st.text(max_size=30))
def test_any_text_is_answered_without_fault_and_best_first(text: str) -> None:
    ranks = [m.rank for m in ATLAS.search(text)]
    assert ranks == sorted(ranks)
    assert len({p.code for p in ATLAS.find(text)}) == len(ATLAS.find(text))


@given(st.text(max_size=30))
def test_spaces_and_hyphens_do_not_matter(text: str) -> None:
    assert fold(" - ".join(text)) == fold(text)


@given(st.sampled_from(list(ATLAS.values())))
def test_capitals_do_not_matter(point: Acupoint) -> None:
    assert ATLAS.find(point.english.upper()) == ATLAS.find(point.english.lower())


@given(st.lists(CODES, max_size=12))
def test_select_gives_each_point_once_in_the_order_asked(codes: list[str]) -> None:
    assert [p.code for p in ATLAS.select(codes)] == list(dict.fromkeys(codes))


@pytest.mark.parametrize("row", printed("old_bladder"), ids=lambda row: row["old"])
def test_a_bare_b_number_gives_both_numberings_and_neither_silently(row: dict[str, str]) -> None:
    found = ATLAS.search(row["old"])
    today = "BL" + row["old"][1:]
    assert row["who"] in [m.point.code for m in found]
    assert any("older" in m.why for m in found if m.point.code == row["who"])
    if today in ATLAS:
        assert [m.point.code for m in found] == [today, row["who"]]
        with pytest.raises(RequestError, match="2 readings"):
            ATLAS.select([row["old"]])


@pytest.mark.parametrize("row", printed("article_claims"), ids=lambda row: row["claim"])
def test_every_code_of_the_articles_leads_to_its_point(row: dict[str, str]) -> None:
    found = [p.code for p in ATLAS.find(row["code_as_written"])]
    assert row["who"] in found if row["who"] else len(found) == 2


def test_tone_marks_and_other_ways_to_write_shu_do_not_matter() -> None:
    assert [p.code for p in ATLAS.find("shèn shū")] == ["BL23"]
    for written in ("肾俞", "肾腧", "腎兪", "腎俞"):
        assert ATLAS.find(written)[0].code == "BL23"


def test_a_name_that_articles_mix_up_finds_its_owner_first_and_tells_of_the_other() -> None:
    found = ATLAS.search("Heavenly Pillar")
    assert [m.point.code for m in found] == ["BL10", "GB20"]
    assert "not its name" in found[1].why


def test_a_complaint_and_a_level_find_points_too() -> None:
    assert {"GB30", "BL40"} <= {p.code for p in ATLAS.find("sciatic")}
    assert {"GV4", "BL23", "BL52"} <= {p.code for p in ATLAS.find("L2")}


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        ("1.5 cun beside L2", {"BL23"}),
        ("kidney point", {"BL23", "KI3"}),
        ("BL-23 (Shenshu)", {"BL23"}),
        ("BL 23 and UB-52", {"BL23", "BL52"}),
        ("Gall Bladder 21", {"GB21"}),
        ("Governor Vessel 4", {"GV4"}),
        ("the spot behind the knee", {"BL38", "BL39", "BL40"}),
    ],
)
def test_what_stands_in_an_article_finds_its_points_and_no_others(asked: str, codes: set[str]) -> None:
    assert {p.code for p in ATLAS.find(asked)} == codes


@pytest.mark.parametrize(
    ("asked", "within"),
    [("low back pain", "back"), ("neck pain", "neck"), ("migraine", "headache"), ("sciatica", "sciatic")],
)
def test_a_complaint_in_several_words_finds_what_is_traditionally_used_for_it(asked: str, within: str) -> None:
    found = ATLAS.find(asked)
    assert found and all(within in p.traditional_use + p.part for p in found)


def test_several_codes_are_never_selected_as_one_point() -> None:
    with pytest.raises(RequestError, match="BL23 BL52: expected a point"):
        ATLAS.select(["BL23 BL52"])


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("LU7", "LU7 is a point of the Lung channel"),
        ("ren 4", "CV4 is a point of the Conception Vessel"),
        ("ST-40", "ST40 is a point of the Stomach channel"),
        ("BL99", "no BL99: the Bladder channel ends at BL67"),
        ("UB 168", "no BL168"),
    ],
)
def test_a_code_without_a_point_is_told_apart_from_one_that_does_not_exist(asked: str, said: str) -> None:
    missing = absent(ATLAS, asked)
    assert missing is not None and said in missing.said and not ATLAS.find(asked)
    with pytest.raises(RequestError, match=said):
        ATLAS.select([asked])


def test_every_channel_of_the_standard_is_counted_whole() -> None:
    assert sum(last for _, last in CHANNELS.values()) == 361  # WHO standard 2008
    for code in ATLAS:
        assert absent(ATLAS, code) is None
        if not code.startswith("EX"):
            assert int(code[2:]) <= CHANNELS[code[:2]][1]


@pytest.mark.parametrize("asked", ["L2", "shenshu", "knee", "", "XY3", "T7", "point"])
def test_what_spells_no_code_is_missed_as_none(asked: str) -> None:
    assert absent(ATLAS, asked) is None


def test_no_more_matches_come_than_are_asked_for_and_they_are_the_best() -> None:
    every = ATLAS.search("back", limit=len(ATLAS))
    assert len(every) > 3
    assert [ATLAS.search("back", limit=n) for n in (0, 1, 3)] == [every[:n] for n in (0, 1, 3)]


@pytest.mark.parametrize("limit", [-1, 2.5, "3", None, True])
def test_what_is_no_number_of_matches_is_told(limit: Any) -> None:
    with pytest.raises(RequestError, match="limit: expected how many matches"):
        ATLAS.search("back", limit=limit)


@pytest.mark.parametrize("text", [None, 23, b"BL23", ["BL23"]])
def test_what_is_no_text_to_search_by_is_told(text: Any) -> None:
    for ask in (ATLAS.search, ATLAS.find):
        with pytest.raises(RequestError, match="expected a text such as"):
            ask(text)


def test_a_family_is_selected_whole_or_by_member() -> None:
    assert len(ATLAS.select(["ex-b2"])) == 17
    assert [p.code for p in ATLAS.select(["EXB2 T7"])] == ["EX-B2:T7"]


def test_select_names_every_unknown_code_with_what_is_near() -> None:
    with pytest.raises(RequestError) as error:
        ATLAS.select(["BL23", "BL99", "shensu", "qqqqqq", ""])
    lines = str(error.value).splitlines()
    assert [line.split(":")[0] for line in lines] == ["BL99", "shensu", "qqqqqq", "an empty code"]
    assert "BL23" in lines[1]
    assert "search by name" in lines[2]


@pytest.mark.parametrize("text", ["Baihu", "Hundred", "shu", "low back", "L2"])
def test_a_search_may_guess_and_a_choice_may_not(text: str) -> None:
    assert ATLAS.search(text)
    with pytest.raises(RequestError):
        ATLAS.select([text])


@pytest.mark.parametrize(("text", "known"), [("IG4", "LI4"), ("ig 03", "SI3")])
def test_letters_that_two_languages_read_differently_are_picked_as_neither_channel(text: str, known: str) -> None:
    """Asked for the Spanish IG3, the radial edge of the hand, one was given the French one, the ulnar."""
    assert [m.point.code for m in ATLAS.search(text)] == [known]
    with pytest.raises(RequestError, match=f"{text}: IG is LI in Spanish books and SI in French ones; write LI"):
        ATLAS.select([text])


def test_a_group_asked_for_as_one_point_is_told_with_its_points() -> None:
    with pytest.raises(RequestError, match="EX-B2: expected one point, got a group; its points are EX-B2:T1, "):
        ATLAS.point("EX-B2")


def test_what_is_no_code_spells_none() -> None:
    assert [who_code(text) for text in ("", "23", "BL", "BL0", "BL100", "XY3", "BL2three")] == [None] * 7
