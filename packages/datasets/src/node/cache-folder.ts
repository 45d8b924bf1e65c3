import { homedir } from 'node:os';
import { join } from 'node:path';

/** The user's folder for what n3ml downloads: in $XDG_CACHE_HOME, else %LOCALAPPDATA% on Windows, else ~/.cache. */
export function cacheFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): string {
  if (env.XDG_CACHE_HOME) return join(env.XDG_CACHE_HOME, 'n3ml');
  if (platform === 'win32' && env.LOCALAPPDATA) return join(env.LOCALAPPDATA, 'n3ml');
  return join(homedir(), '.cache', 'n3ml');
}
