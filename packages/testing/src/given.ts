/** What a suite tests: the thing itself, or a function that makes it, so that a mistake in making it is a failing test with a name. */
export type Given<T extends object> = T | (() => T);

export const taken = <T extends object>(given: Given<T>): T => (typeof given === 'function' ? given() : given);
