// What is chosen on a view stands when it is seen again, as what is chosen beside it does: it is made anew on every visit
// of its page, and a voice that was switched off spoke again.  Boxes of one name are one choice, on whichever view.

const CHOSEN = (globalThis.acupointChosen ??= new Map()); // part -> what a person chose last, in this tab

export function keepChoice(part, value) { CHOSEN.set(part, value); }

export function keptChoice(part) { return CHOSEN.get(part); }

// To be called once a view's boxes do what they are for: those that a person has chosen before do it again.
export function keepChoices(root) {
  for (const box of root.querySelectorAll("input[data-part], select[data-part]")) {
    const { part } = box.dataset, kept = keptChoice(part), ticks = box.type === "checkbox";
    box.addEventListener("change", () => keepChoice(part, ticks ? box.checked : { value: box.value, text: box.selectedOptions[0].text }));
    if (kept === undefined) continue;
    if (ticks) box.checked = kept; else choose(box, kept);
    box.onchange?.();
  }
}

// A camera has its line in the list only once it was opened.
function choose(list, { value, text }) {
  if (![...list.options].some((option) => option.value === value)) list.prepend(new Option(text, value));
  list.value = value;
}
