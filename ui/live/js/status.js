// The line of words under the picture: read out by screen readers, so it changes only when something has lasted.

const LASTING_MS = 700;

export class Status {
  constructor(element) { this.element = element; this.next = null; this.sinceMs = 0; }

  // Said at once: an answer to something the person did.
  now(text) { this.next = text; if (this.element.textContent !== text) this.element.textContent = text; }

  // The page speaks another language: sentences of the tables `before` are said as the tables `now` have them.
  retold(before, now) {
    let text = this.element.textContent;
    before.forEach((table, i) => {
      for (const [key, sentence] of Object.entries(table)) if (sentence.endsWith(".")) text = text.replace(sentence, now[i][key]);
    });
    this.now(text);
  }

  // Any of these is no longer so, be it written or about to be.
  past(...texts) {
    if (texts.includes(this.next)) this.next = null;
    if (texts.includes(this.element.textContent)) this.now("");
  }

  // What is told of the line to the server, for as long as it is so.
  line(state, say) { if (state === "open") this.past(say.lost, say.full); else this.now(say[state]); }

  // Said when it has been so for a while: what the camera sees flickers.
  soon(text, nowMs) {
    if (text !== this.next) { this.next = text; this.sinceMs = nowMs; }
    if (nowMs - this.sinceMs >= LASTING_MS && this.element.textContent !== text) this.element.textContent = text;
  }
}
