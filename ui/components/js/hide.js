// What is hidden keeps no focus, and the page's start would get it: keys go on at what is there `instead`.
export function hide(element, instead) {
  const held = element.matches(":focus-within");
  element.hidden = true;
  if (held) instead.focus({ preventScroll: true });
}
