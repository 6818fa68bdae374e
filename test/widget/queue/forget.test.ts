// "No" by the person, whatever of the widget is loaded by then.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { forgetResponses } from '../../../widget/queue/forget.ts';
import { mayWait } from '../../../widget/queue/mark.ts';
import { openQueue } from '../../../widget/queue/open.ts';
import { fetchConfig } from '../../../widget/surveys.ts';
import { freshDevice, leaveOnDisk, onDisk, rated, rid, settle, SITE, stored, waits } from './samples.ts';

beforeEach(freshDevice);
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const queue = (actor = 'aaaaaaaa') => openQueue({ site: SITE, actor, storage: 'persist' }, () => {});

describe('forgetting', () => {
  it('takes away what an earlier visit left where no delivery is loaded', async () => {
    await leaveOnDisk({ [rid(1)]: stored() });
    for (const area of [localStorage, sessionStorage]) area.setItem(`asklet-${SITE}`, JSON.stringify({ a: stored() }));
    forgetResponses(SITE, []);
    await settle();
    expect(mayWait(SITE)).toBe(false);
    expect(await indexedDB.databases()).toEqual([]);
  });

  it('has an open delivery forget too, which goes on with a new database', async () => {
    const open = queue();
    await open.keep(rated(7));
    forgetResponses(SITE, [Promise.resolve({ forget: () => open.forget('forget-1'.slice(0, 8)) })]);
    await settle();
    expect([...(await onDisk()).keys()].filter((key) => key !== 'state')).toEqual([]);
    expect(await open.keep(rated(8))).toEqual(['unsaved', 0]);
    expect(await open.keep(rated(8, { rid: rid(2) }))).toEqual(['saved', 1]);
    open.close();
  });

  it('bears that storage is denied, and a delivery that could not be loaded', async () => {
    vi.stubGlobal('localStorage', undefined);
    vi.stubGlobal('indexedDB', undefined);
    expect(() => forgetResponses(SITE, [Promise.reject(new Error('offline'))])).not.toThrow();
    await settle();
  });

  it('T08: a tab that read the journal before everything was forgotten brings nothing of it back', async () => {
    const other = queue('bbbbbbbb');
    await waits(other);
    localStorage.setItem(`asklet-${SITE}`, JSON.stringify({ [rid(1)]: stored() }));
    // Without a channel between them: it has read the journal, and its turn comes after the other's.
    const late = queue('cccccccc');
    const read = waits(late);
    await Promise.all([read, other.forget('forgets1')]);
    await waits(late);
    expect([...(await onDisk()).keys()]).toEqual(['state']);
    other.close();
    late.close();
  });

  it('makes no copy of surveys that arrive after the "no"', async () => {
    let allowed = true;
    let arrive!: (response: Response) => void;
    vi.stubGlobal('fetch', () => new Promise((resolve) => (arrive = resolve)));
    const surveys = fetchConfig('https://collector.example/config', SITE, () => allowed);
    allowed = false;
    arrive(new Response('{"v":1,"surveys":[]}'));
    expect((await surveys)?.surveys).toEqual([]);
    expect(localStorage).toHaveLength(0);
  });
});
