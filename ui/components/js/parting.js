// A view that is left can tell its page nothing more: the record of a session that ended so waits in this tab's memory, and
// is told when the view is shown again.

let waiting = null;

// What `view` tells its record by: `tell` while it is shown, and once more what it had no chance to tell the last time.
export function telling(view, tell) {
  if (waiting) { tell(waiting); waiting = null; }
  return (record) => { if (view.gone) waiting = record; else tell(record); };
}
