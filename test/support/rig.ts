// What tests put into the pages of their sites, before the snippet: eyes and hands that work alike in every browser.
import type { StoredResponse } from '../../widget/queue/queue.ts';

export interface Rig {
  /** The first match, also inside open shadow roots. */
  find(selector: string): HTMLElement | null;
  /** Opens the recommendation survey of the demo. */
  ask(): void;
  /** Clicks by script: in the task of whoever calls. */
  tap(selector: string): void;
  /** Errors nobody caught, rejections nobody handled. */
  readonly errors: string[];
  /** The widget's events, as `name` or `name:revision`. */
  readonly events: string[];
  /** Every response in the database; none when there is no database. */
  database(): Promise<StoredResponse[]>;
  /** What all tabs know of the collector. */
  state(): Promise<Partial<Record<string, number>>>;
  /** Every response in the journal. */
  journal(): StoredResponse[];
}

declare global {
  interface Window {
    rig: Rig;
    asklet: (call: string, ...args: unknown[]) => unknown;
  }
}

function install(): void {
  const find = (selector: string, root: Document | ShadowRoot = document): HTMLElement | null => {
    const found = root.querySelector<HTMLElement>(selector);
    if (found) return found;
    for (const { shadowRoot } of root.querySelectorAll('*')) {
      const inside = shadowRoot && find(selector, shadowRoot);
      if (inside) return inside;
    }
    return null;
  };
  const errors: string[] = [];
  const events: string[] = [];
  addEventListener('error', (event) => errors.push(String(event.message)));
  addEventListener('unhandledrejection', (event) => errors.push(`rejection: ${String(event.reason)}`));

  // The stub of the README; listeners given to it are there before anything happens.
  const queue: unknown[] = [];
  window.asklet ??= Object.assign((...call: unknown[]) => void queue.push(call), { q: queue });
  const names = ['ready', 'shown', 'answered', 'completed', 'dismissed', 'queued', 'delivered', 'rejected'];
  for (const name of names) {
    window.asklet('on', name, (detail: { revision?: number }) =>
      events.push(detail.revision ? `${name}:${detail.revision}` : name),
    );
  }

  async function database(): Promise<object[]> {
    const known = await indexedDB.databases();
    // Opening what is not there would make it.
    if (!known.some(({ name }) => name === 'asklet-pk_demo')) return [];
    return new Promise((resolve, reject) => {
      const request = indexedDB.open('asklet-pk_demo');
      // Deleted meanwhile: it must not be made anew.
      request.onupgradeneeded = () => request.transaction!.abort();
      request.onerror = () => (request.error!.name === 'AbortError' ? resolve([]) : reject(request.error));
      request.onsuccess = () => {
        const held = request.result;
        const all = held.transaction('responses').objectStore('responses').getAll();
        all.onsuccess = () => {
          held.close();
          resolve(all.result);
        };
        all.onerror = () => reject(all.error);
      };
    });
  }

  window.rig = {
    find,
    ask: () => void window.asklet('show', 'checkout-nps'),
    tap: (selector) => find(selector)!.click(),
    errors,
    events,
    database: async () => (await database()).filter((one): one is StoredResponse => 'rid' in one),
    state: async () => Object.assign({}, ...(await database()).filter((one) => !('rid' in one))),
    journal: () => Object.values(JSON.parse(localStorage.getItem('asklet-pk_demo') ?? '{}')),
  };
}

/** The rig as a script element; `nonce` for pages with a policy. */
export const rigScript = (nonce = ''): string => `<script nonce="${nonce}">(${String(install)})()</script>`;
export const rigged = rigScript();
