const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

// Which way an arrow key points, [across, down]; undefined for every other key, and for an arrow that another key beside it
// makes the browser's own: with Alt it goes back a page, and moves nothing.
export const wayOf = ({ key, ctrlKey, metaKey, altKey }) => (ctrlKey || metaKey || altKey ? undefined : ARROWS[key]);
