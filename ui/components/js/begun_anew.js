// An open page goes on showing what was found, whatever becomes of the app.  The first word of another visit on it means
// that the app has forgotten this one.

let known = null; // the visit that the page belongs to, however often the toolkit mounts this

export default function meet({ data, setTriggerValue }) {
  if (known !== null && known !== data.visit) setTriggerValue("anew", true);
  known = data.visit;
}
