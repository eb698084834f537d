import { CheckView } from "./check.js";
import { mounted } from "../../components/js/mounted.js";
import { telling } from "../../components/js/parting.js";

function made(root) {
  const view = new CheckView(root);
  root.querySelector('[data-part="stage"]').checkView = view; // for whoever measures
  return view;
}

export default mounted(
  made, (view, data, page) => view.update(
    data, telling(view, (record) => page.setStateValue("done", record)), (still) => page.setTriggerValue("frozen", still)),
);
