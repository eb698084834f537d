// A page that is reloaded or closed by accident takes what goes on in it along: the browser asks first, in its own words.

export class Leaving {
  constructor() { this.ask = (event) => event.preventDefault(); }

  start() { window.addEventListener("beforeunload", this.ask); }

  stop() { window.removeEventListener("beforeunload", this.ask); }
}
