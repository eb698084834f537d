// Taps that were given up on this visit: the body was out of sight for so long that another may stand there by now.  They
// stay given up whoever the server is told them by: a line made anew, another page, a choice changed; a bone that is tapped
// again is another tap.

const GIVEN_UP = (globalThis.acupointGivenUp ??= new Set()); // by all that is known of a tap; every view of this tab asks here

export class GivenUp {
  constructor() { this.told = []; }

  // `lost`: names of all that the server gave up so far, of these taps among others -> whether some are new
  hears(lost, marks = []) {
    const fresh = lost.filter((name) => !this.told.includes(name));
    this.told = lost;
    for (const mark of marks) if (fresh.includes(mark.name)) GIVEN_UP.add(JSON.stringify(mark));
    return fresh.length > 0;
  }

  among(marks = []) { return marks.filter((mark) => GIVEN_UP.has(JSON.stringify(mark))).map(({ name }) => name); }
}
