// The SQLite schema, as the steps that lead to it. A step that has been released is never edited: a change is the
// next step. There is no way back; going back to an older collector means going back to a copy of the file.
import type { DatabaseSync } from 'node:sqlite';
import { StoreError } from '../errors.ts';

/** Tells our file from any other program's: "askl" in ASCII. https://www.sqlite.org/pragma.html#pragma_application_id */
const APPLICATION_ID = 0x61736b6c;

const MIGRATIONS: readonly string[] = [
  `CREATE TABLE sites (
     id TEXT PRIMARY KEY,
     key TEXT NOT NULL UNIQUE,
     document TEXT NOT NULL
   ) STRICT, WITHOUT ROWID;

   CREATE TABLE tokens (
     hash TEXT PRIMARY KEY,
     document TEXT NOT NULL
   ) STRICT, WITHOUT ROWID;

   CREATE TABLE surveys (
     site TEXT NOT NULL,
     id TEXT NOT NULL,
     version INTEGER NOT NULL,
     document TEXT NOT NULL,
     PRIMARY KEY (site, id, version)
   ) STRICT, WITHOUT ROWID;

   -- With rowids, although the key is (site, rid): rids are random, and a tree of whole rows in random order leaves a
   -- third of each page empty. So only the narrow key index pays for that.
   CREATE TABLE responses (
     site TEXT NOT NULL,
     rid BLOB NOT NULL,
     survey TEXT NOT NULL,
     version INTEGER NOT NULL,
     revision INTEGER NOT NULL,
     author TEXT NOT NULL,
     status INTEGER NOT NULL,
     answers TEXT NOT NULL,
     context TEXT NOT NULL,
     -- Whole milliseconds. Only this one is a date; the others are kept as distances from it or from one another, for
     -- a date takes six bytes and a distance one to three.
     answered INTEGER NOT NULL,
     open_for INTEGER NOT NULL,
     latency INTEGER NOT NULL,
     growing_for INTEGER NOT NULL,
     made_offset INTEGER NOT NULL,
     changed_offset INTEGER NOT NULL,
     time_source INTEGER NOT NULL,
     held TEXT,
     listed INTEGER NOT NULL,
     PRIMARY KEY (site, rid)
   ) STRICT;
   -- Pages are ordered by (answered, rid); rids are not in the index because few responses share a millisecond.
   CREATE INDEX responses_listed ON responses (site, answered) WHERE listed = 1;

   -- Everybody's rows of one metric lie together, day after day, and so do those of one segment value.
   CREATE TABLE tallies (
     site TEXT NOT NULL,
     metric TEXT NOT NULL,
     segment TEXT NOT NULL,
     segment_value TEXT NOT NULL,
     day TEXT NOT NULL,
     survey TEXT NOT NULL,
     version INTEGER NOT NULL,
     question TEXT NOT NULL,
     touchpoint TEXT NOT NULL,
     value TEXT NOT NULL,
     n INTEGER NOT NULL,
     PRIMARY KEY (site, metric, segment, segment_value, day, survey, version, question, touchpoint, value)
   ) STRICT, WITHOUT ROWID;`,

  `-- Responses get a number that stays: that of the row alone may change in a VACUUM. It takes no room of its own.
   CREATE TABLE responses_2 (
     id INTEGER PRIMARY KEY,
     site TEXT NOT NULL,
     rid BLOB NOT NULL,
     survey TEXT NOT NULL,
     version INTEGER NOT NULL,
     revision INTEGER NOT NULL,
     author TEXT NOT NULL,
     status INTEGER NOT NULL,
     answers TEXT NOT NULL,
     context TEXT NOT NULL,
     answered INTEGER NOT NULL,
     open_for INTEGER NOT NULL,
     latency INTEGER NOT NULL,
     growing_for INTEGER NOT NULL,
     made_offset INTEGER NOT NULL,
     changed_offset INTEGER NOT NULL,
     time_source INTEGER NOT NULL,
     held TEXT,
     listed INTEGER NOT NULL,
     -- 1 where two documents claimed one answer with different values.
     equiv INTEGER NOT NULL DEFAULT 0,
     -- The browser's clock as it sent, from the first arrival on.
     sent_offset INTEGER,
     UNIQUE (site, rid)
   ) STRICT;
   INSERT INTO responses_2 SELECT rowid, *, 0, NULL FROM responses;
   DROP TABLE responses;
   ALTER TABLE responses_2 RENAME TO responses;
   CREATE INDEX responses_listed ON responses (site, answered) WHERE listed = 1;
   CREATE INDEX responses_held ON responses (site, answered) WHERE held IS NOT NULL;

   CREATE TABLE closings (
     site TEXT NOT NULL,
     survey TEXT NOT NULL,
     closed INTEGER NOT NULL,
     PRIMARY KEY (site, survey)
   ) STRICT, WITHOUT ROWID;

   CREATE TABLE tombstones (
     site TEXT NOT NULL,
     digest BLOB NOT NULL,
     erased INTEGER NOT NULL,
     PRIMARY KEY (site, digest)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX tombstones_erased ON tombstones (erased);

   -- By the response's number, which grows, so that rows are added at the end: by site and rid they would take three
   -- times the room. No index on what is due: what is delivered is deleted, so a look at all of it is short.
   CREATE TABLE outbox (
     response INTEGER NOT NULL,
     milestone INTEGER NOT NULL,
     digest BLOB NOT NULL,
     due INTEGER NOT NULL,
     tries INTEGER NOT NULL,
     PRIMARY KEY (response, milestone, digest)
   ) STRICT, WITHOUT ROWID;`,

  `-- Day by day, for a period is asked for; a handful of rows a survey and day.
   CREATE TABLE silences (
     site TEXT NOT NULL,
     day TEXT NOT NULL,
     survey TEXT NOT NULL,
     reason TEXT NOT NULL,
     n INTEGER NOT NULL,
     PRIMARY KEY (site, day, survey, reason)
   ) STRICT, WITHOUT ROWID;`,
];

/** The schema this code speaks; the file carries the one it has in `PRAGMA user_version`. */
export const SCHEMA_VERSION = MIGRATIONS.length;

/**
 * Brings the database to this version's schema, whole or not at all; `to` an older one, for a test of the steps after.
 * Refuses, unchanged, a file of a later version (`newer-schema`) and one of another program (`foreign`).
 */
export function migrate(db: DatabaseSync, to = SCHEMA_VERSION): void {
  if (versionOf(db) === to) return;
  // The version is read again under the write lock: another process may have migrated meanwhile.
  db.exec('BEGIN IMMEDIATE');
  try {
    for (const step of MIGRATIONS.slice(versionOf(db), to)) db.exec(step);
    db.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${to}; COMMIT`);
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

function versionOf(db: DatabaseSync): number {
  const version = Number(pragma(db, 'user_version'));
  if (Number(pragma(db, 'application_id')) !== APPLICATION_ID) {
    const isEmpty = db.prepare('SELECT count(*) AS n FROM sqlite_schema').get()?.['n'] === 0;
    if (isEmpty) return 0;
    throw new StoreError('foreign', 'The database file belongs to another program; name a file of its own.');
  }
  if (version > SCHEMA_VERSION) {
    throw new StoreError(
      'newer-schema',
      `The database was written by a later version of Asklet (schema ${version}, this version knows up to ` +
        `${SCHEMA_VERSION}); start that version, or go back to a copy made before the update.`,
    );
  }
  return version;
}

function pragma(db: DatabaseSync, name: string): unknown {
  return db.prepare(`PRAGMA ${name}`).get()?.[name];
}
