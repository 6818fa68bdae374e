// Sample data of the collector's tests: a site, a survey, and what a browser sends about it.
import { randomUUID } from 'node:crypto';
import type { Envelope, SentSnapshot } from '../../server/contract/api.ts';
import type { Survey } from '../../server/contract/survey.ts';
import type { Site } from '../../server/store/store.ts';

export const site: Site = {
  id: 'shop',
  key: 'pk_shop',
  name: 'Shop',
  origins: ['https://shop.example', 'absent'],
  zone: 'Europe/Berlin',
  segments: ['plan'],
  secret: Buffer.alloc(32, 7).toString('base64'),
};

export const survey: Survey = {
  id: 'checkout',
  version: 1,
  name: 'After checkout',
  touchpoint: 'checkout-completed',
  stage: 'purchase',
  locale: 'en',
  questions: [
    { id: 'recommend', type: 'nps', title: { en: 'Recommend?', de: 'Empfehlen?' } },
    { id: 'reason', type: 'text', title: 'Why?' },
    {
      id: 'colour',
      type: 'choice',
      title: 'Colour?',
      options: [
        { id: 'red', label: 'Red' },
        { id: 'blue', label: 'Blue' },
      ],
    },
    {
      id: 'sizes',
      type: 'choices',
      title: 'Sizes?',
      options: [
        { id: 's', label: 'S' },
        { id: 'm', label: 'M' },
        { id: 'l', label: 'L' },
      ],
    },
  ],
};

/** A document as the widget sends it; `changes` may break it. */
export function document(changes: Readonly<Record<string, unknown>> = {}): SentSnapshot {
  const now = Date.now();
  return {
    rid: randomUUID(),
    s: survey.id,
    sv: survey.version,
    rev: 1,
    a: '7f3a01bc',
    st: 'completed',
    c: now - 5_000,
    at: now - 1_000,
    el: 1_000,
    q: { recommend: answer(9) },
    x: { p: '/thanks', l: 'de' },
    ...changes,
  };
}

export function answer(v: unknown, n = 1, a = '7f3a01bc'): { v: never; n: number; a: string } {
  return { v: v as never, n, a }; // tests send what no type allows
}

export function envelope(documents: readonly unknown[], changes: Readonly<Record<string, unknown>> = {}): Envelope {
  const d = documents as readonly SentSnapshot[]; // tests send what no type allows
  return { v: 1, k: site.key, req: randomUUID(), t: Date.now(), sdk: '0.1.0', n: 1, d, ...changes };
}

export function bytes(value: unknown): Buffer {
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
}
