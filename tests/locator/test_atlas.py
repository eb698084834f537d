"""The atlas against the printed standard."""

from __future__ import annotations

import copy
import math
import pickle
from collections import Counter
from types import MappingProxyType

import pytest
from printed import printed
from recorded import body

from locator.atlas.load import load_atlas
from locator.atlas.schema import ANCHORS, MIDLINE_ANCHORS, PAIRED_ANCHORS, landmark_name
from locator.frames import foot_model, hand_model, head_model
from locator.frames.base import BodyFrame
from locator.frames.hand_model import CREASES
from locator.frames.leg import build_legs
from locator.frames.trunk_places import anchor_names
from locator.landmarks import SIDES

ATLAS = load_atlas()
WHO = {row["code"]: row for row in printed("who_points")}
ASKED_FOR = [
    *("BL10", "BL18", "BL21", "BL23", "BL25", "BL40", "BL43", "BL52", "BL54", "BL57", "GB20", "GB21", "GB30"),
    *("GV3", "GV9", "GV14", "GV20", "LR3", "SI3", "SI11", "SI15"),
]


def test_it_holds_the_eighty_two_points_and_no_other() -> None:
    assert set(ATLAS.names) == set(WHO)
    assert len(ATLAS.names) == 82


def test_it_travels_to_another_process_and_stays_read_only() -> None:
    for again in (pickle.loads(pickle.dumps(ATLAS)), copy.deepcopy(ATLAS)):
        assert dict(again) == dict(ATLAS) and dict(again.sources) == dict(ATLAS.sources)
        assert isinstance(again.points, MappingProxyType)


def test_every_point_of_the_articles_is_here() -> None:
    assert [code for code in ASKED_FOR if code not in ATLAS] == []
    assert {row["who"] for row in printed("article_claims")} - {""} <= set(ATLAS)


def test_names_are_those_of_the_standard() -> None:
    for point in ATLAS.values():
        row = WHO[point.family or point.code]
        assert (point.pinyin, point.chinese) == (row["pinyin"], row["hanzi"])


def test_spinal_points_lie_at_the_level_and_distance_of_the_standard() -> None:
    checked = 0
    for code, row in WHO.items():
        if row["level"]:
            assert ATLAS[code].position.at == row["level"], code
            checked += 1
        if row["lateral_cun"]:
            assert ATLAS[code].position.lateral_cun == float(row["lateral_cun"]), code
            assert ATLAS[code].position.distal_cun == 0 and ATLAS[code].position.dorsal_cun == 0
    assert checked >= 45


def test_the_rule_tells_the_level_and_distance_it_is_placed_by() -> None:
    for code, row in WHO.items():
        if row["level"] and not row["level"].startswith("s") and float(row["lateral_cun"]):
            place = f"lower border of {row['level'].upper()}, {float(row['lateral_cun']):g} cun lateral"
            assert ATLAS[code].rule == place


@pytest.mark.parametrize("row", printed("who_lines"), ids=lambda row: row["code"])
def test_points_on_lines_divide_them_as_the_standard_says(row: dict[str, str]) -> None:
    position = ATLAS[row["code"]].position
    if row["share"]:
        assert position.between == (row["from"], row["to"])
        assert position.fraction == pytest.approx(float(row["share"]), abs=1e-3)
    else:
        assert position.at == row["from"]
        assert position.distal_cun == float(row["distal_cun"])


def test_gb30_is_nearer_the_hip_than_the_sacrum() -> None:
    position = ATLAS["GB30"].position
    assert position.between is not None
    nearer = position.between[0] if position.fraction < 0.5 else position.between[1]
    assert nearer == "greater_trochanter"


def test_sacral_hollows_are_closer_together_the_lower_they_lie() -> None:
    out_cun = [ATLAS[f"BL{n}"].position.lateral_cun for n in (31, 32, 33, 34)]
    assert out_cun[0] == max(out_cun) and out_cun[-1] == min(out_cun)
    assert all(0.5 < each < 1.1 for each in out_cun)


def test_points_along_the_spine_have_a_member_at_each_level() -> None:
    members = ATLAS.family("EX-B2")
    levels = [f"t{n}" for n in range(1, 13)] + [f"l{n}" for n in range(1, 6)]
    assert [m.position.at for m in members] == levels
    assert {m.position.lateral_cun for m in members} == {0.5}
    assert ATLAS["EX-B2:T7"].rule == "lower border of T7, 0.5 cun lateral"


def test_the_two_knee_eyes_are_the_places_of_their_single_points() -> None:
    assert ATLAS["EX-LE5:lateral"].position == ATLAS["ST35"].position
    assert ATLAS["EX-LE5:medial"].position == ATLAS["EX-LE4"].position


