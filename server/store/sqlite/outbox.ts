// Milestones on their way out: a row each, written with the answer, deleted once it is delivered.
import type { DatabaseSync } from 'node:sqlite';
import { LIMITS } from '../../contract/response.ts';
import { eventId, milestonesOf } from '../milestones.ts';
import { MILESTONES } from '../store.ts';
import type { Milestone, OutboxEvent, StoredResponse } from '../store.ts';
import type { SqliteCatalog } from './catalog.ts';
import { fromRow, toRidBytes } from './rows.ts';
import type { ResponseRow } from './rows.ts';
import { inTransaction } from './transaction.ts';

export interface SqliteOutbox {
  /** Notes the milestones between two states of the response in row `id`. One that waits already is the same one. */
  readonly note: (id: number, before: StoredResponse | undefined, after: StoredResponse) => void;
  /** Forgets what is still to be told of the response in row `id`. */
  readonly forget: (id: number) => void;
  /** Removes what nobody has asked for in all the time a response can change. */
  readonly purge: (now: number) => void;
  readonly lease: (now: number, until: number, limit: number) => readonly OutboxEvent[];
  readonly settle: (event: OutboxEvent, retryAt?: number) => void;
}

/** Written to disk: a number that was given is never given to another word. */
const NUMBERS: Readonly<Record<Milestone, number>> = { first: 0, completed: 1, changed: 2 };

type LeasedRow = ResponseRow & {
  readonly id: number;
  readonly milestone: number;
  readonly digest: Uint8Array;
  readonly tries: number;
};

export function sqliteOutbox(db: DatabaseSync, catalog: Pick<SqliteCatalog, 'site'>): SqliteOutbox {
  const add = db.prepare(
    'INSERT INTO outbox (response, milestone, digest, due, tries) VALUES (?, ?, ?, ?, 0) ON CONFLICT DO NOTHING',
  );
  const forget = db.prepare('DELETE FROM outbox WHERE response = ?');
  const purge = db.prepare('DELETE FROM outbox WHERE due <= ?');
  // What is held or taken back meanwhile waits for its review, or to be forgotten.
  const getDue = db.prepare(
    `SELECT responses.*, milestone, digest, tries FROM outbox
     JOIN responses ON responses.id = outbox.response JOIN sites ON sites.id = responses.site
     WHERE due <= ? AND listed = 1 ORDER BY response, milestone LIMIT ?`,
  );
  const take = db.prepare(
    'UPDATE outbox SET due = ?, tries = tries + 1 WHERE response = ? AND milestone = ? AND digest = ?',
  );
  const key = 'response = (SELECT id FROM responses WHERE site = ? AND rid = ?) AND milestone = ? AND digest = ?';
  const postpone = db.prepare(`UPDATE outbox SET due = ? WHERE ${key}`);
  const end = db.prepare(`DELETE FROM outbox WHERE ${key}`);

  return {
    note: (id, before, after) => {
      for (const { milestone, digest } of milestonesOf(before, after)) {
        add.run(id, NUMBERS[milestone], Buffer.from(digest, 'hex'), after.updated);
      }
    },
    forget: (id) => {
      forget.run(id);
    },
    purge: (now) => {
      purge.run(now - LIMITS.tombstone);
    },

    lease: (now, until, limit) =>
      inTransaction(db, () =>
        getDue.all(now, limit).map((found): OutboxEvent => {
          const row = found as unknown as LeasedRow; // the columns of the SELECT
          const response = fromRow(row);
          const event = { milestone: wordOf(row.milestone), digest: Buffer.from(row.digest).toString('hex') };
          take.run(until, row.id, row.milestone, row.digest);
          const id = eventId(catalog.site(row.site)!, response.snapshot.rid, event); // the SELECT has found the site
          return { id, siteId: row.site, ...event, tries: row.tries, response };
        }),
      ),
    settle: ({ siteId, milestone, digest, response }, retryAt) => {
      const event = [
        siteId,
        toRidBytes(response.snapshot.rid),
        NUMBERS[milestone],
        Buffer.from(digest, 'hex'),
      ] as const;
      if (retryAt === undefined) end.run(...event);
      else postpone.run(retryAt, ...event);
    },
  };
}

function wordOf(number: number): Milestone {
  const word = MILESTONES.find((name) => NUMBERS[name] === number);
  if (!word) throw new TypeError(`The database holds the milestone ${number}, which stands for none.`);
  return word;
}
