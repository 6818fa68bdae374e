// The engines, by the scheme of the database URL. A new engine is one line here and one file beside this one.
import { StoreError } from './errors.ts';
import { openSqlite } from './sqlite.ts';
import type { Store } from './store.ts';

type Open = (rest: string) => Promise<Store>;

const ENGINES: Readonly<Record<string, Open>> = {
  sqlite: async (rest) => {
    const path = rest.replace(/^\/\/(?!\/)/, '');
    if (path === '') throw new StoreError('bad-url', 'The database URL names no file; write sqlite:data/asklet.db.');
    return openSqlite(path);
  },
};

/**
 * Opens the store a database URL names, its schema brought up to date: `sqlite:data/asklet.db`, `sqlite:/var/lib/a.db`,
 * or `sqlite::memory:` for a store that forgets. Rejects with a StoreError, which never repeats a password.
 */
export async function openStore(databaseUrl: string): Promise<Store> {
  const [, scheme = '', rest = ''] = /^([a-z][a-z0-9+.-]*):(.*)$/is.exec(databaseUrl) ?? [];
  const open = Object.hasOwn(ENGINES, scheme.toLowerCase()) ? ENGINES[scheme.toLowerCase()] : undefined;
  if (!open) throw unknownScheme(scheme);
  return open(rest);
}

/** Is it one database to all who open the URL? A store in memory is its opener's own. */
export function isShared(databaseUrl: string): boolean {
  return !databaseUrl.endsWith(':memory:');
}

function unknownScheme(scheme: string): StoreError {
  const known = Object.keys(ENGINES).map((name) => `${name}:`);
  const asked = scheme === '' ? 'The database URL has no scheme' : `There is no engine for ${scheme}: database URLs`;
  const later = /^postgres(ql)?$/i.test(scheme) ? ' PostgreSQL is not in this version.' : '';
  return new StoreError('unknown-scheme', `${asked}; this version knows ${known.join(', ')}.${later}`);
}
