// Writing: documents are joined with what is stored, and tallies and milestones follow in the same transaction.
import type { DatabaseSync } from 'node:sqlite';
import type { Survey } from '../../contract/survey.ts';
import { adopt, UNKNOWN_SURVEY } from '../adopt.ts';
import { StoreError } from '../errors.ts';
import { arrive } from '../merge.ts';
import type { Outcome, Site, StoredResponse, Write } from '../store.ts';
import { moveTallies, tallyRows } from '../tallies.ts';
import type { TallyMoves, TallyRow } from '../tallies.ts';
import type { SqliteCatalog } from './catalog.ts';
import { storeError } from './errors.ts';
import type { SqliteOutbox } from './outbox.ts';
import { fromRow, RESPONSE_COLUMNS, toRidBytes, toRow } from './rows.ts';
import type { ResponseRow } from './rows.ts';
import { sqliteTallies } from './tallies.ts';
import type { SqliteTombstones } from './tombstones.ts';
import { inTransaction } from './transaction.ts';

export interface SqliteResponses {
  readonly save: (writes: readonly Write[]) => readonly Outcome[];
  readonly erase: (siteId: string, rids: readonly string[], at: number) => number;
  readonly publish: (siteId: string, survey: Survey) => void;
  /**
   * Counts the site's responses anew when its zone or its segments change: tallies always tell of the site as it is.
   * Nothing else is written meanwhile, which is a matter of seconds for a hundred thousand responses.
   */
  readonly saveSite: (site: Site) => void;
}

/** How often what is over is removed, in milliseconds: it is looked for among all that waits. */
const PURGE_EVERY = 86_400_000;

