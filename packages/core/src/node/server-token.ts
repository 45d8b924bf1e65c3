import { randomBytes } from 'node:crypto';
import { N3mlError } from '../errors.ts';
import { isLoopback } from './access.ts';

/** Short tokens can be guessed, and others than these characters have to be escaped in a URL. */
const tokenPattern = /^[\w-]{16,128}$/;

/**
 * The token of a server: the one that is given, or a random one where others than this machine can reach the server.
 *
 * @param owner whose token it is, for messages: 'the dashboard'
 * @throws N3mlError N3ML_BAD_TOKEN
 */
export function serverToken(token: string | undefined, host: string, owner: string): string | undefined {
  if (token === undefined) return isLoopback(host) ? undefined : randomBytes(24).toString('base64url');
  if (tokenPattern.test(token)) return token;
  throw new N3mlError(
    'N3ML_BAD_TOKEN',
    `The token of ${owner} has ${token.length} characters. Give 16 to 128 letters, digits, '-' or '_', or none.`,
    {
      details: { length: token.length },
    },
  );
}
