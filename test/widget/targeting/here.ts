// Somebody, somewhere, for tests of rules.
import type { Ending } from '../../../server/contract/targeting.ts';
import type { Asked, Memory } from '../../../widget/targeting/memory.ts';
import type { Here } from '../../../widget/targeting/rule.ts';

export const DAY = 86_400_000;
/** Sunday, 22 November 2026, noon UTC. */
export const now = Date.UTC(2026, 10, 22, 12);

export const memory = (changes: Partial<Memory> = {}): Memory => ({
  v: 1,
  visits: 2,
  seen: now,
  shown: 0,
  asked: {},
  days: [],
  seed: '0badcafe',
  ...changes,
});

export const here = (changes: Partial<Here> = {}): Here => ({
  now,
  memory: memory(),
  open: false,
  shown: 0,
  attributes: {},
  properties: {},
  languages: ['en'],
  ...changes,
});

/** One showing so many days ago, as the memory keeps it; `days` ago the ledger knows it too. */
export function asked(days: number, ending: Ending, id = 'shop', changes: Partial<Asked> = {}): Memory {
  const at = now - days * DAY;
  const row = ending === 'dismissed' ? 1 : 0;
  const one: Asked = { at, ending, row, ...(ending === 'answered' && { answered: at }), ...changes };
  return memory({ asked: { [id]: one }, days: [Math.floor(at / DAY)] });
}
