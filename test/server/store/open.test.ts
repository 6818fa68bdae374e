import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../../server/store/index.ts';
import { connectThread, createStoreWorker, openStoreThread } from '../../../server/store/thread.ts';
import { sampleWrite } from './sample.ts';

describe.each([
  ['openStore', openStore],
  ['openStoreThread', openStoreThread],
])('%s', (_, open) => {
  it.each([
    ['sqlite:%', 'sqlite:'],
    ['SQLite:%', 'SQLite:'],
    ['sqlite://%', 'sqlite://'],
  ])('opens %s', async (_name, prefix) => {
    const folder = await mkdtemp(join(tmpdir(), 'asklet-'));
    const store = await open(`${prefix}${join(folder, 'asklet.db')}`);
    expect(await store.surveys('shop')).toEqual([]);
    await store.close();
    await rm(folder, { recursive: true });
  });

  it.each(['mongodb://db/asklet', 'asklet.db', '', 'constructor:x', 'C'])(
    'refuses %j and says which engines exist',
    async (url) => {
      await expect(open(url)).rejects.toMatchObject({
        code: 'unknown-scheme',
        message: expect.stringContaining('sqlite:'),
      });
    },
  );

  it('says that PostgreSQL is not in this version, without repeating the password', async () => {
    const opening = open('postgres://jo:secret@db/asklet');
    await expect(opening).rejects.toMatchObject({
      message: expect.stringContaining('PostgreSQL is not in this version'),
    });
    await expect(opening).rejects.toMatchObject({ message: expect.not.stringContaining('secret') });
  });

  it('refuses a URL that names no file', async () => {
    await expect(open('sqlite:')).rejects.toMatchObject({ code: 'bad-url' });
  });
});

describe('a store in a thread', () => {
  it('rejects what waits and what comes later once its thread is dead', async () => {
    const worker = createStoreWorker('sqlite::memory:');
    const thread = await connectThread(worker);
    const waiting = thread.call('save', [sampleWrite({})]);
    const dying = worker.terminate();
    await expect(waiting).rejects.toMatchObject({ code: 'stopped' });
    await expect(thread.call('surveys', 'shop')).rejects.toMatchObject({ code: 'stopped' });
    await dying;
    await thread.close();
  });

  it('carries back an error that is nobody’s but the caller’s, and goes on', async () => {
    const thread = await connectThread(createStoreWorker('sqlite::memory:'));
    await expect(thread.call('responses', { siteId: 'shop', limit: 0 })).rejects.toThrow('1 to 100');
    // A function cannot be sent to a thread.
    await expect(thread.call('surveys', (() => 'shop') as unknown as string)).rejects.toThrow('could not be cloned');
    expect(await thread.call('surveys', 'shop')).toEqual([]);
    await thread.close();
  });

  it('finishes what was asked before it closes', async () => {
    const store = await openStoreThread('sqlite::memory:');
    const saving = store.save([sampleWrite({})]);
    await store.close();
    expect(await saving).toEqual(['ok']);
  });
});
