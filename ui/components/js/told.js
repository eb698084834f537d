// How a view tells the server what must not be lost with the page it is made on: the courier carries it (courier.js).

export const TOLD = "acupoint-told";

// `name` is one of those that the courier knows (courier.py), `value` anything that JSON holds.
export function tellByCourier(name, value) {
  document.dispatchEvent(new CustomEvent(TOLD, { detail: { name, value } }));
}
