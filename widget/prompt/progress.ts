// Progress that survives a reload and the way to another page of the same tab: what the person began to say there is
// here again, as the same response. One key of sessionStorage a site, and only what was begun is in it.
import type { Context } from '../../server/contract/response.ts';
import { toJson } from '../platform/json.ts';
import type { Session } from './session.ts';

export interface Progress {
  readonly survey: string;
  readonly version: number;
  readonly rid: string;
  readonly session: Session;
  /** Was it inside the page? Then it comes back when its place does, else by itself. */
  readonly inline: boolean;
  /** When it was shown first, and last changed; Unix milliseconds. */
  readonly shown: number;
  readonly at: number;
  /** Where and about what it was asked: the next page knows neither. */
  readonly asked: Omit<Context, 'l' | 'u' | 'ut' | 'uv' | 'at'>;
}

const keyOf = (site: string): string => `asklet-begun-${site}`;

/** By survey. Whatever else a page writes there may be in it. */
export function readAll(site: string): Partial<Record<string, Progress>> {
  try {
    return (JSON.parse(sessionStorage.getItem(keyOf(site))!) ?? {}) as Partial<Record<string, Progress>>;
  } catch {
    // No storage, or not ours.
    return {};
  }
}

/** Keeps the progress of one survey, or forgets it. Nothing happens where there is no storage. */
export function saveProgress(site: string, survey: string, progress: Progress | undefined): void {
  try {
    // Undefined is left out of JSON.
    const begun = toJson({ ...readAll(site), [survey]: progress });
    if (begun === '{}') forgetProgress(site);
    else sessionStorage.setItem(keyOf(site), begun);
  } catch {
    // Not kept then; the answers themselves are in the queue.
  }
}

/** Forgets everything that was begun on this site. */
export function forgetProgress(site: string): void {
  try {
    sessionStorage.removeItem(keyOf(site));
  } catch {
    // Then there is nothing.
  }
}
