// The reference: what was said, what was promised, and what may be true of the device and the collector at any moment.
import { LIMITS, type Draft, type Snapshot } from '../../../server/contract/response.ts';
import { isStored, isWaiting, STATE, type StoredResponse } from '../../../widget/queue/queue.ts';
import { draft, NOW, rid } from '../../widget/queue/samples.ts';
import type { Tab, World } from './world.ts';

/** One response: a person's answers, of which the later replaces the earlier. */
interface Said {
  readonly rid: string;
  readonly tab: number;
  /** Number of the latest answer, of the latest that was called saved, and which value each had. */
  latest: number;
  saved: number;
  finished: boolean;
  readonly values: number[];
}

export function createModel(world: World) {
  const said: Said[] = [];
  /** Forgotten, with the name of that "forget" and the moment; nothing of it may be sent again. */
  const dead = new Map<string, { name: string; begun: number }>();
  /** Responses the collector refused, which it may end by giving them up. */
  const refused = new Set<string>();

  const answerOf = (response: Snapshot | undefined): number => response?.q['nps']?.n ?? 0;

  function say(one: Said, tab: Tab, finished: boolean): void {
    const n = ++one.latest;
    one.finished ||= finished;
    one.values[n] = n % 11;
    const st = one.finished ? 'completed' : 'started';
    const q: Draft['q'] = { nps: { v: one.values[n]!, n, a: 'cccccccc' } };
    void tab.delivery.keep(draft({ rid: one.rid, st, q, at: Date.now() })).then((kept) => {
      if (kept === 'saved') one.saved = Math.max(one.saved, n);
    });
  }

  return {
    refused,
    start(tab: Tab): void {
      const one: Said = { rid: rid(said.length + 1), tab: tab.id, latest: 0, saved: 0, finished: false, values: [] };
      said.push(one);
      say(one, tab, false);
    },
    click(tab: Tab, which: number, finished: boolean): void {
      const own = said.filter((one) => one.tab === tab.id);
      if (own.length) say(own[which % own.length]!, tab, finished);
    },
    forget(tab: Tab): void {
      void tab.delivery.forget();
      const name = world.told.at(-1)!;
      for (const one of said) if (!dead.has(one.rid)) dead.set(one.rid, { name, begun: world.begun.length });
    },
    some: (which: number): string | undefined => (said.length ? said[which % said.length]!.rid : undefined),

    /** Throws when something is not as promised. */
    check(): void {
      // Later answers may rightly be too old.
      if (world.truth() - NOW > LIMITS.age) return;
      const disk = world.disk();
      const journal = world.journal();
      const over: readonly string[] = (disk.get(STATE) as { over?: string[] } | undefined)?.over ?? [];
      const fail = (invariant: string, detail: unknown): never => {
        throw new Error(`${invariant}: ${JSON.stringify(detail)}`);
      };
      for (const one of said) {
        const { rid: id, saved } = one;
        const held = disk.get(id);
        const journaled = journal[id];
        const stored = world.server.get(id);
        const end = dead.get(id);
        const isGone = world.gone.has(id);
        if (!end && !isGone && !refused.has(id)) {
          const most = Math.max(answerOf(held), answerOf(journaled), answerOf(stored));
          if (most < saved) fail('I1 kept', { id, saved, most });
        }
        if (held && !isWaiting(held) && !isGone && answerOf(stored) < answerOf(held)) {
          fail('I2 no false acknowledgement', { held, stored });
        }
        if (stored && stored.q['nps'] && stored.q['nps'].v !== one.values[answerOf(stored)]) fail('I4 value', stored);
        if (end) {
          if (held && over.includes(end.name)) fail('I9 forgotten, on disk', held);
          const again = world.begun.slice(end.begun).find(({ body }) => body.d.some((sent) => sent.rid === id));
          if (again) fail('I9 forgotten, sent', { id, again });
        }
        if (held && over.includes(id)) fail('I9 gone, on disk', held);
        if (journaled && (over.includes(id) || end)) fail('I9 in the journal', { journaled, end });
      }
      for (const [id, joined] of world.server) {
        // I4: the greatest number wins, whatever came when.
        const all = world.committed.filter((sent) => sent.rid === id);
        if (answerOf(joined) !== Math.max(...all.map(answerOf))) fail('I4 convergence', { joined, all });
      }
      const records = [...disk.values()].filter(isStored);
      const bytes = records.reduce((sum, one: StoredResponse) => sum + JSON.stringify(one).length, 0);
      if (records.length > 50 + world.tabs.length || bytes > 256 * 1024)
        fail('I6 database', { bytes, n: records.length });
      if ((localStorage.getItem('asklet-pk_test')?.length ?? 0) > 22 * 1024) fail('I6 journal', localStorage.length);
      for (const { id } of world.tabs) {
        const own = world.requests.filter(({ tab, last }) => tab === id && !last);
        if (own.length > 1) fail('I6 one request at a time', own);
      }
      const latest = world.begun.at(-1);
      if (latest && (latest.body.d.length > LIMITS.batch || JSON.stringify(latest.body).length > LIMITS.batchBytes)) {
        fail('I6 batch', latest);
      }
      if (world.transactions.pageHide) fail('I7 a transaction while the page goes away', world.transactions);
    },

    /** After a long quiet time: everything promised has arrived, and nothing waits. */
    checkEnd(): void {
      this.check();
      if (world.truth() - NOW > LIMITS.age) return;
      const disk = world.disk();
      for (const { rid: id, saved } of said) {
        if (dead.has(id) || world.gone.has(id) || refused.has(id) || world.bad.has(id)) continue;
        if (answerOf(world.server.get(id)) < saved) throw new Error(`I8 not delivered: ${id} ${saved}`);
        const held = disk.get(id);
        if (held && isWaiting(held)) throw new Error(`I8 still waits: ${JSON.stringify(held)}`);
      }
    },
  };
}
