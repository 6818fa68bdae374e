// Reading: tallies and lists of responses.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { fromRow, toRidBytes } from './rows.ts';
import type { ResponseRow } from './rows.ts';
import type { ResponseQuery, StoredResponse, Tally, TallyQuery } from '../store.ts';
import type { FunnelStep } from '../tallies.ts';

/** Sorts after every day. */
const NO_DAY = '~';
const NO_RID = new Uint8Array();

export interface SqliteReports {
  readonly tally: (query: TallyQuery) => Tally;
  readonly responses: (query: ResponseQuery) => readonly StoredResponse[];
}

export function sqliteReports(db: DatabaseSync): SqliteReports {
  // A key that no answer counts under any more stays as a 0.
  const getTally = db.prepare(
    `SELECT question = '' AS is_funnel, value, sum(n) AS n FROM tallies
     WHERE site = :site AND metric = :metric AND segment = :segment AND segment_value = :segmentValue
       AND day >= :since AND day < :until
       AND (:survey IS NULL OR survey = :survey) AND (:version IS NULL OR version = :version)
       AND (:question IS NULL OR question IN (:question, ''))
       AND (:touchpoint IS NULL OR touchpoint = :touchpoint)
     GROUP BY is_funnel, value HAVING sum(n) > 0`,
  );
  // Each on the index of its kind: a condition that is a parameter would use neither.
  const page = (which: string): StatementSync =>
    db.prepare(
      `SELECT * FROM responses
       WHERE site = :site AND ${which} AND answered >= :since AND (answered, rid) < (:before, :beforeRid)
         AND (:survey IS NULL OR survey = :survey)
       ORDER BY answered DESC, rid DESC LIMIT :limit`,
    );
  const getPage = page('listed = 1');
  const getHeld = page('held IS NOT NULL');

  return {
    tally: (query) => {
      const answers: [string, number][] = [];
      const funnel: Record<FunnelStep, number> = { shown: 0, answered: 0, completed: 0, dismissed: 0, commented: 0 };
      const rows = getTally.all({
        site: query.siteId,
        metric: query.metric,
        segment: query.segment?.name ?? '',
        segmentValue: query.segment?.value ?? '',
        since: query.since ?? '',
        until: query.until ?? NO_DAY,
        survey: query.survey ?? null,
        version: query.version ?? null,
        question: query.question ?? null,
        touchpoint: query.touchpoint ?? null,
      });
      for (const row of rows) {
        if (row['is_funnel'] === 1) funnel[row['value'] as FunnelStep] = Number(row['n']); // as tallies.ts names them
        else answers.push([String(row['value']), Number(row['n'])]);
      }
      return { answers: Object.fromEntries(answers), funnel };
    },

    responses: ({ siteId, held, survey, since, until = Number.MAX_SAFE_INTEGER, limit, after }) => {
      if (!Number.isInteger(limit) || limit < 1 || limit > 100) throw new RangeError('The limit must be 1 to 100.');
      // Both ends are one bound, so that the index is entered where the page begins.
      const isBound = after && after.answered < until;
      const rows = (held ? getHeld : getPage).all({
        site: siteId,
        survey: survey ?? null,
        since: since ?? 0,
        before: isBound ? after.answered : until,
        beforeRid: isBound ? toRidBytes(after.rid) : NO_RID,
        limit,
      });
      return rows.map((row) => fromRow(row as unknown as ResponseRow)); // the columns of SELECT *
    },
  };
}
