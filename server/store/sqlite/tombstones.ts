// What was erased, so that it does not come back with a browser that still has it.
import type { DatabaseSync } from 'node:sqlite';
import { LIMITS } from '../../contract/response.ts';
import type { Site } from '../store.ts';
import { tombstoneOf } from '../tombstone.ts';

export interface SqliteTombstones {
  readonly has: (site: Site, rid: string, now: number) => boolean;
  readonly put: (site: Site, rid: string, now: number) => void;
  /** Removes those whose time is over. */
  readonly purge: (now: number) => void;
}

export function sqliteTombstones(db: DatabaseSync): SqliteTombstones {
  const get = db.prepare('SELECT 1 FROM tombstones WHERE site = ? AND digest = ? AND erased > ?');
  const put = db.prepare(
    `INSERT INTO tombstones (site, digest, erased) VALUES (?, ?, ?)
     ON CONFLICT (site, digest) DO UPDATE SET erased = max(erased, excluded.erased)`,
  );
  const purge = db.prepare('DELETE FROM tombstones WHERE erased <= ?');

  return {
    has: (site, rid, now) => get.get(site.id, tombstoneOf(site, rid), now - LIMITS.tombstone) !== undefined,
    put: (site, rid, now) => {
      put.run(site.id, tombstoneOf(site, rid), now);
    },
    purge: (now) => {
      purge.run(now - LIMITS.tombstone);
    },
  };
}
