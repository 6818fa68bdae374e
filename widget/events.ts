// What a page can hear of. Nothing here identifies a response: its id would let the listener change the answers.
import type { AnswerValue } from '../server/contract/questions.ts';

/** The events of `on()`, each with what its handlers are given. `survey` and `question` are ids. */
export interface Events {
  /** The surveys are known: their ids. */
  ready: { readonly surveys: readonly string[] };
  /** A prompt appeared. */
  shown: { readonly survey: string };
  /** A question was answered, or answered anew; null: the answer was taken back. */
  answered: { readonly survey: string; readonly question: string; readonly value: AnswerValue | null };
  /** The last question is done. */
  completed: { readonly survey: string };
  /** Closed before its end. */
  dismissed: { readonly survey: string };
  /** Kept for delivery; the revision, from 1, grows with every change of the response. */
  queued: { readonly survey: string; readonly revision: number };
  /** The collector has that revision on disk. */
  delivered: { readonly survey: string; readonly revision: number };
  /** The collector will never take that revision in this form; `code` is its reason, such as `value`. */
  rejected: { readonly survey: string; readonly revision: number; readonly code?: string };
}

/** What can be listened to with `on()`. */
export type EventName = keyof Events;

/** Who listens, and how they are told. */
export function createEvents() {
  const handlers = new Map<EventName, Set<(detail: never) => void>>();
  return {
    on<E extends EventName>(name: E, handler: (detail: Events[E]) => void): () => void {
      const set = handlers.get(name) ?? new Set();
      handlers.set(name, set.add(handler));
      return () => void set.delete(handler);
    },
    emit<E extends EventName>(name: E, detail: Events[E]): void {
      for (const handler of handlers.get(name) ?? []) {
        try {
          (handler as (detail: Events[E]) => void)(detail);
        } catch {
          // A page's handler that throws hurts nobody else.
        }
      }
    },
  };
}
