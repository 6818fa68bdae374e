// Sites, surveys and tokens: few, read often, kept as documents.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Survey } from '../../contract/survey.ts';
import { StoreError } from '../errors.ts';
import type { PublishedSurvey, Site, Store, Token } from '../store.ts';

type Sync<K extends keyof Store> = (...args: Parameters<Store[K]>) => Awaited<ReturnType<Store[K]>>;

export interface SqliteCatalog {
  readonly site: Sync<'site'>;
  /** Writes the site alone; its tallies are the caller's. */
  readonly putSite: Sync<'saveSite'>;
  readonly surveys: Sync<'surveys'>;
  readonly survey: Sync<'survey'>;
  /** Adds the version alone; the responses that wait for it are the caller's. */
  readonly addSurvey: Sync<'publish'>;
  readonly closeSurvey: Sync<'closeSurvey'>;
  readonly closedAt: (siteId: string, survey: string) => number | undefined;
  readonly saveToken: Sync<'saveToken'>;
  readonly token: Sync<'token'>;
}

export function sqliteCatalog(db: DatabaseSync): SqliteCatalog {
  const getSite = db.prepare('SELECT document FROM sites WHERE id = ?1 OR key = ?1 ORDER BY id = ?1 DESC LIMIT 1');
  const getKeyOwner = db.prepare('SELECT id FROM sites WHERE key = ?');
  const putSite = db.prepare(
    `INSERT INTO sites (id, key, document) VALUES (?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET key = excluded.key, document = excluded.document`,
  );
  // With max(), the other columns are those of the row that has the maximum: https://www.sqlite.org/quirks.html
  const getSurveys = db.prepare(
    `SELECT document, closed, max(version) FROM surveys
     LEFT JOIN closings ON closings.site = surveys.site AND closings.survey = surveys.id
     WHERE surveys.site = ? GROUP BY id ORDER BY id`,
  );
  const getClosing = db.prepare('SELECT closed FROM closings WHERE site = ? AND survey = ?');
  const putClosing = db.prepare(
    `INSERT INTO closings (site, survey, closed) VALUES (?, ?, ?)
     ON CONFLICT (site, survey) DO UPDATE SET closed = excluded.closed`,
  );
  const getSurvey = db.prepare('SELECT document FROM surveys WHERE site = ? AND id = ? AND version = ?');
  const addSurvey = db.prepare(
    'INSERT INTO surveys (site, id, version, document) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const getToken = db.prepare('SELECT document FROM tokens WHERE hash = ?');
  const putToken = db.prepare(
    'INSERT INTO tokens (hash, document) VALUES (?, ?) ON CONFLICT (hash) DO UPDATE SET document = excluded.document',
  );

  return {
    site: (keyOrId) => documentOf<Site>(getSite, keyOrId),
    putSite: (site) => {
      const owner = getKeyOwner.get(site.key)?.['id'];
      if (owner !== undefined && owner !== site.id) {
        throw new StoreError('key-taken', `The site key ${site.key} belongs to site "${String(owner)}" already.`);
      }
      putSite.run(site.id, site.key, JSON.stringify(site));
    },
    surveys: (siteId) =>
      getSurveys.all(siteId).map((row): PublishedSurvey => {
        const survey = parse<Survey>(row);
        return row['closed'] === null ? survey : { ...survey, closedAt: Number(row['closed']) };
      }),
    survey: (siteId, id, version) => documentOf<Survey>(getSurvey, siteId, id, version),
    addSurvey: (siteId, survey) => {
      addSurvey.run(siteId, survey.id, survey.version, JSON.stringify(survey));
    },
    closeSurvey: (siteId, id, at) => {
      putClosing.run(siteId, id, at);
    },
    closedAt: (siteId, survey) => {
      const closed = getClosing.get(siteId, survey)?.['closed'];
      return closed === undefined ? undefined : Number(closed);
    },
    saveToken: (token) => {
      putToken.run(token.hash, JSON.stringify(token));
    },
    token: (hash) => documentOf<Token>(getToken, hash),
  };
}

function documentOf<T>(statement: StatementSync, ...key: (string | number)[]): T | undefined {
  const row = statement.get(...key);
  return row && parse<T>(row);
}

/** The cast holds because only this file writes the column, from a value of that type. */
function parse<T>(row: Record<string, unknown>): T {
  return JSON.parse(String(row['document'])) as T;
}
