// What happened to a response that others may want to hear of. Pure, shared by the engines.
import { createHash, createHmac } from 'node:crypto';
import type { OutboxEvent, Site, StoredResponse } from './store.ts';
import { hasAnswer } from './tallies.ts';

export type Event = Pick<OutboxEvent, 'milestone' | 'digest'>;

/** The milestones between two states of a response; none while it is held, for it may turn out to be nothing. */
export function milestonesOf(before: StoredResponse | undefined, after: StoredResponse): readonly Event[] {
  if (!counts(after)) return [];
  const events: Event[] = [];
  const wasThere = before !== undefined && counts(before);
  if (!wasThere) events.push({ milestone: 'first', digest: '' });
  const isCompleted = after.snapshot.st === 'completed' && !(wasThere && before.snapshot.st === 'completed');
  if (isCompleted) events.push({ milestone: 'completed', digest: '' });
  if (wasThere && !isCompleted) {
    const digest = digestOf(after);
    if (digest !== digestOf(before)) events.push({ milestone: 'changed', digest });
  }
  return events;
}

/** Nobody who hears of an event can find the response's own id in it. */
export function eventId({ secret }: Pick<Site, 'secret'>, rid: string, { milestone, digest }: Event): string {
  const name = JSON.stringify([rid, milestone, digest]);
  return `evt_${createHmac('sha256', Buffer.from(secret, 'base64')).update(name).digest('hex').slice(0, 32)}`;
}

function counts({ held, snapshot }: StoredResponse): boolean {
  return held === null && hasAnswer(snapshot);
}

/** Of the answers with their counters: going back to an earlier value is a change too. */
function digestOf({ snapshot: { q } }: StoredResponse): string {
  const answers = Object.entries(q)
    .map(([id, { v, n, a }]) => JSON.stringify([id, v, n, a]))
    .sort();
  return createHash('sha256').update(answers.join('\n')).digest('hex').slice(0, 16);
}
