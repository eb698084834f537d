// The bar's menus by key.  The toolkit hangs what a menu holds at the very end of the page, where keys come to it last, and
// leaves it open over what they pass on the way: here it is met right after the word that opens it.

const WORD = '[data-testid="stTopNavSection"]', LINK = '[data-testid="stTopNavDropdownLink"]';
const STEPS = { ArrowDown: 1, ArrowUp: -1 };
const PATIENCE_MS = 1000; // until a menu that was opened is there

class MenuKeys {
  constructor(page) {
    this.page = page;
    page.addEventListener("click", (event) => this.#clicked(event), true); // before the toolkit opens or closes the menu
    page.addEventListener("keydown", (event) => this.#typed(event));
  }

  // A click without a mouse is a key's: whoever opens a menu by key wants what is in it.
  #clicked(event) {
    const word = event.target.closest?.(WORD);
    if (event.detail === 0 && word && !isOpen(word)) this.#enter(performance.now() + PATIENCE_MS);
  }

  #enter(untilMs) {
    const [first] = this.#links();
    if (first) first.focus();
    else if (performance.now() < untilMs) requestAnimationFrame(() => this.#enter(untilMs));
  }

  #typed(event) {
    const word = event.target.closest?.(WORD), link = event.target.closest?.(LINK);
    if (word) this.#onWord(event, word);
    else if (link) this.#onLink(event, link);
  }

  #onWord(event, word) {
    const open = isOpen(word);
    if (event.key === "ArrowDown" && !open) word.click();
    else if (open && (event.key === "ArrowDown" || (event.key === "Tab" && !event.shiftKey))) this.#enter(0);
    else return;
    event.preventDefault();
  }

  #onLink(event, link) {
    const links = this.#links(), at = links.indexOf(link), word = [...this.page.querySelectorAll(WORD)].find(isOpen);
    const step = STEPS[event.key] ?? (event.key === "Tab" ? (event.shiftKey ? -1 : 1) : 0);
    if (!step) return;
    const beyond = links[at + step];
    if (beyond) beyond.focus();
    else if (event.key === "Tab" && word) { word.focus(); word.click(); } // past its end a menu closes
    if (beyond || event.key !== "Tab" || event.shiftKey) event.preventDefault(); // else the key goes on from the word
  }

  #links() { return [...this.page.querySelectorAll(LINK)]; }
}

function isOpen(word) { return word.getAttribute("aria-expanded") === "true"; }

let keys = null; // one for the page, however often the toolkit mounts this

export default function ({ parentElement }) {
  keys ??= new MenuKeys(parentElement.ownerDocument);
}
