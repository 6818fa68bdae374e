// What this device remembers of its visitor, for pacing alone: one storage key, no id.
import type { Ending } from '../../server/contract/targeting.ts';
import { hex } from '../platform/random.ts';
import { toJson } from '../platform/json.ts';
import { read, write } from '../platform/storage.ts';

/** The last showing of one survey. */
export interface Asked {
  /** When it was shown, Unix milliseconds; what tells one showing from another. */
  readonly at: number;
  readonly ending: Ending;
  /** Dismissals since the last answer. */
  readonly row: number;
  /** When it was last shown and answered. */
  readonly answered?: number;
}

export interface Memory {
  readonly v: 1;
  /** Visits so far, this one included; a visit ends after 30 minutes of silence. */
  readonly visits: number;
  /** When the visitor was last here. */
  readonly seen: number;
  /** Prompts in this visit. */
  readonly shown: number;
  readonly asked: Readonly<Record<string, Asked>>;
  /** On which days, counted from 1970, a prompt was shown: one entry a prompt. */
  readonly days: readonly number[];
  /** "Don't ask me again" was said. */
  readonly refused?: true;
  /** Drawn on this device for sampling, and never sent. */
  readonly seed: string;
}

/** Where it is kept: on the device, as long as the tab, or as long as the page. */
export type Keeping = 'persist' | 'session' | 'none';

const VISIT = 30 * 60_000;

const fresh = (): Memory => ({ v: 1, visits: 0, seen: 0, shown: 0, asked: {}, days: [], seed: hex(4) });

/** Whatever is there: something that is not ours, or of another version, is a fresh start. */
function parse(text: string | null): Memory {
  try {
    const found = JSON.parse(text!) as Memory;
    const times = Object.values(found.asked).map(({ at }) => at);
    const sound = [found.visits, found.seen, found.shown, ...found.days, ...times].every(Number.isFinite);
    if (found.v === 1 && sound) return found;
  } catch {
    // Not JSON, or not this shape.
  }
  return fresh();
}

/** None of these throws. */
export interface VisitorMemory {
  /** Read anew each time: another tab may have asked meanwhile. */
  read(): Memory;
  /** The visitor is here and does something: counts a new visit after half an hour of silence. */
  visit(now: number): void;
  change(change: (memory: Memory) => Memory): void;
  /** Leaves nothing of it on the device. */
  forget(): void;
}

/** Opens the memory and counts the visit. */
export function openMemory(site: string, keeping: Keeping, now: number): VisitorMemory {
  const key = `asklet-visitor-${site}`;
  const area = keeping === 'session' ? 'sessionStorage' : 'localStorage';
  // Only what could not, or may not, be written.
  let held: Memory | undefined;
  const current = (): Memory => held ?? parse(keeping === 'none' ? null : read(key, area));
  const keep = (memory: Memory): void => {
    held = keeping !== 'none' && write(key, toJson(memory), area) ? undefined : memory;
  };
  const visit = (at: number): void => {
    const memory = current();
    // A clock that was set back ends a visit too: else it would last until the old time comes round again.
    const isNew = !memory.visits || Math.abs(at - memory.seen) > VISIT;
    keep({ ...memory, seen: at, ...(isNew && { visits: memory.visits + 1, shown: 0 }) });
  };
  visit(now);
  return {
    read: current,
    visit,
    change: (change) => keep(change(current())),
    forget() {
      held = undefined;
      write(key, null);
      write(key, null, 'sessionStorage');
    },
  };
}
