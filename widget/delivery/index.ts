// The delivery chunk: keeps what a prompt collects and brings it to the collector.
import type { Draft } from '../../server/contract/response.ts';
import { listen } from '../platform/listen.ts';
import { journalKey } from '../queue/mark.ts';
import { openQueue, type Kept, type Storing } from '../queue/open.ts';
import { openDrain, type Emit } from './drain.ts';
import { sendAtPageEnd } from './page-end.ts';
import type { Facts } from './report.ts';
import { openTabs } from './tabs.ts';
import { openTransport, unique } from './transport.ts';

export interface DeliveryOptions {
  /** Public site key, `pk_…`. */
  readonly site: string;
  /** Absolute address of `POST …/c/v1/s`. */
  readonly url: string;
  /** Version of this script. */
  readonly sdk: string;
  /** Which page load this is: 8 hex digits, the `a` of its answers. */
  readonly actor: string;
  readonly storage: Storing;
  /** Must not throw. */
  readonly emit: Emit;
}

/** None of these throws or rejects. */
export interface Delivery {
  /** Keeps the response as it is now (called at every change of the prompt); resolves when it is known how well. */
  keep(draft: Draft): Promise<Kept>;
  /** `sent` once the collector acknowledged the latest revision of this response, `waiting` after `ms` otherwise. */
  settled(rid: string, ms: number): Promise<'sent' | 'waiting'>;
  /** Is there room for one more response? Ask before a prompt is shown. */
  hasRoom(): Promise<boolean>;
  flush(): void;
  /** What waits and what is in the way, as of the last look; `report()` makes sense of it. */
  report(): Facts;
  /** Forgets every kept answer, in all tabs. */
  forget(): Promise<void>;
  /** Takes every listener, timer and connection back; kept answers stay on disk. */
  close(): void;
}

export function openDelivery(options: DeliveryOptions): Delivery {
  const { site, storage } = options;
  const queue = openQueue(options, () => drain.flush());
  const transport = openTransport(options);
  const checks = new Set<(closing?: boolean) => void>();
  const emit: Emit = (event, detail) => {
    for (const check of checks) check();
    options.emit(event, detail);
  };
  const tabs = openTabs(journalKey(site), ({ sent, over }) => {
    if (over) queue.heed(over);
    else if (!sent) drain.wake();
    else {
      queue.sent(sent);
      for (const check of checks) check();
    }
  });
  const killed = (): void => {
    void forget();
    close();
  };
  const drain = openDrain(options.sdk, queue, transport, tabs, emit, killed);

  const offs = [
    sendAtPageEnd(queue, transport, drain.flush),
    listen(window, 'online', () => drain.flush(true)),
    drain.close,
    tabs.close,
    queue.close,
  ];

  function forget(): Promise<void> {
    const name = unique();
    // What this tab has only in memory is no business of the others.
    if (storage === 'persist') tabs.tell({ over: name });
    return queue.forget(name);
  }

  function close(): void {
    for (const off of offs.splice(0)) off();
    for (const check of checks) check(true);
  }

  return {
    async keep(draft) {
      const [kept, revision] = await queue.keep(draft);
      if (revision) {
        tabs.tell({});
        emit('queued', { survey: draft.s, revision });
      }
      drain.flush();
      return kept;
    },
    settled: (rid, ms) =>
      new Promise((resolve) => {
        const check = (closing?: boolean): void => {
          const sent = queue.isSent(rid);
          if (!sent && !closing) return;
          checks.delete(check);
          clearTimeout(late);
          resolve(sent ? 'sent' : 'waiting');
        };
        const late = setTimeout(check, ms, true);
        checks.add(check);
        check();
      }),
    hasRoom: queue.hasRoom,
    flush: drain.flush,
    report: drain.facts,
    forget,
    close,
  };
}
