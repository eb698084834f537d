// How a session of either view ends: the keys of what is said and of what stays on the screen.  Who held nothing is
// neither praised nor told to rest from it.
export const ending = (held, said) => (held ? { said, shown: "over" } : { said: "none_held", shown: "none_held" });
