// A picture on which every body seen is a button.  Boxes are px of the photograph; shares of it on the screen.

import { tellByCourier } from "../js/told.js";

function boxOf(person, data) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "box";
  button.dataset.person = person.index;
  const [x0, y0, x1, y1] = person.box;
  button.style.left = `${(100 * x0) / data.width}%`;
  button.style.top = `${(100 * y0) / data.height}%`;
  button.style.width = `${(100 * (x1 - x0)) / data.width}%`;
  button.style.height = `${(100 * (y1 - y0)) / data.height}%`;
  button.setAttribute("aria-pressed", String(person.index === data.current));
  button.setAttribute("aria-label", person.index === data.current ? person.shown : person.show);
  const number = document.createElement("span");
  number.textContent = person.index === data.current ? `${person.index + 1} ✓` : person.index + 1;
  button.append(number);
  return button;
}

export default function mount({ parentElement, data }) {
  const part = (name) => parentElement.querySelector(`[data-part="${name}"]`);
  const picture = part("picture");
  if (picture.src !== data.picture) picture.src = data.picture;
  picture.alt = data.alt;
  picture.width = data.width;
  picture.height = data.height;
  const boxes = part("boxes");
  boxes.setAttribute("aria-label", data.ask);
  const focused = boxes.getRootNode().activeElement?.dataset?.person;
  boxes.replaceChildren(...data.people.map((person) => boxOf(person, data)));
  if (focused) boxes.querySelector(`[data-person="${focused}"]`)?.focus({ preventScroll: true });
  boxes.onclick = (event) => {
    const chosen = event.target.closest(".box");
    if (chosen) tellByCourier(data.teller, { key: data.key, person: Number(chosen.dataset.person) });
  };
}
