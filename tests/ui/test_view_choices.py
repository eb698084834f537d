"""What is chosen on the live and the check view, whose boxes are made anew on every visit of their page."""

from __future__ import annotations

from typing import Any

import pytest
from acted import acted
from mounted import BROWSER

# A page with boxes on it as the views have them, and a person who changes one.
PAGES = """
globalThis.Option = class { constructor(text, value) { Object.assign(this, { text, value }); } };
const box = (part, checked) => Object.assign(new EventTarget(), { type: "checkbox", dataset: { part }, checked });
class List extends EventTarget {
  constructor(part, ...values) {
    super();
    Object.assign(this, { dataset: { part }, options: values.map((each) => new Option(each, each)), value: values[0] });
  }
  get selectedOptions() { return this.options.filter(({ value }) => value === this.value); }
  prepend(option) { this.options.unshift(option); }
  replaceChildren(...options) { this.options = options; }
}
const list = (...given) => new List(...given);
const page = () => {
  const boxes = [box("voice", true), box("mirror", true), box("confirm", false), box("worn", false),
    list("camera", "", "rear"), list("outline", "auto", "off"), list("finger", "", "knuckle")];
  const parts = Object.fromEntries(boxes.map((each) => [each.dataset.part, each]));
  return { parts, querySelector: (asked) => parts[asked.slice(12, -2)] ?? any(), querySelectorAll: () => boxes,
    addEventListener() {} };
};
const changes = (which, how) => {
  Object.assign(which, how); which.onchange?.(); which.dispatchEvent(new Event("change")); };
const read = ({ parts }) => Object.fromEntries(Object.values(parts).map((each) =>
  [each.dataset.part, each.type === "checkbox" ? each.checked : each.value]));
"""
CHANGED = {"voice": False, "mirror": False, "confirm": True, "worn": True}
CHOSEN = {"camera": "rear", "outline": "off", "finger": "knuckle"}
LIVE, CHECK = ("live/js/live.js", "LiveView"), ("check/js/check.js", "CheckView")


def visited(entry: str, view: str, script: str) -> Any:
    body = f"const first = page(), left = Object.assign(new {view}(first), {{ say: {{}} }});{script}"
    return acted(entry, BROWSER + PAGES + body, fault=[], ticked=CHANGED, chosen=CHOSEN)


@pytest.mark.parametrize(("entry", "view"), [LIVE, CHECK])
def test_what_was_chosen_on_a_view_stands_and_holds_when_it_is_seen_again(entry: str, view: str) -> None:
    """A voice that was switched off spoke again, and printed marks were worn for nothing."""
    script = f"""for (const [part, checked] of Object.entries(ticked)) changes(first.parts[part], {{ checked }});
      for (const [part, value] of Object.entries(chosen)) changes(first.parts[part], {{ value }});
      left.destroy(); const again = page(), view = new {view}(again);
      return [read(again), (view.conductor ?? view).voice.on, (view.overlay ?? view.marks).mirrored];"""
    assert visited(entry, view, script) == [{**CHANGED, **CHOSEN}, False, False]


def test_a_picture_that_was_turned_upright_is_turned_when_it_is_seen_again() -> None:
    script = """const turn = left.parts.turn; for (let i = 0; i < 3; i++) turn.onclick(); left.destroy();
      const view = new LiveView(page()); return [view.grabber.turn, view.overlay.turn];"""
    assert visited(*LIVE, script) == [3, 3]


def test_a_camera_that_was_chosen_by_name_is_chosen_still_though_the_list_knows_it_no_more() -> None:
    script = """const { camera } = first.parts;
      camera.replaceChildren(new Option("Desk", "a1"), new Option("Door", "b2"));
      changes(camera, { value: "b2" }); left.destroy();
      const again = page(); new LiveView(again); const { value, selectedOptions } = again.parts.camera;
      return [value, selectedOptions[0].text];"""
    assert visited(*LIVE, script) == ["b2", "Door"]


def test_a_camera_that_the_browser_chose_is_nobodys_choice() -> None:
    script = """const { camera } = first.parts;
      camera.replaceChildren(new Option("Desk", "a1")); camera.value = "a1"; left.destroy();
      const again = page(); new LiveView(again); return again.parts.camera.value;"""
    assert visited(*LIVE, script) == ""
