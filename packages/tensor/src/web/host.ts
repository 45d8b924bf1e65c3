/** In a browser the bundler or the page says where the .wasm files are. */
export const wasmFolder = (): string | undefined => undefined;

/** The native packages are for Node only. */
export const nativeAbsence = (_name: string): string | undefined => 'for Node only';

/** Never reached: {@link nativeAbsence} says why. */
export const importNative = (name: string): Promise<void> => Promise.reject(new Error(`${name} is for Node only`));

/** A browser has no process whose handlers could be changed. */
export const withoutCrashHandlers = <T>(start: () => Promise<T>): Promise<T> => start();
