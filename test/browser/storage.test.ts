// What is kept on the device: through navigation, deletion, and a script that holds the database.
import { describe, expect, it } from 'vitest';
import { across, ALL } from '../support/across.ts';
import { toTab, type BrowserName, type Tab } from '../support/browsers.ts';
import { ask, kept, NINE, putOn, SWIFT, tapAndLeave } from '../support/moves.ts';

const play = across();

/** Silence, so that nothing is on its way when the page is left; it ends when the clocks are put on. */
const REFUSED = { type: 'answer', status: 503, body: '{"v":1,"now":0,"e":"busy","ms":50000}' } as const;
const A_MINUTE = 60_000;

/** Resolves once the collector's wish for silence is known to all tabs. */
const isPaused = (tab: Tab) => tab.until(async () => (await window.rig.state()).pausedUntil! > Date.now());

/** The page fills its storage to the brim; resolves with the error that ended it. */
const fill = async () => {
  const database = await new Promise<IDBDatabase>((resolve) => {
    const request = indexedDB.open('greedy');
    request.onupgradeneeded = () => request.result.createObjectStore('all', { autoIncrement: true });
    request.onsuccess = () => resolve(request.result);
  });
  const write = (size: number) =>
    new Promise<string | undefined>((resolve) => {
      const transaction = database.transaction('all', 'readwrite');
      // Nothing that the database could compress.
      transaction.objectStore('all').put(crypto.getRandomValues(new Uint8Array(size)));
      transaction.oncomplete = () => resolve(undefined);
      transaction.onabort = () => resolve(transaction.error!.name);
    });
  let error: string | undefined;
  for (const size of [20_000, 2_000, 200]) while (!(error = await write(size)));
  database.close();
  return error;
};

describe('an answer and a navigation in the same task', () => {
  it.for(ALL)(
    'S01: the next page finds the answer, and it is counted once [%s]',
    play(async ({ stage, visitor }) => {
      const { url, proxy, answers } = await stage({ head: SWIFT });
      proxy.fault(REFUSED);
      const tab = await (await visitor()).open(`${url}/shop`);
      await ask(tab);
      await isPaused(tab);
      await tapAndLeave(tab, NINE, `${url}/bare`);
      expect(await kept(tab)).toContainEqual({ rev: 2, v: 9 });
      proxy.fault(undefined);
      await putOn(tab, A_MINUTE);
      await tab.goto(`${url}/next`);
      await expect.poll(answers).toMatchObject([{ score: 9, page: expect.stringMatching('/shop$') }]);
    }),
  );

  it.for(ALL)(
    'S02: the answer survives though the database is still opening [%s]',
    play(async ({ stage, visitor }) => {
      const { url, proxy, answers } = await stage({ head: SWIFT });
      proxy.fault(REFUSED);
      const guest = await visitor();
      const tab = await guest.open(`${url}/shop`);
      await ask(tab);
      // Another tab deletes the database and makes it anew: until that upgrade ends, nobody else's opening does.
      const other = await guest.open(`${url}/bare`);
      await other.evaluate(
        () =>
          new Promise<void>((resolve) => {
            indexedDB.deleteDatabase('asklet-pk_demo');
            const request = indexedDB.open('asklet-pk_demo', 1);
            request.onupgradeneeded = () => {
              const store = request.result.createObjectStore('responses');
              const start = performance.now();
              const hold = (): void => {
                if (performance.now() - start < 1_000) store.count().onsuccess = hold;
              };
              hold();
              resolve();
            };
            request.onsuccess = () => request.result.close();
          }),
      );
      await tapAndLeave(tab, NINE, `${url}/bare`);
      expect(await tab.evaluate(() => window.rig.journal().map(({ q }) => q['recommend']?.v))).toEqual([9]);
      proxy.fault(undefined);
      await putOn(tab, A_MINUTE);
      await tab.goto(`${url}/next`);
      await expect.poll(answers).toMatchObject([{ score: 9 }]);
      // A page that can still change the answer keeps the mark.
      await tab.evaluate(() => void window.asklet('close'));
      await tab.until(() => window.rig.events.includes('delivered:3'));
      await tab.goto(`${url}/last`);
      await tab.until(() => localStorage.getItem('asklet-pk_demo') === null);
    }),
  );

  it.for(ALL)(
    'S21: of 200 quick answers the last is kept, one transaction at a time [%s]',
    play(async ({ stage, visitor }) => {
      const count = `<script>
      most = 0;
      (put => {
        const writing = new Set();
        IDBObjectStore.prototype.put = function (...args) {
          const { transaction } = this;
          writing.add(transaction);
          most = Math.max(most, writing.size);
          for (const end of ['complete', 'abort']) transaction.addEventListener(end, () => writing.delete(transaction));
          return put.apply(this, args);
        };
      })(IDBObjectStore.prototype.put)</script>`;
      const { url, proxy, answers } = await stage({ head: SWIFT + count });
      proxy.fault(REFUSED);
      const tab = await (await visitor()).open(`${url}/shop`);
      await ask(tab);
      await tab.evaluate(async () => {
        for (let i = 0; i < 200; i++) {
          window.rig.tap(`input[value="${i % 9}"]`);
          if (i % 20 === 19) await new Promise((resolve) => setTimeout(resolve));
        }
      });
      expect.soft(await tab.evaluate(() => (window as unknown as { most: number }).most)).toBe(1);
      proxy.fault(undefined);
      await putOn(tab, A_MINUTE);
      // Nobody looks into the database between the pages.
      await tapAndLeave(tab, 'input[value="10"]', `${url}/next`);
      await expect.poll(answers).toMatchObject([{ score: 10 }]);
    }),
  );
});

