// The delivery chunk: keeps what a prompt collects and brings it to the collector.
import type { Draft } from '../../server/contract/response.ts';
import { whenIdle } from '../platform/idle.ts';
import { listen } from '../platform/listen.ts';
import { onPageLife } from '../platform/page-life.ts';
import { openQueue } from '../queue/open.ts';
import { openDrain, type Emit } from './drain.ts';
import { sendAtPageEnd } from './page-end.ts';
import { openTransport } from './transport.ts';

export interface DeliveryOptions {
  /** Public site key, `pk_…`. */
  readonly site: string;
  /** Absolute address of `POST …/c/v1/s`. */
  readonly url: string;
  /** Version of this script. */
  readonly sdk: string;
  /** Which page load this is: 8 hex digits, the `a` of its answers. */
  readonly actor: string;
  /** `none`: nothing is stored on the device; answers live as long as the page. */
  readonly storage: 'persist' | 'none';
  readonly emit: Emit;
  /** Global Privacy Control is on: no identity leaves the page. */
  readonly gpc?: boolean;
}

/** None of these throws or rejects. */
export interface Delivery {
  /** Keeps the response as it is now (called at every change of the prompt); resolves when it is known how well. */
  keep(draft: Draft): Promise<'saved' | 'unsaved'>;
  /** `sent` once the collector acknowledged the latest revision of this response, `waiting` after `ms` otherwise. */
  settled(rid: string, ms: number): Promise<'sent' | 'waiting'>;
  /** Is there room for one more response? Ask before a prompt is shown. */
  hasRoom(): Promise<boolean>;
  flush(): void;
  /** Forgets every kept answer, in all tabs. */
  forget(): Promise<void>;
  /** Takes every listener, timer and connection back; kept answers stay on disk. */
  close(): void;
}

/** At the start of many tabs at once their requests spread over this time. */
const SPREAD = 3_000;

export function openDelivery(options: DeliveryOptions): Delivery {
  const { site, actor, storage, gpc } = options;
  const queue = openQueue({ site, actor, persist: storage === 'persist', recovered: () => drain.flush() });
  const transport = openTransport(options);
  const checks = new Set<(closing?: boolean) => void>();
  const emit: Emit = (event, detail) => {
    for (const check of checks) check();
    try {
      options.emit(event, detail);
    } catch {
      // The page's handlers are none of our business.
    }
  };
  const killed = (): void => {
    void queue.forget();
    close();
  };
  const drain = openDrain({ site, queue, transport, emit, killed });

  let timer: ReturnType<typeof setTimeout> | undefined;
  const offs = [
    sendAtPageEnd(queue, transport),
    onPageLife((life) => life === 'shown' && drain.flush()),
    listen(window, 'online', () => drain.flush(true)),
    whenIdle(() => {
      timer = setTimeout(() => {
        void queue.expire();
        drain.flush();
      }, Math.random() * SPREAD);
    }),
    () => clearTimeout(timer),
    drain.close,
    queue.close,
  ];

  function close(): void {
    for (const off of offs.splice(0)) off();
    for (const check of checks) check(true);
  }

  return {
    async keep(draft) {
      const { u: _u, ...anonymous } = draft.x;
      const [kept, revision] = await queue.keep(gpc ? { ...draft, x: anonymous } : draft);
      if (revision) emit('queued', { survey: draft.s, revision });
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
    flush: () => drain.flush(),
    forget: queue.forget,
    close,
  };
}
