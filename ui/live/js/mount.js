// What the page calls: at the first time and again at every rerun; what it returns is called when the view is left.

import { LiveView } from "./live.js";

const views = new WeakMap();

export default function mount({ parentElement, data, setTriggerValue }) {
  let view = views.get(parentElement);
  if (!view) {
    view = new LiveView(parentElement);
    views.set(parentElement, view);
    parentElement.querySelector('[data-part="stage"]').liveView = view; // for whoever measures
  }
  view.update(data, (record) => setTriggerValue("done", record), (still) => setTriggerValue("frozen", still));
  return () => { view.destroy(); views.delete(parentElement); };
}
