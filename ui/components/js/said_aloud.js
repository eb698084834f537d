// A sentence for those who do not see the page.  It stands beside the page, for what a screen reader is to speak of must
// be there before the words are.

const NAME = "acupoint-said-aloud";
const HEARD_MS = 150; // until a place that has just been made is listened to
const GONE_MS = 5000; // else who reads on to the end of the page, or of another, meets it there
const UNSEEN = "position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap";

export function saidAloud(text) {
  let place = document.getElementById(NAME);
  if (!place) {
    place = document.createElement("p");
    place.id = NAME;
    place.setAttribute("role", "status");
    place.setAttribute("style", UNSEEN);
    document.body.append(place);
  }
  place.textContent = "";
  setTimeout(() => { place.textContent = text; }, HEARD_MS);
  setTimeout(() => { if (place.textContent === text) place.textContent = ""; }, GONE_MS);
}