def test_families_are_not_placed_unless_asked_for() -> None:
    assert {p.family for p in ATLAS.standard} == {""}
    assert len(ATLAS.standard) == 80
    assert len(ATLAS) == 80 + 17 + 2


def test_every_anchor_is_in_the_closed_list_and_takes_the_side_of_its_point() -> None:
    assert not MIDLINE_ANCHORS & PAIRED_ANCHORS
    for point in ATLAS.values():
        assert set(point.position.anchors) <= ANCHORS
        for side in point.sides:
            for anchor, name in zip(point.position.anchors, point.position.landmarks(side), strict=True):
                assert name == (anchor if anchor in MIDLINE_ANCHORS else f"{side}_{anchor}")


def test_every_anchor_of_that_list_is_placed_by_some_frame() -> None:
    """A point hung on another would be read and never drawn, and a tap on it taken and never heard."""
    legs = [frame for frame in build_legs(body()) if isinstance(frame, BodyFrame)]
    placed = {*anchor_names(), *head_model._forms()[0], *(name for leg in legs for name in leg.anchors)}
    placed |= {f"{side}_{part}" for side in SIDES for part in (*foot_model.FITTED, *hand_model.FITTED, *CREASES)}
    assert len(legs) == 2
    assert placed >= MIDLINE_ANCHORS
    assert {f"{side}_{anchor}" for side in SIDES for anchor in PAIRED_ANCHORS} <= placed


def test_a_paired_anchor_has_no_midline() -> None:
    with pytest.raises(ValueError, match="left or right"):
        landmark_name("acromion", "midline")


def test_points_on_the_midline_are_those_of_the_governing_vessel() -> None:
    assert {p.code for p in ATLAS.values() if not p.paired} == {c for c in WHO if c.startswith("GV")}


def test_back_points_are_never_seen_from_the_front() -> None:
    assert [p.code for p in ATLAS.in_region("back") if "front" in p.seen_from or "back" not in p.seen_from] == []
    assert ATLAS["BL40"].seen_from == ("back",)
    assert "back" not in ATLAS["ST36"].seen_from


def test_every_statement_names_a_source_and_every_point_can_be_found_by_hand() -> None:
    for point in ATLAS.values():
        assert ATLAS.sources[point.citation].text
        assert len(point.find) > 20 and point.find.endswith(".")
        assert not point.traditional_use.endswith(".")


def test_no_text_promises_a_cure() -> None:
    for point in ATLAS.values():
        words = f"{point.find} {point.traditional_use} {point.note}".lower()
        assert not any(claim in words for claim in ("cure", "heals", "treats", "guarantee", "proven"))


@pytest.mark.parametrize("row", printed("molsberger_2012"), ids=lambda row: row["code"])
def test_spread_is_of_the_size_doctors_showed(row: dict[str, str]) -> None:
    """Their 68 % field as a circle: radius 1.51 sigma.  One man was marked, so bodies' own differences come on top."""
    seen_mm = math.sqrt(100 * float(row["area68_cm2"]) / math.pi) / 1.51
    ours_mm = ATLAS[row["code"]].sigma_cun * 22.5
    assert 0.7 < ours_mm / seen_mm < 1.6


def test_the_farther_from_the_spine_the_less_certain() -> None:
    for near, far in (("GV4", "BL23"), ("BL23", "BL52"), ("BL13", "BL42")):
        assert ATLAS[near].sigma_cun < ATLAS[far].sigma_cun


def test_old_numbers_are_those_of_the_older_channel() -> None:
    ours = {old: point.code for point in ATLAS.values() for old in point.old_codes}
    assert ours == {row["old"]: row["who"] for row in printed("old_bladder")}


def test_no_two_points_share_a_code_or_a_place() -> None:
    places = Counter(p.position for p in ATLAS.standard)
    assert [p.code for p in ATLAS.standard if places[p.position] > 1] == []


def test_sacral_and_forbidden_points_name_the_pregnancy_caution() -> None:
    named = {p.code for p in ATLAS.values() if "pregnancy" in p.cautions}
    sacral = {f"BL{n}" for n in (27, 28, 29, 30, 31, 32, 33, 34, 35, 53, 54)}
    assert named == sacral | {"GV2", "LI4", "SP6", "BL60", "GB21"}


def test_where_articles_err_the_point_carries_a_note() -> None:
    for code in ["GB20", "BL10", "BL40", "BL54", "BL52", "GB30", "BL18", "BL57", "LR3", "SI15"]:
        assert ATLAS[code].note, code
