// Progress that survives a reload and the way to another page of the same tab: what the person began to say there is
// here again, as the same response. One key of sessionStorage a site, and only what was begun is in it.
import type { PublicSurvey } from '../../server/contract/api.ts';
import { stepAt, type Step } from '../../server/contract/flow.ts';
import type { Context } from '../../server/contract/response.ts';
import { toJson } from '../platform/json.ts';
import { isOpen, type Session } from './session.ts';

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
  readonly asked: Omit<Context, 'l' | 'u' | 'uv' | 'at'>;
}

/** How long it can be gone on with after the last change, in milliseconds. */
const KEPT = 30 * 60_000;

const keyOf = (site: string): string => `asklet-begun-${site}`;

function readAll(site: string): Partial<Record<string, Progress>> {
  try {
    return (JSON.parse(sessionStorage.getItem(keyOf(site))!) ?? {}) as Partial<Record<string, Progress>>;
  } catch {
    // No storage, or not ours.
    return {};
  }
}

/** What was begun of this very version in this tab in the last 30 minutes; undefined for anything else found there. */
export function readProgress(site: string, { id, version }: PublicSurvey, now: number): Progress | undefined {
  const found = readAll(site)[id];
  return found?.version === version && Math.abs(now - found.at) < KEPT ? found : undefined;
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

/**
 * The session to go on with; undefined when it is none of this survey's: whatever else a page
 * writes into its storage must not bring a prompt to say nonsense, nor an answer to get lost.
 */
export function sessionOf(progress: Progress | undefined, steps: readonly Step[]): Session | undefined {
  try {
    const { rid, session } = progress!;
    const { path, n, answers } = session;
    const sound =
      /^[\da-f-]{36}$/.test(rid) &&
      path.length > 0 &&
      path.every((place) => stepAt(steps, place)) &&
      isOpen(session) &&
      Object.values(answers).every((answer) => answer.n <= n);
    return sound ? session : undefined;
  } catch {
    return undefined;
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
