// What a customer is going to do. Pure but for the dice.
import type { Plan } from './agent.ts';
import type { Random } from './random.ts';

const SCALE = { 'checkout-completed': [0, 10], 'chat-ended': [1, 5], 'article-read': [0, 1] } as const;

/** Where each touchpoint is reached; the first page load alone, later ones of the same page happen again there. */
export const PAGES: Readonly<Record<Plan['touchpoint'], string>> = {
  'checkout-completed': '/shop/thank-you.html?ordered=1',
  'chat-ended': '/shop/chat.html?',
  'article-read': '/shop/help.html?',
};

const WORDS = ['quick', 'friendly', 'slow', 'too dear', 'lovely tea', 'nobody answered', 'ça va', 'völlig in Ordnung'];

export function planOf(visit: string, touchpoint: Plan['touchpoint'], random: Random): Plan {
  const [least, most] = SCALE[touchpoint];
  const rating = random.between(least, most);
  // Any other value of the scale.
  const to = least + ((rating - least + random.between(1, most - least)) % (most - least + 1));
  const short = `${visit} ${random.pick(['', '👍 '])}${random.pick(WORDS as [string, ...string[]])}`;
  // Near the limits of a document: many bytes a letter.
  const long = `${visit} ${'🍵'.repeat(random.between(300, 900))}`;
  const ending = random.weighed({ send: 66, leave: 10, write: 5, dismiss: 9, stay: 10 });
  return {
    visit,
    touchpoint,
    rating,
    comment: random.chance(0.6) || ending === 'write' ? (random.chance(0.1) ? long : short) : undefined,
    change: random.chance(0.25) ? { to, when: random.pick(['before', 'after']) } : undefined,
    ending,
    think: random.chance(0.25) ? random.between(500, 5_000) : random.between(0, 200),
    look: random.chance(0.2) ? 0 : 4_000,
  };
}
