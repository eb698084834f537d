// What is known better than the camera, in one line: what rides along, what was given up, what was not believed.

// known: {used, lost, doubted} or undefined; landmarks: name -> its title
export function toldOfKnown(known, say, landmarks) {
  if (!known) return "";
  const titles = (names) => names.map((name) => landmarks[name] ?? name.replaceAll("_", " ")).join(", ");
  const lines = [];
  if (known.used.length) lines.push(say.riding.replace("{names}", titles(known.used)));
  if (known.lost.length) lines.push(say.given_up.replace("{names}", titles(known.lost)));
  return [...lines, ...known.doubted].join(" ");
}
