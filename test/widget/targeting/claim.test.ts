// Run against Node's own Web Locks, of which jsdom has none: the same specification, and a thread that ends is a tab
// that dies.
import { locks, Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { claim } from '../../../widget/targeting/claim.ts';

const browser = (value: unknown) => vi.stubGlobal('navigator', { locks: value });
afterEach(() => vi.unstubAllGlobals());

describe('the claim of the one prompt', () => {
  it('is had by one tab at a time, and by the next when it is given back', async () => {
    browser(locks);
    const first = await claim('pk');
    expect(first).toBeTypeOf('function');
    expect(await claim('pk')).toBeUndefined();
    first!();
    const second = await vi.waitFor(async () => (await claim('pk')) ?? Promise.reject(new Error('still held')));
    second();
  });

  it('is a claim of its own for each site', async () => {
    browser(locks);
    const [one, other] = [await claim('pk_one'), await claim('pk_other')];
    expect([one, other]).toEqual([expect.any(Function), expect.any(Function)]);
    one!();
    other!();
  });

  it('goes with the tab that had it', async () => {
    browser(locks);
    const tab = new Worker(
      `const { locks, parentPort } = require('node:worker_threads');
       locks.request('asklet-prompt-pk_tab', () => new Promise(() => parentPort.postMessage('held')));
       setInterval(() => {}, 1e3);`,
      { eval: true },
    );
    await new Promise((resolve) => tab.once('message', resolve));
    expect(await claim('pk_tab')).toBeUndefined();
    await tab.terminate();
    const free = await vi.waitFor(
      async () => (await claim('pk_tab')) ?? Promise.reject(new Error('still held')),
      5_000,
    );
    free();
  });

  it('is given back when the page goes, and twice is once', async () => {
    browser(locks);
    const free = await claim('pk_bf');
    window.dispatchEvent(new Event('pagehide'));
    const next = await vi.waitFor(async () => (await claim('pk_bf')) ?? Promise.reject(new Error('still held')));
    free!();
    expect(await claim('pk_bf')).toBeUndefined();
    next();
  });

  it.each<[string, unknown]>([
    ['there are no locks', undefined],
    ['the frame may not use them', { request: () => Promise.reject(new DOMException('sandboxed', 'SecurityError')) }],
    [
      'they throw',
      {
        request: () => {
          throw new TypeError('no');
        },
      },
    ],
  ])('is always had where %s', async (_why, value) => {
    browser(value);
    const [one, other] = [await claim('pk'), await claim('pk')];
    expect([one, other]).toEqual([expect.any(Function), expect.any(Function)]);
    expect(() => [one!(), other!()]).not.toThrow();
  });
});
