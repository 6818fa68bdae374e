import type { DatabaseSync } from 'node:sqlite';
import type { TallyMoves } from '../tallies.ts';

export interface SqliteTallies {
  readonly put: (moves: TallyMoves) => void;
  readonly clear: (siteId: string) => void;
}

export function sqliteTallies(db: DatabaseSync): SqliteTallies {
  const add = db.prepare(
    `INSERT INTO tallies (site, metric, segment, segment_value, day, survey, version, question, touchpoint, value, n)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n`,
  );
  const clear = db.prepare('DELETE FROM tallies WHERE site = ?');

  return {
    put: (moves) => {
      for (const { row, by } of moves.values()) {
        const { siteId, metric, segment, segmentValue, day, survey, version, question, touchpoint, value } = row;
        add.run(siteId, metric, segment, segmentValue, day, survey, version, question, touchpoint, value, by);
      }
    },
    clear: (siteId) => {
      clear.run(siteId);
    },
  };
}
