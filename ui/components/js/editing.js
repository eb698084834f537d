// What was done to a picture, to be taken back and done again.  A state is whatever the editor keeps as one.

const LEFT = (globalThis.acupointLeft ??= new Map()); // by what was edited: how it stood, and the way back; of this tab

export class History {
  constructor() { this.clear(); }

  // The editor is left, for another page or picture.  `stands`: what is done by then; `more` comes back with the rest.
  leave(key, stands, more) { LEFT.set(key, { past: this.past, future: this.future, stands: JSON.stringify(stands), more }); }

  // It is come back to -> `more`; a new beginning where that was changed elsewhere, as by who forgets what is done.
  comeBack(key, stands) {
    this.clear();
    const left = LEFT.get(key);
    if (left?.stands !== JSON.stringify(stands)) return undefined;
    [this.past, this.future] = [left.past, left.future];
    return left.more;
  }

  clear() {
    this.past = [];
    this.future = [];
  }

  // `before` is the state that a change has just left.
  keep(before) {
    this.past.push(before);
    this.future = [];
  }

  // The state to show instead of `now`; undefined where there is none.
  undo(now) { return this.#step(this.past, this.future, now); }
  redo(now) { return this.#step(this.future, this.past, now); }

  #step(from, to, now) {
    if (from.length) to.push(now);
    return from.pop();
  }

  // A button that is spent keeps no keys: they go on at the other, which has something to do by then.
  show({ undo, redo }) {
    const at = undo.getRootNode().activeElement;
    undo.disabled = !this.past.length;
    redo.disabled = !this.future.length;
    if (at === undo && undo.disabled) redo.focus();
    if (at === redo && redo.disabled) undo.focus();
  }
}

// Ctrl+Z, Ctrl+Shift+Z and Ctrl+Y, done by an editor; false for every other key.
export function undoes(event, editor) {
  const letter = event.key.toLowerCase();
  if (!(event.ctrlKey || event.metaKey) || (letter !== "z" && letter !== "y")) return false;
  event.preventDefault();
  if (letter === "y" || event.shiftKey) editor.redo(); else editor.undo();
  return true;
}

// An editor's own elements by name: those it fills, and its buttons, each of which does what its name says.
export function partsOf(root) {
  const parts = {};
  for (const part of root.querySelectorAll("[data-part]")) parts[part.dataset.part] = part;
  return parts;
}

export function buttonsOf(root, editor) {
  const buttons = {};
  for (const button of root.querySelectorAll("[data-do]")) {
    buttons[button.dataset.do] = button;
    button.addEventListener("click", () => editor[button.dataset.do]());
  }
  return buttons;
}
