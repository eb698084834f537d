// What the page calls: at the first time and again at every rerun; what it returns is called when the view is left.

// `make` builds a view in its place on the page, `tell` gives it the page's wishes and the ways to answer.
export function mounted(make, tell) {
  const views = new WeakMap();
  return ({ parentElement, data, setStateValue, setTriggerValue }) => {
    let view = views.get(parentElement);
    if (!view) views.set(parentElement, view = make(parentElement));
    tell(view, data, { setStateValue, setTriggerValue });
    return () => { view.destroy?.(); views.delete(parentElement); };
  };
}
