/** The name of a plugin that is broken on purpose: what is wrong with it, and the test of its suite that has to fail. */
export const caughtBy = (test: string, what: string): string => `${what} | ${test}`;

/** The test that has to fail, of a suite called `rule ${caughtBy(test, what)}`. */
export const testOf = (suite: string): string => suite.split(' | ').at(-1)!;
