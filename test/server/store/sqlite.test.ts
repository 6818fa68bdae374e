import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LIMITS } from '../../../server/contract/response.ts';
import { openStore } from '../../../server/store/index.ts';
import { openSqlite } from '../../../server/store/sqlite.ts';
import { migrate, SCHEMA_VERSION } from '../../../server/store/sqlite/migrations.ts';
import type { Write } from '../../../server/store/store.ts';
import { openStoreThread } from '../../../server/store/thread.ts';
import { storeConformance } from './conformance.ts';
import type { Database } from './conformance.ts';
import { answers, NOON, rid, sampleResponse, sampleSite, sampleSnapshot, sampleWrite } from './sample.ts';

storeConformance('SQLite', () => sqliteFile(async (path) => openSqlite(path)));
storeConformance('SQLite in threads', () => sqliteFile((path) => openStoreThread(`sqlite:${path}`)));

async function sqliteFile(open: (path: string) => ReturnType<Database['open']>): Promise<Database> {
  const folder = await mkdtemp(join(tmpdir(), 'asklet-'));
  return {
    open: () => open(join(folder, 'asklet.db')),
    remove: () => rm(folder, { recursive: true }),
  };
}

describe('SQLite', () => {
  let folder: string;
  let path: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'asklet-'));
    path = join(folder, 'asklet.db');
  });
  afterEach(() => rm(folder, { recursive: true }));

  const rated = (n: number): Write => sampleWrite({ snapshot: { rid: rid(n), q: answers({ rating: 9 }) } });
  const counted = { siteId: 'shop', metric: 'nps' } as const;

  it('makes its folder, and has everything again after reopening', async () => {
    path = join(folder, 'new', 'folder', 'asklet.db');
    const before = openSqlite(path);
    await before.saveSite(sampleSite());
    await before.save([rated(1)]);
    const responses = await before.responses({ siteId: 'shop', limit: 9 });
    await before.close();

    const after = openSqlite(path);
    expect(await after.site('pk_shop')).toEqual(sampleSite());
    expect(await after.responses({ siteId: 'shop', limit: 9 })).toEqual(responses);
    expect((await after.tally(counted)).answers).toEqual({ 9: 1 });
    await after.close();
  });

  it('has a committed answer although nobody closed the store', async () => {
    const left = openSqlite(path);
    await left.save([rated(1)]);
    const next = openSqlite(path);
    expect((await next.tally(counted)).answers).toEqual({ 9: 1 });
    await Promise.all([left.close(), next.close()]);
  });

  it('brings an empty file to the schema of this version', async () => {
    await writeFile(path, '');
    await openSqlite(path).close();
    const db = new DatabaseSync(path);
    expect(db.prepare('PRAGMA user_version').get()).toEqual({ user_version: SCHEMA_VERSION });
    expect(db.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    expect(db.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
    db.close();
  });

  it('brings a file of the first version up to date, with all that is in it', async () => {
    const old = new DatabaseSync(path);
    migrate(old, 1);
    old.exec(`INSERT INTO sites VALUES ('shop', 'pk_shop', '${JSON.stringify(sampleSite())}');
      INSERT INTO responses VALUES ('shop', x'${rid(1).replaceAll('-', '')}', 'checkout', 1, 1, 'a', 2,
        '{"rating":[9,1]}', '{}', ${NOON}, 0, 150, 0, 0, 0, 0, NULL, 1)`);
    old.close();
    const store = openSqlite(path);
    const q = answers({ rating: 9 });
    const kept = sampleResponse({ snapshot: sampleSnapshot({ st: 'started', q }), sent: null });
    expect(await store.responses({ siteId: 'shop', limit: 9 })).toEqual([kept]);
    expect(await store.save([sampleWrite({ snapshot: { rev: 2, q } })])).toEqual(['ok']);
    expect(await store.responses({ siteId: 'shop', limit: 9 })).toHaveLength(1);
    await store.close();
  });

  it('removes tombstones that are over, and keeps no id in those that are not', async () => {
    const store = openSqlite(path);
    await store.saveSite(sampleSite());
    await store.erase('shop', [rid(1)], NOON);
    const db = new DatabaseSync(path);
    const rows = () => db.prepare('SELECT site, hex(digest) AS digest FROM tombstones').all();
    expect(rows()).toEqual([{ site: 'shop', digest: expect.stringMatching(/^[0-9A-F]{64}$/) }]);
    await store.save([sampleWrite({ snapshot: { rid: rid(2) }, received: NOON + LIMITS.tombstone })]);
    expect(rows()).toEqual([]);
    await store.erase('shop', [rid(2)], NOON + LIMITS.tombstone);
    await store.erase('shop', [rid(3)], NOON + 2 * LIMITS.tombstone);
    expect(rows()).toHaveLength(1);
    db.close();
    await store.close();
  });

  it('refuses a file of a later version, and leaves it alone', async () => {
    await openSqlite(path).close();
    const db = new DatabaseSync(path);
    db.exec('PRAGMA user_version = 999');
    expect(() => openSqlite(path)).toThrow(expect.objectContaining({ code: 'newer-schema' }));
    expect(() => openSqlite(path)).toThrow('schema 999');
    expect(db.prepare('PRAGMA user_version').get()).toEqual({ user_version: 999 });
    db.close();
  });

  it("refuses another program's database, and leaves it alone", async () => {
    const db = new DatabaseSync(path);
    db.exec('CREATE TABLE recipes (name TEXT)');
    expect(() => openSqlite(path)).toThrow(expect.objectContaining({ code: 'foreign' }));
    expect(db.prepare('SELECT name FROM sqlite_schema').all()).toEqual([{ name: 'recipes' }]);
    db.close();
  });

  it('refuses a file that is no database, and a place it may not write', async () => {
    await writeFile(path, 'Dear diary, this is longer than the header of a database is. '.repeat(20));
    expect(() => openSqlite(path)).toThrow(expect.objectContaining({ code: 'corrupt' }));
    expect(() => openSqlite(join(path, 'asklet.db'))).toThrow(expect.objectContaining({ code: 'unwritable' }));
  });

  it('rejects as full when there is no room, keeps what it acknowledged, and goes on once there is room', async () => {
    const full = openSqlite(path, { maxPages: 60 });
    let acknowledged = 0;
    const fill = async (): Promise<void> => {
      for (; acknowledged < 5_000; acknowledged += 10) {
        await full.save(Array.from({ length: 10 }, (_, n) => rated(acknowledged + n)));
      }
    };
    await expect(fill()).rejects.toMatchObject({ code: 'full' });
    expect(acknowledged).toBeGreaterThan(0);
    expect((await full.tally(counted)).answers).toEqual({ 9: acknowledged });
    expect(await full.save([rated(0)])).toEqual(['dup']);
    await full.close();

    const roomy = openSqlite(path);
    expect(await roomy.save([rated(acknowledged)])).toEqual(['ok']);
    expect((await roomy.tally(counted)).answers).toEqual({ 9: acknowledged + 1 });
    await roomy.close();
  });

  it('rejects as busy while another connection writes, answers readers meanwhile, and works afterwards', async () => {
    const store = openSqlite(path, { busyTimeout: 20 });
    await store.save([rated(1)]);
    const other = new DatabaseSync(path);
    other.exec('BEGIN IMMEDIATE; DELETE FROM tallies');
    await expect(store.save([rated(2)])).rejects.toMatchObject({ code: 'busy' });
    expect((await store.tally(counted)).answers).toEqual({ 9: 1 });
    expect(await store.responses({ siteId: 'shop', limit: 9 })).toHaveLength(1);
    other.exec('ROLLBACK');
    other.close();
    expect(await store.save([rated(2)])).toEqual(['ok']);
    expect((await store.tally(counted)).answers).toEqual({ 9: 2 });
    await store.close();
  });

  it('answers reports from its threads while a save waits for another connection', async () => {
    const store = await openStoreThread(`sqlite:${path}`);
    await store.save([rated(1)]);
    const other = new DatabaseSync(path);
    other.exec('BEGIN IMMEDIATE');
    const order: string[] = [];
    const saving = store.save([rated(2)]).then(() => order.push('saved'));
    expect((await store.tally(counted)).answers).toEqual({ 9: 1 });
    order.push('told');
    other.exec('ROLLBACK');
    other.close();
    await saving;
    expect(order).toEqual(['told', 'saved']);
    await store.close();
  });

  it('undoes what a document has written before it fails, and nothing of the others', async () => {
    const store = openSqlite(path);
    const other = new DatabaseSync(path);
    // FAIL, unlike ABORT, leaves what the statement has done so far: https://www.sqlite.org/lang_conflict.html
    other.exec(`CREATE TRIGGER poison AFTER INSERT ON responses WHEN new.context LIKE '%poison%'
                BEGIN SELECT raise(FAIL, 'poison'); END`);
    other.close();
    const poison = sampleWrite({ snapshot: { rid: rid(2), q: answers({ rating: 0 }), x: { p: '/poison' } } });
    expect(await store.save([rated(1), poison, rated(3)])).toEqual(['ok', 'retry', 'ok']);
    const stored = await store.responses({ siteId: 'shop', limit: 9 });
    expect(stored.map(({ snapshot }) => snapshot.rid)).toEqual([rid(3), rid(1)]);
    expect((await store.tally(counted)).answers).toEqual({ 9: 2 });
    await store.close();
  });

  it('stores nothing of a group whose tallies cannot be written', async () => {
    const store = openSqlite(path);
    const other = new DatabaseSync(path);
    other.exec(`CREATE TRIGGER broken BEFORE INSERT ON tallies BEGIN SELECT raise(ABORT, 'broken'); END`);
    await expect(store.save([rated(1)])).rejects.toThrow('broken');
    other.exec('DROP TRIGGER broken');
    other.close();
    expect(await store.responses({ siteId: 'shop', limit: 9 })).toEqual([]);
    expect(await store.save([rated(1)])).toEqual(['ok']);
    await store.close();
  });

  it('keeps a store in memory to itself', async () => {
    const [one, other] = [await openStoreThread('sqlite::memory:'), await openStore('sqlite::memory:')];
    await one.save([rated(1)]);
    expect((await one.tally(counted)).answers).toEqual({ 9: 1 });
    expect((await other.tally(counted)).answers).toEqual({});
    await Promise.all([one.close(), other.close()]);
  });
});
