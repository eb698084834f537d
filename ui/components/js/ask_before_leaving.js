// What the page says of its taps: whether they would go with it.

import { Leaving } from "./leaving.js";

const leaving = new Leaving(); // one for the page, however often the toolkit mounts this

export default function ({ data }) {
  if (data.losing) leaving.start(); else leaving.stop();
}
