// How far showings got, and why others never were.
import type { DatabaseSync } from 'node:sqlite';
import { SCALES } from '../../contract/questions.ts';
import { type FunnelQuery, MOST_REASONS, type Silence, type SurveyFunnel } from '../store.ts';
import type { FunnelStep } from '../tallies.ts';
import { inTransaction } from './transaction.ts';

export interface SqliteFunnel {
  readonly add: (counts: readonly Silence[]) => void;
  readonly read: (query: FunnelQuery) => readonly SurveyFunnel[];
}

/** Sorts after every day. */
const NO_DAY = '~';

export function sqliteFunnel(db: DatabaseSync): SqliteFunnel {
  const raise = db.prepare('UPDATE silences SET n = n + ? WHERE site = ? AND day = ? AND survey = ? AND reason = ?');
  const countReasons = db.prepare('SELECT count(*) AS n FROM silences WHERE site = ? AND day = ? AND survey = ?');
  const put = db.prepare(
    `INSERT INTO silences (n, site, day, survey, reason) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET n = n + excluded.n`,
  );
  const getSilences = db.prepare(
    `SELECT survey, reason, sum(n) AS n FROM silences
     WHERE site = :site AND day >= :since AND day < :until AND (:survey IS NULL OR survey = :survey)
     GROUP BY survey, reason ORDER BY survey, reason`,
  );
  // Steps lie under the metric of their survey's first rating, or none: with all of them named, the key finds the days.
  const metrics = ['', ...Object.keys(SCALES)].map((metric) => `'${metric}'`).join(', ');
  const getSteps = db.prepare(
    `SELECT survey, value, sum(n) AS n FROM tallies
     WHERE site = :site AND metric IN (${metrics}) AND segment = '' AND segment_value = ''
       AND day >= :since AND day < :until AND question = '' AND (:survey IS NULL OR survey = :survey)
     GROUP BY survey, value HAVING sum(n) > 0`,
  );

  return {
    add: (counts) => {
      if (counts.length === 0) return;
      inTransaction(db, () => {
        for (const { siteId, day, survey, reason, n } of counts) {
          if (raise.run(n, siteId, day, survey, reason).changes > 0) continue;
          const isFull = Number(countReasons.get(siteId, day, survey)?.['n']) >= MOST_REASONS;
          put.run(n, siteId, day, survey, isFull ? 'other' : reason);
        }
      });
    },

    read: ({ siteId, survey, since, until }) => {
      const bounds = { site: siteId, survey: survey ?? null, since: since ?? '', until: until ?? NO_DAY };
      const found = new Map<string, { steps: Record<FunnelStep, number>; silences: [string, number][] }>();
      const of = (id: unknown) => {
        const one = found.get(String(id)) ?? {
          steps: { shown: 0, answered: 0, completed: 0, dismissed: 0, commented: 0 },
          silences: [],
        };
        found.set(String(id), one);
        return one;
      };
      for (const row of getSteps.all(bounds)) of(row['survey']).steps[row['value'] as FunnelStep] = Number(row['n']); // as tallies.ts names them
      for (const row of getSilences.all(bounds)) {
        of(row['survey']).silences.push([String(row['reason']), Number(row['n'])]);
      }
      return [...found]
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([id, { steps, silences }]) => ({ survey: id, steps, silences: Object.fromEntries(silences) }));
    },
  };
}