describe('a database that is taken away', () => {
  it.for(ALL)(
    'S17: another tab may delete it; the next answer is kept in a new one [%s]',
    play(async ({ stage, visitor }) => {
      const { url, proxy, answers } = await stage({ head: SWIFT });
      proxy.fault(REFUSED);
      const guest = await visitor();
      const tab = await guest.open(`${url}/shop`);
      await ask(tab);
      const other = await guest.open(`${url}/bare`);
      const deleted = await other.evaluate(
        () =>
          new Promise<string>((resolve) => {
            const request = indexedDB.deleteDatabase('asklet-pk_demo');
            request.onsuccess = () => resolve('deleted');
            request.onblocked = () => resolve('blocked');
          }),
      );
      expect(deleted).toBe('deleted');
      await tab.click(NINE);
      await expect.poll(() => kept(other)).toContainEqual({ rev: expect.any(Number), v: 9 });
      expect(await tab.evaluate(() => window.rig.errors)).toEqual([]);
      proxy.fault(undefined);
      await putOn(tab, A_MINUTE);
      await tab.goto(`${url}/next`);
      await expect.poll(answers).toMatchObject([{ score: 9 }]);
    }),
  );

  it.for<BrowserName>(['chromium'])(
    'S19: the person may clear it while a survey is open; the next answer is kept [%s]',
    play(async (scene) => {
      const { url, proxy, answers } = await scene.stage({ head: SWIFT });
      proxy.fault(REFUSED);
      const page = await scene.page(`${url}/shop`);
      const tab = toTab(page);
      await ask(tab);
      await tab.click('input[value="3"]');
      await tab.until(() => window.rig.events.includes('queued:2'));
      const session = await page.context().newCDPSession(page);
      await session.send('Storage.clearDataForOrigin', { origin: new URL(url).origin, storageTypes: 'all' });
      expect(await kept(tab)).toEqual([]);
      await tab.click(NINE);
      await expect.poll(() => kept(tab)).toContainEqual({ rev: expect.any(Number), v: 9 });
      expect(await tab.evaluate(() => window.rig.errors)).toEqual([]);
      proxy.fault(undefined);
      await putOn(tab, A_MINUTE);
      await tab.goto(`${url}/next`);
      await expect.poll(answers).toMatchObject([{ score: 9 }]);
    }),
  );

  it.for<BrowserName>(['chromium'])(
    'S10: it may be full: what nobody needs goes, and the answer is kept [%s]',
    play(async (scene) => {
      const { url, proxy, answers } = await scene.stage({ head: SWIFT });
      const page = await scene.page(`${url}/bare`);
      const tab = toTab(page);
      // Before any database is open: an open one goes on with the quota it knows.
      const session = await page.context().newCDPSession(page);
      const { origin } = new URL(url);
      await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 400_000 });
      await tab.goto(`${url}/shop`);
      // Three showings that the collector has already: nothing waits in them.
      await tab.until(() => window.rig.events.includes('ready'));
      await tab.evaluate(() => {
        for (let i = 0; i < 3; i++) {
          const container = document.body.appendChild(document.createElement('div'));
          window.asklet('show', 'article-helpful', { container });
        }
      });
      await tab.until(() => window.rig.events.filter((event) => event === 'delivered:1').length === 3);
      expect(await tab.evaluate(async () => (await window.rig.database()).length)).toBe(3);
      proxy.fault(REFUSED);
      expect(await tab.evaluate(fill)).toBe('QuotaExceededError');
      await ask(tab);
      await tab.click(NINE);
      await tab.until(() => window.rig.events.includes('queued:2'));
      // Deleting frees no room at once in Chromium, so the answer is in the journal until there is some.
      expect(await tab.evaluate(() => window.rig.database())).toEqual([]);
      expect(await kept(tab)).toEqual([{ rev: 2, v: 9 }]);
      expect(await tab.evaluate(() => window.rig.errors)).toEqual([]);
      await tab.evaluate(() => void indexedDB.deleteDatabase('greedy'));
      await tab.goto(`${url}/next`);
      const database = () => tab.evaluate(async () => (await window.rig.database()).map(({ q }) => q['recommend']?.v));
      await expect.poll(database).toEqual([9]);
      proxy.fault(undefined);
      await putOn(tab, A_MINUTE);
      await tab.goto(`${url}/last`);
      await expect.poll(answers).toMatchObject([{ score: 9 }]);
    }),
  );
});
