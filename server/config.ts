// The only reader of the environment.
import { join, resolve } from 'node:path';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface Config {
  /** 0 lets the system choose. */
  readonly port: number;
  readonly host: string;
  /** Absolute. */
  readonly dataDir: string;
  readonly databaseUrl: string;
  /** Path in front of the public routes: begins with a slash, ends without one. */
  readonly publicPrefix: string;
  readonly logLevel: LogLevel;
}

/** Paths of the collector's own that the public routes would hide or be hidden by. */
const TAKEN = ['/a', '/a.js', '/api', '/dashboard', '/shop', '/healthz', '/readyz'];

/** The configuration, or every problem with it, one sentence each. Empty variables count as absent. */
export function readConfig(
  env: Readonly<Record<string, string | undefined>> = process.env,
): { readonly config: Config } | { readonly problems: readonly string[] } {
  const problems: string[] = [];
  const read = (name: string, fallback: string): string => env[name]?.trim() || fallback;

  const portText = read('PORT', '4100');
  const port = Number(portText);
  if (!/^\d+$/.test(portText) || port > 65_535)
    problems.push(`PORT must be a number from 0 to 65535, not "${portText}".`);

  const host = read('HOST', '127.0.0.1');
  if (!/^[A-Za-z0-9.:_-]+$/.test(host)) problems.push(`HOST must be a host name or an address, not "${host}".`);

  const dataDir = resolve(read('DATA_DIR', './data'));
  const databaseUrl = read('DATABASE_URL', `sqlite:${join(dataDir, 'asklet.db')}`);

  const publicPrefix = read('PUBLIC_PREFIX', '/c');
  if (!/^(\/[A-Za-z0-9_-]+)+$/.test(publicPrefix)) {
    problems.push(`PUBLIC_PREFIX must be a path such as /c, without a slash at its end, not "${publicPrefix}".`);
  } else if (TAKEN.some((path) => publicPrefix === path || publicPrefix.startsWith(`${path}/`))) {
    problems.push(`PUBLIC_PREFIX must not be ${publicPrefix}, for the collector uses that path itself.`);
  }

  const levelText = read('LOG_LEVEL', 'warn');
  const logLevel = LOG_LEVELS.find((level) => level === levelText);
  if (!logLevel) problems.push(`LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}, not "${levelText}".`);

  if (problems.length > 0 || !logLevel) return { problems };
  return { config: { port, host, dataDir, databaseUrl, publicPrefix, logLevel } };
}
