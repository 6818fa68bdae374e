// What the campaign has in every page, from before the page's first script: a customer who clicks, and eyes and ears
// that tell Node what the prompt shows and what browser and widget did. Self-contained, for it travels as text.
import type { AnswerValue } from '../../../server/contract/questions.ts';

export type Note = 'sent' | 'saved' | 'unsaved';
export type Said = Readonly<Record<string, AnswerValue | null>>;

/** What a page tells of. `visit` names one answer of one customer. */
export type Report =
  /** About to answer, or to answer anew. */
  | { readonly do: 'tap'; readonly visit: string; readonly question: string; readonly value: AnswerValue }
  /** A transaction that holds these answers is complete; they are in the journal. */
  | { readonly do: 'put' | 'journal'; readonly visit: string; readonly said: Said }
  /** Under the thanks; null: nothing. */
  | { readonly do: 'note'; readonly visit: string; readonly note: Note | null }
  /** `end`: sent as the page is hidden or left. `flying`: requests under way now, without those. */
  | {
      readonly do: 'request';
      readonly end: boolean;
      readonly hidden: boolean;
      readonly flying: number;
      readonly skewed: boolean;
    }
  /** Never told of a request that the page did not wait for. */
  | { readonly do: 'outcome'; readonly end: boolean; readonly receipt: boolean }
  /** Against the rules: a transaction begun while the page is left, an error that the page could see. */
  | { readonly do: 'broke'; readonly what: string };

/** One answer, as the customer will give it. */
export interface Plan {
  readonly visit: string;
  readonly touchpoint: 'checkout-completed' | 'chat-ended' | 'article-read';
  readonly rating: number;
  readonly comment: string | undefined;
  /** Another rating, given before the answer is sent off or after the thanks. */
  readonly change: { readonly to: number; readonly when: 'before' | 'after' } | undefined;
  /** `leave`: to another page in the very task of the tap; `write`: in that of the last letter; `stay`: without Send. */
  readonly ending: 'send' | 'leave' | 'write' | 'dismiss' | 'stay';
  /** Milliseconds between reading and the first tap, and to look at the thanks. */
  readonly think: number;
  readonly look: number;
}

export interface Measured {
  /** UTF-8 bytes of all records, and of our keys with their values. */
  readonly indexedDb: number;
  readonly localStorage: number;
  readonly records: number;
  /** Answers of the database and of the journal that the collector has not acknowledged. */
  readonly waiting: number;
}

export interface CampaignAgent {
  /** The page's clock from now on, in milliseconds off the true time. */
  skew(ms: number): void;
  /** Resolves with what became of it: `answered`, `not asked`, or `no widget`. */
  answer(plan: Plan, again: boolean): Promise<string>;
  measure(): Promise<Measured>;
}

export interface AgentOptions {
  readonly notes: Readonly<Record<Note, string>>;
  /** Name of the database, and key of the journal. */
  readonly name: string;
  readonly send: string;
}

declare global {
  interface Window {
    campaign: CampaignAgent;
    campaignReport(report: Report): unknown;
  }
}

type Asklet = ((...call: unknown[]) => unknown) & { readonly init?: unknown };

