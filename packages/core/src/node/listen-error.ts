import { N3mlError } from '../errors.ts';

/**
 * What to tell of a server that could not listen: N3ML_PORT_IN_USE, N3ML_PORT_FORBIDDEN or N3ML_BAD_HOST.
 *
 * @param owner what could not be served: 'the dashboard'
 */
export function listenError(error: NodeJS.ErrnoException, owner: string, host: string, port: number): N3mlError {
  const details = { host, port, reason: error.code };
  switch (error.code) {
    case 'EADDRINUSE':
      return new N3mlError('N3ML_PORT_IN_USE', `Port ${port} of ${host} is in use. Give ${owner} another one, or 0 for any that is free.`, {
        details,
        cause: error,
      });
    case 'EACCES':
      return new N3mlError('N3ML_PORT_FORBIDDEN', `Port ${port} may not be used by this user. Give ${owner} one above 1023.`, {
        details,
        cause: error,
      });
    default:
      return new N3mlError(
        'N3ML_BAD_HOST',
        `${owner[0]!.toUpperCase()}${owner.slice(1)} can't be reached at '${host}' (${error.code ?? error.message}). Give an address of this machine, or 127.0.0.1.`,
        { details, cause: error },
      );
  }
}
