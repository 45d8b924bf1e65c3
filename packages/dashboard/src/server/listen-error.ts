import { N3mlError } from '@n3ml/core';

/** What to tell of a server that could not listen. */
export function listenError(error: NodeJS.ErrnoException, host: string, port: number): N3mlError {
  const details = { host, port, reason: error.code };
  switch (error.code) {
    case 'EADDRINUSE':
      return new N3mlError(
        'N3ML_PORT_IN_USE',
        `Port ${port} of ${host} is in use. Give the dashboard another one, or 0 for any that is free.`,
        {
          details,
          cause: error,
        },
      );
    case 'EACCES':
      return new N3mlError('N3ML_PORT_FORBIDDEN', `Port ${port} may not be used by this user. Give the dashboard one above 1023.`, {
        details,
        cause: error,
      });
    default:
      return new N3mlError(
        'N3ML_BAD_HOST',
        `The dashboard can't be reached at '${host}' (${error.code ?? error.message}). Give an address of this machine, or 127.0.0.1.`,
        { details, cause: error },
      );
  }
}
