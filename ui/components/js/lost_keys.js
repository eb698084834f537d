// What a key was pressed on goes from the page, and the keys with it: they would begin again at the page's start.

// Gives the keys to `to` once nothing holds them, or what is `left` does; who is at something else by now stays there.
export function takeLostKeys(to, untilMs, left = () => false) {
  if (to.hidden || !to.isConnected) return;
  const at = document.activeElement;
  if (!at || at === document.body || left()) to.focus({ preventScroll: true });
  else if (performance.now() < untilMs) requestAnimationFrame(() => takeLostKeys(to, untilMs, left));
}
