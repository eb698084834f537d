// The toolkit's own words, said in the page's language: it has no setting for them.  Only attributes and the values of
// text nodes are changed, never the nodes themselves, so the toolkit goes on finding what it made.

const SAID_IN = ["aria-label", "aria-roledescription", "title", "placeholder", "alt"];
// A sign is a letter of a face of signs, and a screen reader would read its English name out.
const SIGN = '[data-testid="stIconMaterial"]';
// The toolkit numbers pictures where their description should stand; what they show is said below them.
const NUMBERED = '[data-testid="stImage"] img[alt="0"]';
// Of a chart's lines and dots it says, in English, nothing but what kind they are: the chart is named, and told below it.
const DRAWN = '[data-testid="stVegaLiteChart"] svg';

// It names the knob of a scale by its label, and by the group about it, which has that label too: it was heard twice.
const SLID = '[data-testid="stSlider"] input[aria-label][aria-labelledby]';

// It names no part of the page as the one that the page is about, to which who listens goes past the bar.
const MAIN = '[data-testid="stMain"]';

class ToolkitWords {
  constructor(page) {
    this.page = page;
    this.unnamed = [];
    this.own = new WeakMap(); // node -> {place: what the toolkit wrote there, and what was put in its stead}
    this.watch = new MutationObserver((changes) => changes.forEach((change) => this.changed(change)));
    this.watch.observe(page.body, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: SAID_IN });
  }

  update({ language, words, unnamed }) {
    this.page.documentElement.lang = language; // a screen reader pronounces by it
    if (this.language === language) return;
    this.language = language;
    this.words = new Map(words);
    this.unnamed = unnamed;
    this.patterns = words.filter(([theirs]) => theirs.includes("{what}")).map(([theirs, ours]) => [patternOf(theirs), ours]);
    this.below(this.page.body);
  }

  changed({ type, target, addedNodes, attributeName }) {
    if (type === "childList") addedNodes.forEach((node) => this.below(node));
    else if (type === "attributes") this.attribute(target, attributeName);
    else this.text(target);
  }

  below(node) {
    if (node.nodeType === Node.TEXT_NODE) { this.text(node); return; }
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    const walk = this.page.createTreeWalker(node, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let each = node; each; each = walk.nextNode()) {
      if (each.nodeType === Node.TEXT_NODE) this.text(each);
      else this.element(each);
    }
  }

  element(element) {
    if (element.matches(SIGN)) element.setAttribute("aria-hidden", "true");
    if (element.matches(DRAWN)) element.setAttribute("aria-hidden", "true");
    if (element.matches(SLID)) element.removeAttribute("aria-labelledby");
    if (element.matches(MAIN)) element.setAttribute("role", "main");
    for (const [which, name] of this.unnamed) if (element.matches(which)) element.setAttribute("aria-label", name);
    for (const name of SAID_IN) if (element.hasAttribute(name)) this.attribute(element, name);
  }

  attribute(element, name) {
    if (element.matches(NUMBERED)) element.setAttribute("alt", "");
    this.say(element, name, element.getAttribute(name), (text) => element.setAttribute(name, text));
  }

  text(node) { this.say(node, "text", node.nodeValue, (text) => { node.nodeValue = text; }); }

  say(node, place, now, put) {
    if (!this.words || !now?.trim()) return;
    const told = this.own.get(node)?.[place];
    const theirs = told?.ours === now ? told.theirs : now; // put here before, perhaps in another language
    const ours = this.inOurs(theirs);
    if (ours === now) return;
    if (ours !== theirs) this.own.set(node, { ...this.own.get(node), [place]: { theirs, ours } });
    put(ours);
  }

  inOurs(theirs) {
    const bare = theirs.trim();
    const said = this.words.get(bare);
    if (said) return theirs.replace(bare, () => said);
    for (const [pattern, ours] of this.patterns) {
      const found = pattern.exec(bare);
      if (found) return ours.replace("{what}", () => found[1]);
    }
    return theirs;
  }
}

function patternOf(theirs) {
  const [before, after] = theirs.split("{what}").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${before}(.+)${after}$`, "s");
}

let speaker = null; // one for the page, however often the toolkit mounts this

export default function ({ parentElement, data }) {
  speaker ??= new ToolkitWords(parentElement.ownerDocument);
  speaker.update(data);
}
