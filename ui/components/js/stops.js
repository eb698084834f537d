// Where a key comes to inside something on the page, in order; nowhere inside what is not there.

const STOPS = 'a[href], button:not(:disabled), input:not(:disabled), textarea, select, summary, [tabindex="0"]';

export function stopsIn(inside) {
  const stops = inside ? [...inside.querySelectorAll(STOPS)] : [];
  return stops.filter((stop) => stop.tabIndex >= 0 && stop.checkVisibility());
}