export function agent({ notes, name, send }: AgentOptions): void {
  if (location.protocol !== 'http:') return;
  const search = new URLSearchParams(location.search);
  const report = (what: Report): void => void window.campaignReport(what);

  // The clock. Timers and performance.now() go on as they are, as when a device's clock is set.
  const TrueDate = Date;
  let offset = Number(search.get('clock') ?? 0);
  const now = (): number => TrueDate.now() + offset;
  window.Date = class extends TrueDate {
    static override now = now;
    constructor(...given: [] | [number]) {
      super(given.length ? given[0] : now());
    }
  } as DateConstructor;
  // The shop's touchpoint by code asks for an order of this session.
  if (search.has('ordered')) sessionStorage.setItem('ordered', '24.5');

  // What the browser confirms.
  const said = (q: Record<string, { v: AnswerValue | null }>): Said =>
    Object.fromEntries(Object.entries(q).map(([id, { v }]) => [id, v]));
  interface Kept {
    readonly rev?: number;
    readonly ack?: number;
    readonly x?: { readonly at?: { readonly visit?: string } };
    readonly q?: Record<string, { v: AnswerValue | null }>;
  }
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function (value: Kept, ...key) {
    const { visit } = value.x?.at ?? {};
    if (visit && value.q) {
      const held = said(value.q);
      this.transaction.addEventListener('complete', () => report({ do: 'put', visit, said: held }));
    }
    return put.call(this, value, ...key);
  };
  const { setItem } = Storage.prototype;
  Storage.prototype.setItem = function (key, text) {
    setItem.call(this, key, text);
    if (key !== name) return;
    for (const { x, q } of Object.values(JSON.parse(text) as Record<string, Kept>)) {
      if (x?.at?.visit && q) report({ do: 'journal', visit: x.at.visit, said: said(q) });
    }
  };
  let leaving = false;
  addEventListener('pagehide', () => (leaving = true), true);
  addEventListener('pageshow', () => (leaving = false), true);
  const { transaction } = IDBDatabase.prototype;
  IDBDatabase.prototype.transaction = function (...given) {
    if (leaving) report({ do: 'broke', what: 'transaction begun while the page is left' });
    return transaction.apply(this, given);
  };
  addEventListener('error', ({ message }) => report({ do: 'broke', what: `error: ${message}` }));
  addEventListener('unhandledrejection', ({ reason }) => report({ do: 'broke', what: `rejection: ${String(reason)}` }));

  // Requests: how many at once, and whether the page got its receipt.
  let flying = 0;
  const { fetch } = window;
  window.fetch = (input, init) => {
    const result = fetch(input, init);
    if (typeof input !== 'string' || !input.endsWith(send)) return result;
    const end = ['pagehide', 'visibilitychange'].includes(window.event?.type ?? '');
    if (!end) flying++;
    let open = true;
    const done = (receipt: boolean): void => {
      if (!open) return;
      open = false;
      if (!end) flying--;
      report({ do: 'outcome', end, receipt });
    };
    report({ do: 'request', end, hidden: document.hidden, flying, skewed: offset !== 0 });
    init?.signal?.addEventListener('abort', () => done(false));
    result.then(
      (response) => {
        const text = response.text.bind(response);
        response.text = () => {
          const body = text();
          body.then(
            (all) => done(response.status === 200 && /"s":"(ok|dup)"/.test(all)),
            () => done(false),
          );
          return body;
        };
      },
      () => done(false),
    );
    return result;
  };

  // The customer.
  const used = new WeakSet<Element>();
  const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
  async function until<T>(ms: number, look: () => T | null | undefined | false): Promise<T | undefined> {
    for (const end = performance.now() + ms; performance.now() < end; await pause(30)) {
      const found = look();
      if (found) return found;
    }
    return undefined;
  }
  const click = (element: HTMLElement): boolean =>
    element.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, composed: true, detail: 1 }));

  function follow(root: ShadowRoot, visit: string): void {
    let before: Note | null = null;
    new MutationObserver(() => {
      const text = root.querySelector('.note')?.textContent;
      const note = (Object.keys(notes) as Note[]).find((one) => notes[one] === text) ?? null; // its own keys
      if (note !== before) report({ do: 'note', visit, note });
      before = note;
    }).observe(root, { subtree: true, childList: true, characterData: true });
  }

  async function answer(plan: Plan, again: boolean): Promise<string> {
    const { visit, touchpoint } = plan;
    const tap = (element: HTMLInputElement | HTMLTextAreaElement, question: string, value: AnswerValue): void => {
      report({ do: 'tap', visit, question, value });
      if (element instanceof HTMLInputElement) click(element);
      else {
        element.value = value as string;
        element.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
      }
    };
    const asklet = await until(6_000, () => {
      const { asklet: found } = window as unknown as { asklet?: Asklet };
      // Not the page's stub, which only keeps the calls.
      return found?.init ? found : undefined;
    });
    if (!asklet) return 'no widget';
    asklet('close');
    asklet('set', { visit });
    if (touchpoint === 'chat-ended') document.querySelector<HTMLElement>('[data-end-chat]')?.click();
    else if (again && touchpoint === 'checkout-completed') asklet('track', touchpoint, { total: 24.5 });
    else if (again) asklet('show', 'article-helpful');
    const root = await until(8_000, () => {
      const host = [...document.querySelectorAll('[data-look]')].find((one) => !used.has(one));
      if (host) used.add(host);
      return host?.shadowRoot;
    });
    if (!root) return 'not asked';
    follow(root, visit);
    const rate = (value: number): boolean => {
      const radio = root.querySelector<HTMLInputElement>(`input[type=radio][value="${value}"]`);
      if (radio) tap(radio, radio.name.slice('q-'.length), value);
      return !!radio;
    };
    const leave = (): void => void (location.href = 'index.html');
    await pause(plan.think);
    if (!rate(plan.rating)) return 'not asked';
    if (plan.ending === 'leave') leave();
    await pause(10);
    if (plan.change?.when === 'before' && touchpoint !== 'article-read') rate(plan.change.to);
    const words = root.querySelector('textarea');
    if (words && plan.comment !== undefined) {
      const question = words.getAttribute('aria-labelledby')!.slice('q-'.length, -'-title'.length);
      const letters = [...plan.comment];
      tap(words, question, letters.slice(0, letters.length / 2).join(''));
      await pause(10);
      tap(words, question, plan.comment);
      if (plan.ending === 'write') leave();
    }
    if (plan.ending === 'dismiss') root.querySelector<HTMLElement>('.close')?.click();
    if (plan.ending !== 'send') return 'answered';
    const go = (): void => root.querySelector<HTMLElement>('.go')?.click();
    go();
    const thanked = (): string | undefined => root.querySelector('.note')?.textContent;
    await until(plan.look, thanked);
    if (plan.change?.when === 'after') {
      root.querySelector<HTMLElement>('[role=status] .quiet')?.click();
      await pause(10);
      rate(plan.change.to);
      await pause(10);
      go();
      await until(plan.look, thanked);
    }
    return 'answered';
  }

  async function measure(): Promise<Measured> {
    const size = (value: unknown): number => new Blob([JSON.stringify(value)]).size;
    const ours = Object.entries(localStorage).filter(([key]) => key.startsWith('asklet'));
    const journal = Object.keys(JSON.parse(localStorage.getItem(name) ?? '{}') as object).length;
    const records = (await indexedDB.databases()).some((one) => one.name === name) ? await readAll() : [];
    return {
      indexedDb: records.reduce((sum: number, one) => sum + size(one), 0),
      localStorage: ours.reduce((sum, [key, value]) => sum + new Blob([key, value]).size, 0),
      records: records.length,
      waiting: journal + records.filter(({ rev = 0, ack = 0 }) => rev > ack).length,
    };
  }

  const readAll = (): Promise<readonly Kept[]> =>
    new Promise((resolve, reject) => {
      const request = indexedDB.open(name);
      request.onerror = () => reject(request.error!);
      // Deleted meanwhile: must not come into being by being looked at.
      request.onupgradeneeded = () => request.transaction!.abort();
      request.onsuccess = () => {
        const database = request.result;
        const all = transaction.call(database, 'responses', 'readonly').objectStore('responses').getAll();
        all.onsuccess = () => resolve(all.result as Kept[]);
        all.onerror = () => reject(all.error!);
        database.close();
      };
    });

  window.campaign = { skew: (ms) => void (offset = ms), answer, measure };
}
