/** The classes of a set of digits. */
export const digitClasses: readonly string[] = Object.freeze(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
