// Where the choices above fill the screen, at 200 % say, a picture was given and nothing was seen to happen;
// nor was it heard, by who listens to the page.  Keys go on there if what asked for the answer is gone.

import { comeInSight } from "./in_sight.js";
import { goOnAtHeading } from "./lost_keys.js";
import { saidAloud } from "./said_aloud.js";

const LOW = 0.7; // share of the screen's height below which a heading tells nothing of what stands under it

export default function ({ parentElement, data }) {
  saidAloud(data.answer);
  const answer = parentElement.ownerDocument.querySelector(".st-key-answer");
  if (answer?.getBoundingClientRect().top > LOW * innerHeight) comeInSight(answer);
  goOnAtHeading(answer?.querySelector("h2"));
}