export function sqliteResponses(
  db: DatabaseSync,
  catalog: SqliteCatalog,
  outbox: SqliteOutbox,
  tombstones: SqliteTombstones,
): SqliteResponses {
  const getResponse = db.prepare('SELECT * FROM responses WHERE site = ? AND rid = ?');
  const getResponses = db.prepare('SELECT * FROM responses WHERE site = ?');
  const getUnknown = db.prepare(
    'SELECT * FROM responses WHERE site = ? AND held IS NOT NULL AND held = ? AND survey = ?',
  );
  const columns = (write: (name: string) => string): string => RESPONSE_COLUMNS.map(write).join(', ');
  const putResponse = db.prepare(
    `INSERT INTO responses (${columns((name) => name)}) VALUES (${columns((name) => `:${name}`)})
     ON CONFLICT (site, rid) DO UPDATE SET ${columns((name) => `${name} = excluded.${name}`)}
     RETURNING id`,
  );
  const removeResponse = db.prepare('DELETE FROM responses WHERE site = ? AND rid = ? RETURNING id');
  const tallies = sqliteTallies(db);
  const openSavepoint = db.prepare('SAVEPOINT document');
  const undoSavepoint = db.prepare('ROLLBACK TO document');
  const closeSavepoint = db.prepare('RELEASE document');

  const load = (siteId: string, rid: string): StoredResponse | undefined => {
    const row = getResponse.get(siteId, toRidBytes(rid));
    return row && fromRow(row as unknown as ResponseRow); // the columns of SELECT *, which STRICT holds to their types
  };

  const rowsOf = (response: StoredResponse, site: Site, survey?: Survey): TallyRow[] => {
    const { s, sv } = response.snapshot;
    // Nearly always the version that is at hand; two revisions of one response may name two versions, though.
    const version = survey?.id === s && survey.version === sv ? survey : catalog.survey(site.id, s, sv);
    return tallyRows(response, version, site);
  };

  /** Brings a response from one state to the next, with all that follows. */
  const change = (
    before: StoredResponse | undefined,
    after: StoredResponse,
    site: Site,
    moves: TallyMoves,
    survey?: Survey,
  ): void => {
    const [rowsBefore, rowsAfter] = [before ? rowsOf(before, site, survey) : [], rowsOf(after, site, survey)];
    outbox.note(Number(putResponse.get(toRow(after))?.['id']), before, after);
    moveTallies(moves, rowsBefore, rowsAfter);
  };

  const saveDocument = (write: Write, site: Site, closedAt: number | undefined, moves: TallyMoves): Outcome => {
    const { snapshot, survey, received } = write;
    if (tombstones.has(site, snapshot.rid, received)) return 'gone';
    if (!survey) {
      // It would count nowhere now, and be taken out of the tallies once its survey is known.
      if (write.held === null) throw new TypeError('A response to an unknown survey must be held.');
      // Published since it was judged: held for that reason now, it would be held for ever.
      if (catalog.survey(site.id, snapshot.s, snapshot.sv)) return 'retry';
    }
    const before = load(site.id, snapshot.rid);
    const { outcome, after } = arrive(before, write, closedAt);
    if (after && after !== before) change(before, after, site, moves, survey);
    return outcome;
  };

  let purged = -Infinity;
  const purge = (now: number): void => {
    if (now < purged + PURGE_EVERY) return;
    tombstones.purge(now);
    outbox.purge(now);
    purged = now;
  };

  return {
    save: (writes) => {
      if (writes.length === 0) return [];
      return inTransaction(db, () => {
        purge(writes[0]!.received);
        const moves: TallyMoves = new Map();
        // Zone, segments and closings as they are now: what the caller holds may be older than the tallies.
        const siteOf = remember((id) => catalog.site(id));
        const closedAtOf = remember((siteId, survey) => catalog.closedAt(siteId, survey));
        const outcomes = writes.map((write): Outcome => {
          const site = siteOf(write.site.id) ?? write.site;
          openSavepoint.run();
          try {
            return saveDocument(write, site, closedAtOf(site.id, write.snapshot.s), moves);
          } catch (error) {
            // A database that fails, fails for all of them.
            if (storeError(error) instanceof StoreError) throw error;
            undoSavepoint.run();
            return 'retry';
          } finally {
            if (db.isTransaction) closeSavepoint.run();
          }
        });
        tallies.put(moves);
        return outcomes;
      });
    },

    erase: (siteId, rids, at) =>
      inTransaction(db, () => {
        const site = catalog.site(siteId);
        if (!site) return 0;
        tombstones.purge(at);
        const moves: TallyMoves = new Map();
        let erased = 0;
        for (const rid of new Set(rids)) {
          const response = load(site.id, rid);
          tombstones.put(site, rid, at);
          if (!response) continue;
          outbox.forget(Number(removeResponse.get(site.id, toRidBytes(rid))?.['id']));
          moveTallies(moves, rowsOf(response, site), []);
          erased++;
        }
        tallies.put(moves);
        return erased;
      }),

    publish: (siteId, survey) =>
      inTransaction(db, () => {
        catalog.addSurvey(siteId, survey);
        const site = catalog.site(siteId);
        if (!site) return;
        const moves: TallyMoves = new Map();
        for (const row of getUnknown.all(site.id, UNKNOWN_SURVEY, survey.id)) {
          const before = fromRow(row as unknown as ResponseRow); // as in load()
          const known = catalog.survey(site.id, survey.id, before.snapshot.sv);
          if (known) change(before, adopt(before, known), site, moves, known);
        }
        tallies.put(moves);
      }),

    saveSite: (site) =>
      inTransaction(db, () => {
        const before = catalog.site(site.id);
        catalog.putSite(site);
        if (before && countsAlike(before, site)) return;
        const moves: TallyMoves = new Map();
        const surveys = new Map<string, Survey | undefined>();
        for (const row of getResponses.iterate(site.id)) {
          const response = fromRow(row as unknown as ResponseRow); // as in load()
          const { s, sv } = response.snapshot;
          const version = `${sv} ${s}`;
          if (!surveys.has(version)) surveys.set(version, catalog.survey(site.id, s, sv));
          moveTallies(moves, [], tallyRows(response, surveys.get(version), site));
        }
        tallies.clear(site.id);
        tallies.put(moves);
      }),
  };
}

function countsAlike(one: Site, other: Site): boolean {
  return one.zone === other.zone && JSON.stringify(one.segments) === JSON.stringify(other.segments);
}

/** Looks each up once. */
function remember<R>(find: (...key: string[]) => R): (...key: string[]) => R {
  const found = new Map<string, R>();
  return (...key) => {
    const name = key.join(' ');
    if (!found.has(name)) found.set(name, find(...key));
    return found.get(name) as R; // undefined only where that was found
  };
}
