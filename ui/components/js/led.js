// What the page's body is marked by while a view on it is led by keys that nothing else holds.

export const LED = "led";
