// The engine on node:sqlite: one file, nothing to install. Every call is synchronous inside, so a collector runs it in
// a thread of its own (thread.ts); in WAL mode readers on other connections never wait for a writer, nor it for them.
import { dirname, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { makeFolder } from './folder.ts';
import { migrate } from './sqlite/migrations.ts';
import { sqliteCatalog } from './sqlite/catalog.ts';
import { storeError } from './sqlite/errors.ts';
import { sqliteFunnel } from './sqlite/funnel.ts';
import { sqliteOutbox } from './sqlite/outbox.ts';
import { sqliteReports } from './sqlite/reports.ts';
import { sqliteResponses } from './sqlite/responses.ts';
import { sqliteTombstones } from './sqlite/tombstones.ts';
import type { Store } from './store.ts';

export interface SqliteOptions {
  /** How long to wait for another process that is writing, in milliseconds. Default 5000. */
  readonly busyTimeout?: number;
  /** The most 4 KiB pages the file may have; beyond, writes reject with `full`. Default none. */
  readonly maxPages?: number;
}

/**
 * Opens the database file, made with its folders where it is missing, and brings its schema up to date.
 * `:memory:` is a database that ends with its store. Throws a StoreError; so do all calls where the database is to blame.
 */
export function openSqlite(path: string, options: SqliteOptions = {}): Store {
  try {
    return storeOn(connect(path, options));
  } catch (error) {
    throw storeError(error);
  }
}

function storeOn(db: DatabaseSync): Store {
  const catalog = sqliteCatalog(db);
  const outbox = sqliteOutbox(db, catalog);
  const tombstones = sqliteTombstones(db);
  const responses = sqliteResponses(db, catalog, outbox, tombstones);
  const reports = sqliteReports(db);
  const funnel = sqliteFunnel(db);

  /** Makes a synchronous call answer as a promise, with the database's errors in our words. */
  const served =
    <A extends unknown[], R>(call: (...args: A) => R) =>
    async (...args: A): Promise<R> => {
      try {
        return call(...args);
      } catch (error) {
        throw storeError(error);
      }
    };

  return {
    site: served(catalog.site),
    saveSite: served(responses.saveSite),
    surveys: served(catalog.surveys),
    survey: served(catalog.survey),
    publish: served(responses.publish),
    closeSurvey: served(catalog.closeSurvey),
    save: served(responses.save),
    erase: served(responses.erase),
    tally: served(reports.tally),
    silence: served(funnel.add),
    funnel: served(funnel.read),
    responses: served(reports.responses),
    lease: served(outbox.lease),
    settle: served(outbox.settle),
    saveToken: served(catalog.saveToken),
    token: served(catalog.token),
    close: served(() => {
      if (db.isOpen) db.close();
    }),
  };
}

function connect(path: string, { busyTimeout = 5000, maxPages }: SqliteOptions): DatabaseSync {
  const file = path === ':memory:' ? path : resolve(path);
  if (file !== ':memory:') makeFolder(dirname(file));
  const db = new DatabaseSync(file, { enableForeignKeyConstraints: false });
  try {
    // The time-out first: switching to WAL takes a lock, and without the time-out two openings at once fail.
    db.exec(`PRAGMA busy_timeout = ${Math.trunc(busyTimeout)}`);
    db.exec('PRAGMA journal_mode = WAL');
    // NORMAL could lose the last commits when power fails; an answer is acknowledged only once it is on disk.
    db.exec('PRAGMA synchronous = FULL');
    if (maxPages !== undefined) db.exec(`PRAGMA max_page_count = ${Math.trunc(maxPages)}`);
    migrate(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}
