// Where the choices above fill the screen, at 200 % say, a picture was given and nothing was seen to happen;
// nor was it heard, by who listens to the page.  What is said of a picture far below it has its answer above the screen.
// Keys go on there if what asked for the answer is gone.

import { comeInSight, isOutOfSight } from "./in_sight.js";
import { goOnAtHeading } from "./lost_keys.js";
import { saidAloud } from "./said_aloud.js";

export default function ({ parentElement, data }) {
  saidAloud(data.answer);
  const answer = parentElement.ownerDocument.querySelector(".st-key-answer");
  if (answer && isOutOfSight(answer)) comeInSight(answer);
  goOnAtHeading(answer?.querySelector("h2"));
}
