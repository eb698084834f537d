// The page from its top, and the keys with it: the button that asked for that is gone, or another by now.

import { goOnAtHeading } from "./lost_keys.js";

export default function ({ parentElement }) {
  const main = parentElement.ownerDocument.querySelector('[data-testid="stMain"]');
  main?.scrollTo(0, 0);
  goOnAtHeading(main?.querySelector("h1"));
}
