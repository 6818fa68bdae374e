// The adapters against small consent tools that speak the two interfaces as their specifications have them.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { adapters, type AdapterName, type Said } from '../../../widget/consent/index.ts';

const page = window as unknown as Record<string, unknown>;
let said: Said[];
let detach: () => void = () => {};
const attach = (name: AdapterName): void => {
  detach = adapters[name]((one) => said.push(one));
};

beforeEach(() => {
  vi.useFakeTimers();
  said = [];
});
afterEach(() => {
  detach();
  vi.useRealTimers();
  delete page['__tcfapi'];
  delete page['dataLayer'];
});

type Callback = (data: unknown, success: boolean) => void;

/** A consent tool behind the stub that every page with TCF has first: the stub keeps calls until the tool has come. */
function tcfPage() {
  const queue: unknown[][] = [];
  const listeners = new Map<number, Callback>();
  let state: Record<string, unknown> | undefined;
  let next = 0;
  page['__tcfapi'] = (...call: unknown[]) => void queue.push(call);
  const api = (command: string, version: number, callback: Callback, parameter?: unknown): void => {
    if (version !== 2) return callback(null, false);
    if (command === 'addEventListener') {
      const id = ++next;
      listeners.set(id, callback);
      if (state) callback({ ...state, listenerId: id }, true);
    } else if (command === 'removeEventListener') callback(listeners.delete(Number(parameter)), true);
    else callback(null, false);
  };
  return {
    listeners,
    arrive() {
      page['__tcfapi'] = api;
      for (const call of queue.splice(0)) api(...(call as Parameters<typeof api>));
    },
    say(data: Record<string, unknown>) {
      state = { gdprApplies: true, ...data };
      for (const [listenerId, callback] of listeners) callback({ ...state, listenerId }, true);
    },
  };
}
const purposes = (storage: boolean | undefined) => ({ purpose: { consents: { 1: storage, 2: true } } });

