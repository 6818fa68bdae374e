// What a page can hear of. Nothing here identifies a response: its id would let the listener change the answers.
import type { AnswerValue } from '../server/contract/questions.ts';

export interface Events {
  /** The surveys are known. */
  ready: { readonly surveys: readonly string[] };
  shown: { readonly survey: string };
  /** A question was answered, or answered anew. */
  answered: { readonly survey: string; readonly question: string; readonly value: AnswerValue | null };
  completed: { readonly survey: string };
  /** Closed before its end. */
  dismissed: { readonly survey: string };
  /** Kept for delivery. */
  queued: { readonly survey: string; readonly revision: number };
  /** The collector has it on disk. */
  delivered: { readonly survey: string; readonly revision: number };
  /** The collector will never take it in this form. */
  rejected: { readonly survey: string; readonly revision: number; readonly code?: string };
}

export type EventName = keyof Events;

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
