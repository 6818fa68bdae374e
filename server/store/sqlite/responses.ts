// Writing: documents are joined with what is stored, and the tallies follow in the same transaction.
import type { DatabaseSync } from 'node:sqlite';
import type { Survey } from '../../contract/survey.ts';
import { StoreError } from '../errors.ts';
import { arrive } from '../merge.ts';
import type { Outcome, Site, StoredResponse, Write } from '../store.ts';
import { moveTallies, tallyRows } from '../tallies.ts';
import type { TallyMoves, TallyRow } from '../tallies.ts';
import type { SqliteCatalog } from './catalog.ts';
import { storeError } from './errors.ts';
import { fromRow, RESPONSE_COLUMNS, toRidBytes, toRow } from './rows.ts';
import type { ResponseRow } from './rows.ts';
import { inTransaction } from './transaction.ts';

export interface SqliteResponses {
  readonly save: (writes: readonly Write[]) => readonly Outcome[];
  /**
   * Counts the site's responses anew when its zone or its segments change: tallies always tell of the site as it is.
   * Nothing else is written meanwhile, which is a matter of seconds for a hundred thousand responses.
   */
  readonly saveSite: (site: Site) => void;
}

export function sqliteResponses(db: DatabaseSync, catalog: SqliteCatalog): SqliteResponses {
  const getResponse = db.prepare('SELECT * FROM responses WHERE site = ? AND rid = ?');
  const getResponses = db.prepare('SELECT * FROM responses WHERE site = ?');
  const columns = (write: (name: string) => string): string => RESPONSE_COLUMNS.map(write).join(', ');
  const putResponse = db.prepare(
    `INSERT INTO responses (${columns((name) => name)}) VALUES (${columns((name) => `:${name}`)})
     ON CONFLICT (site, rid) DO UPDATE SET ${columns((name) => `${name} = excluded.${name}`)}`,
  );
  const addTally = db.prepare(
    `INSERT INTO tallies (site, metric, segment, segment_value, day, survey, version, question, touchpoint, value, n)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n`,
  );
  const clearTallies = db.prepare('DELETE FROM tallies WHERE site = ?');
  const openSavepoint = db.prepare('SAVEPOINT document');
  const undoSavepoint = db.prepare('ROLLBACK TO document');
  const closeSavepoint = db.prepare('RELEASE document');

  const load = (siteId: string, rid: string): StoredResponse | undefined => {
    const row = getResponse.get(siteId, toRidBytes(rid));
    return row && fromRow(row as unknown as ResponseRow); // the columns of SELECT *, which STRICT holds to their types
  };

  const putTallies = (moves: TallyMoves): void => {
    for (const { row, by } of moves.values()) {
      const { siteId, metric, segment, segmentValue, day, survey, version, question, touchpoint, value } = row;
      addTally.run(siteId, metric, segment, segmentValue, day, survey, version, question, touchpoint, value, by);
    }
  };

  const saveDocument = (write: Write, site: Site, moves: TallyMoves): Outcome => {
    // It would count nowhere now, and be taken out of the tallies once its survey is known.
    if (!write.survey && write.held === null) throw new TypeError('A response to an unknown survey must be held.');
    const before = load(site.id, write.snapshot.rid);
    const { outcome, after } = arrive(before, write);
    if (after === before) return outcome;
    const rowsOf = (response: StoredResponse): TallyRow[] => tallyRows(response, surveyOf(response, write), site);
    const [rowsBefore, rowsAfter] = [before ? rowsOf(before) : [], rowsOf(after)];
    putResponse.run(toRow(after));
    moveTallies(moves, rowsBefore, rowsAfter);
    return outcome;
  };

  /** Nearly always the version the document brings; two revisions of one response may name two versions, though. */
  const surveyOf = ({ siteId, snapshot }: StoredResponse, { survey }: Write): Survey | undefined =>
    survey?.id === snapshot.s && survey.version === snapshot.sv
      ? survey
      : catalog.survey(siteId, snapshot.s, snapshot.sv);

  return {
    save: (writes) => {
      if (writes.length === 0) return [];
      return inTransaction(db, () => {
        const moves: TallyMoves = new Map();
        // Zone and segments as they are now: what the caller holds may be older than the tallies.
        const sites = new Map<string, Site>();
        const outcomes = writes.map((write): Outcome => {
          const site = sites.get(write.site.id) ?? catalog.site(write.site.id) ?? write.site;
          sites.set(site.id, site);
          openSavepoint.run();
          try {
            return saveDocument(write, site, moves);
          } catch (error) {
            // A database that fails, fails for all of them.
            if (storeError(error) instanceof StoreError) throw error;
            undoSavepoint.run();
            return 'retry';
          } finally {
            if (db.isTransaction) closeSavepoint.run();
          }
        });
        putTallies(moves);
        return outcomes;
      });
    },

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
        clearTallies.run(site.id);
        putTallies(moves);
      }),
  };
}

function countsAlike(one: Site, other: Site): boolean {
  return one.zone === other.zone && JSON.stringify(one.segments) === JSON.stringify(other.segments);
}
