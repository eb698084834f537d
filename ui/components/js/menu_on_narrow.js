// The menu of a narrow screen, or of one at 200 %: it lies over the page that it leads to, and the toolkit closes it
// by itself on telephones alone.

const MENU = '[data-testid="stSidebar"][aria-expanded="true"]', LINK = '[data-testid="stSidebarNavLink"]';
const CLOSES = '[data-testid="stSidebarCollapseButton"] button', OPENS = '[data-testid="stExpandSidebarButton"]';
const PATIENCE_MS = 2000; // until the button that opens it again is there

class NarrowMenu {
  constructor(page) {
    this.page = page;
    page.addEventListener("click", (event) => this.#clicked(event));
    page.addEventListener("keydown", (event) => this.#typed(event), true); // before a session that Escape would end
  }

  #clicked(event) {
    if (event.target.closest?.(LINK)) setTimeout(() => this.#close(), 0); // once the toolkit has done what it does
  }

  #typed(event) {
    if (event.key !== "Escape" || !this.page.querySelector(MENU)) return;
    event.stopImmediatePropagation();
    this.#close();
  }

  // What has the focus goes out of sight with the menu: the button that brings it back is where a key goes on.
  #close() {
    this.page.querySelector(MENU)?.querySelector(CLOSES)?.click();
    this.#back(performance.now() + PATIENCE_MS);
  }

  #back(untilMs) {
    const opens = this.page.querySelector(OPENS);
    if (opens) opens.focus();
    else if (performance.now() < untilMs) requestAnimationFrame(() => this.#back(untilMs));
  }
}

let menu = null; // one for the page, however often the toolkit mounts this

export default function ({ parentElement }) {
  menu ??= new NarrowMenu(parentElement.ownerDocument);
}
