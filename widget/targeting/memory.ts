// What this device remembers of its visitor, for pacing alone: one storage key, no id.
import type { Ending } from '../../server/contract/targeting.ts';
import { read, write } from '../platform/storage.ts';

export interface Memory {
  /** Visits so far, this one included; a visit ends after 30 minutes of silence. */
  readonly visits: number;
  /** When the visitor was last here. */
  readonly seen: number;
  /** Per survey: when it was last shown, and how that ended. */
  readonly asked: Readonly<Record<string, { readonly at: number; readonly ending: Ending }>>;
}

const VISIT = 30 * 60_000;
const nothing: Memory = { visits: 0, seen: 0, asked: {} };

function parse(text: string | null): Memory {
  try {
    const { visits, seen, asked } = JSON.parse(text!);
    return Number.isFinite(visits) && Number.isFinite(seen) && asked ? { visits, seen, asked } : nothing;
  } catch {
    return nothing;
  }
}

export interface VisitorMemory {
  read(): Memory;
  remember(survey: string, at: number, ending: Ending): void;
  forget(): void;
}

/** Opens the memory and counts the visit. Without `persist` it lives as long as the page. */
export function openMemory(site: string, persist: boolean, now: number): VisitorMemory {
  const key = `asklet-visitor-${site}`;
  // Only what could not, or may not, be written.
  let held: Memory | undefined;
  // Read anew each time: another tab may have asked meanwhile.
  const current = (): Memory => held ?? (persist ? parse(read(key)) : nothing);
  const keep = (memory: Memory): void => {
    held = persist && write(key, JSON.stringify(memory)) ? undefined : memory;
  };
  const before = current();
  keep({ ...before, visits: before.visits + (now - before.seen > VISIT || !before.visits ? 1 : 0), seen: now });
  return {
    read: current,
    remember(survey, at, ending) {
      const memory = current();
      keep({ ...memory, seen: Math.max(memory.seen, at), asked: { ...memory.asked, [survey]: { at, ending } } });
    },
    forget() {
      held = undefined;
      write(key, null);
    },
  };
}
