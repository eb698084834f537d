// Where a key comes to inside something on the page and the views on it, in order; nowhere inside what is not there.

const STOPS = 'a[href], button:not(:disabled), input:not(:disabled), textarea, select, summary, [tabindex="0"]';

// besides: a selector of what is to be found with them, though no key comes to it
export function stopsIn(inside, besides = "") {
  const asked = besides ? `${STOPS}, ${besides}` : STOPS;
  const within = (root) => [...root.querySelectorAll("*")].flatMap((each) =>
    [...(each.matches(asked) ? [each] : []), ...(each.shadowRoot ? within(each.shadowRoot) : [])]);
  const found = inside ? within(inside) : [];
  return found.filter((each) => (each.tabIndex >= 0 || besides && each.matches(besides)) && each.checkVisibility());
}
