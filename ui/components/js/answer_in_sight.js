// Where the choices above fill the screen, at 200 % say, a picture was given and nothing was seen to happen; on a laptop
// the heading was seen, and the points on the picture were not.  Nor was it heard, by who listens to the page.  What is
// said of a picture far below it has its answer above the screen.  Keys go on there if what asked for the answer is gone.

import { comeInSight, isOutOfSight } from "./in_sight.js";
import { goOnAtHeading } from "./lost_keys.js";
import { saidAloud } from "./said_aloud.js";

const ROOM = 0.4; // share of the screen's height above the heading at the most: below it the picture has its points

export default function ({ parentElement, data }) {
  if (data.answer) saidAloud(data.answer);
  const answer = parentElement.ownerDocument.querySelector(".st-key-answer");
  if (answer && isOutOfSight(answer, ROOM)) comeInSight(answer, () => true);
  goOnAtHeading(answer?.querySelector("h2"));
}