describe('the adapter for IAB TCF', () => {
  it('says nothing before the tool has come and the visitor has chosen, then what they chose, and each change', () => {
    const tool = tcfPage();
    attach('tcf');
    expect(said).toEqual([]);
    tool.arrive();
    tool.say({ eventStatus: 'cmpuishown', ...purposes(false) });
    expect(said).toEqual([]);
    tool.say({ eventStatus: 'useractioncomplete', ...purposes(true) });
    tool.say({ eventStatus: 'useractioncomplete', ...purposes(true) });
    expect(said).toEqual(['granted']);
    tool.say({ eventStatus: 'cmpuishown', ...purposes(true) });
    tool.say({ eventStatus: 'useractioncomplete', ...purposes(false) });
    expect(said).toEqual(['granted', 'denied']);
  });

  it.each([
    [{ eventStatus: 'tcloaded', ...purposes(true) }, ['granted']],
    [{ eventStatus: 'tcloaded', ...purposes(false) }, ['denied']],
    [{ eventStatus: 'tcloaded', ...purposes(undefined) }, ['denied']],
    [{ eventStatus: 'tcloaded' }, ['denied']],
    [{ eventStatus: 'tcloaded', gdprApplies: false }, ['granted']],
    [{ gdprApplies: false }, ['granted']],
    [{ gdprApplies: undefined }, []],
    [{ eventStatus: 'cmpuishown', ...purposes(true) }, []],
  ])('takes what an earlier visit left: %j says %j', (data, expected) => {
    const tool = tcfPage();
    tool.arrive();
    tool.say(data);
    attach('tcf');
    expect(said).toEqual(expected);
  });

  it('finds a tool that comes late without a stub', () => {
    attach('tcf');
    vi.advanceTimersByTime(60_000);
    const tool = tcfPage();
    tool.arrive();
    tool.say({ eventStatus: 'tcloaded', ...purposes(true) });
    vi.advanceTimersByTime(1_000);
    expect(said).toEqual(['granted']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('takes its listener back, also one that only the stub has, and its timer', () => {
    const tool = tcfPage();
    tool.arrive();
    tool.say({ eventStatus: 'tcloaded', ...purposes(true) });
    attach('tcf');
    expect(tool.listeners.size).toBe(1);
    detach();
    expect(tool.listeners.size).toBe(0);
    const late = tcfPage();
    attach('tcf');
    detach();
    late.arrive();
    late.say({ eventStatus: 'useractioncomplete', ...purposes(true) });
    expect([late.listeners.size, said]).toEqual([0, ['granted']]);
    delete page['__tcfapi'];
    attach('tcf');
    detach();
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each([
    () => {
      throw new Error('broken');
    },
    (_command: string, _version: number, callback: Callback) => callback(null, true),
    (_command: string, _version: number, callback: Callback) => callback({ eventStatus: 'tcloaded' }, false),
    'no function',
  ])('stays silent with a tool that is broken: %#', (api) => {
    page['__tcfapi'] = api;
    expect(() => attach('tcf')).not.toThrow();
    expect(() => vi.advanceTimersByTime(2_000)).not.toThrow();
    expect(() => detach()).not.toThrow();
    expect(said).toEqual([]);
  });
});

/** gtag() as Google's snippet has it: it pushes its `arguments` as they are. */
function gtag(..._call: unknown[]): void {
  const layer = (page['dataLayer'] ??= []) as unknown[];
  // oxlint-disable-next-line prefer-rest-params -- an Arguments object is what pages push
  layer.push(arguments);
}
const look = (): void => void vi.advanceTimersByTime(500);

describe('the adapter for Google consent mode', () => {
  it('says nothing of a default that denies, then what the visitor chose, and each change', () => {
    gtag('consent', 'default', { ad_storage: 'denied', analytics_storage: 'denied', wait_for_update: 500 });
    attach('google');
    look();
    expect(said).toEqual([]);
    gtag('consent', 'update', { ad_storage: 'denied', analytics_storage: 'granted' });
    look();
    gtag('event', 'page_view');
    look();
    expect(said).toEqual(['granted']);
    gtag('consent', 'update', { analytics_storage: 'denied' });
    look();
    expect(said).toEqual(['granted', 'denied']);
  });

  type Calls = readonly (readonly [how: string, states: unknown])[];
  it.each<[Calls, readonly Said[]]>([
    [[['default', { analytics_storage: 'granted' }]], ['granted']],
    [[['default', { functionality_storage: 'granted' }]], ['granted']],
    [[['default', { ad_storage: 'granted' }]], []],
    [[['default', { analytics_storage: 'denied', functionality_storage: 'granted' }]], []],
    [[['update', { analytics_storage: 'denied', functionality_storage: 'granted' }]], ['denied']],
    [
      [
        ['update', { analytics_storage: 'granted' }],
        ['default', { analytics_storage: 'denied' }],
      ],
      ['granted'],
    ],
    [[['default', { analytics_storage: 'granted', region: ['US'] }]], []],
    [
      [
        ['default', { analytics_storage: 'granted' }],
        ['default', { analytics_storage: 'denied', region: ['AT', 'DE'] }],
      ],
      [],
    ],
    [[['update', { analytics_storage: 'maybe' }]], []],
    [[['update', null]], []],
    [[['declare', { analytics_storage: 'granted' }]], []],
  ])('reads %j as %j', (calls, expected) => {
    for (const [how, states] of calls) gtag('consent', how, states);
    attach('google');
    look();
    expect(said).toEqual(expected);
  });

  it('hears what is said after a tag manager has replaced push and cut the list', () => {
    gtag('consent', 'default', { analytics_storage: 'denied' });
    attach('google');
    const layer = page['dataLayer'] as unknown[];
    layer.push = (...entries: unknown[]) => {
      const length = Array.prototype.push.apply(layer, entries);
      layer.splice(0, layer.length - 1);
      return length;
    };
    const { push } = layer;
    gtag('consent', 'update', { analytics_storage: 'granted' });
    look();
    expect(said).toEqual(['granted']);
    expect(layer.push).toBe(push);
  });

  it('waits for a list that comes later, and bears one full of anything', () => {
    attach('google');
    look();
    const trap = Object.defineProperty({}, '0', {
      get: () => {
        throw new Error('trap');
      },
    });
    page['dataLayer'] = [
      null,
      'consent',
      7,
      [],
      {},
      { event: 'x' },
      trap,
      ['consent', 'update', { analytics_storage: 'granted' }],
    ];
    expect(look).not.toThrow();
    look();
    expect(said).toEqual(['granted']);
  });

  it('leaves nothing behind', () => {
    attach('google');
    expect(vi.getTimerCount()).toBe(1);
    detach();
    expect(vi.getTimerCount()).toBe(0);
    gtag('consent', 'update', { analytics_storage: 'granted' });
    look();
    expect(said).toEqual([]);
  });
});
