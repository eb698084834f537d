import { LiveView } from "./live.js";
import { mounted } from "../../components/js/mounted.js";
import { tellByCourier } from "../../components/js/told.js";

function made(root) {
  const view = new LiveView(root);
  root.querySelector('[data-part="stage"]').liveView = view; // for whoever measures
  return view;
}

export default mounted(
  made, (view, data, page) => view.update(
    data, (record) => tellByCourier(data.teller, record), (still) => page.setTriggerValue("frozen", still)),
);
