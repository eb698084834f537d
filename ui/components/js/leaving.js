// The browser asks before it leaves the app, while there is something that would go with the visit.

let losing = false; // one for the page, however often the toolkit mounts this

addEventListener("beforeunload", (event) => { if (losing) event.preventDefault(); });

export default function ({ data }) { losing = data.losing; }
