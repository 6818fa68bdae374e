// The shapes of a rating besides numbers. Drawn, not typed: not every device has a font with emoji, and theirs are
// coloured. All in the one colour of the text, so that no value looks better than another.
import { plural } from '../platform/plural.ts';
import type { Mark } from './question.ts';
import { wordsOf } from './texts.ts';

/** Its label, one below the other: words of any length have room, and the highest lies highest. */
export const word: Mark = { draw: ({ label, v }) => label ?? v, labelled: true };

/** The mouth bends from one end of the scale to the other; half-way it is straight. */
export const face: Mark = {
  draw: ({ v, min, max }) => {
    const place = (v - min) / (max - min);
    return (
      <svg viewBox="0 0 24 24">
        <circle cx="12" cy="12" r="9.5" />
        <path d={`M8.7 9v.8M15.3 9v.8M7.7 ${17 - place * 2.5}q4.3 ${place * 8 - 4} 8.6 0`} />
      </svg>
    );
  },
};

/** Filled up to the chosen one. */
export const star: Mark = {
  draw: ({ v, value }) => (
    <svg viewBox="0 0 24 24" class={v <= (value ?? -1) ? 'full' : ''}>
      <path d="m12 2.5 2.9 6.2 6.6.8-4.9 4.6 1.3 6.7-5.9-3.3-5.9 3.3 1.3-6.7L2.5 9.5l6.6-.8z" />
    </svg>
  ),
  name: ({ v, texts, language }) => plural(wordsOf(texts).stars, v, language),
};

/** Up for yes, and the same turned for no. */
export const thumb: Mark = {
  draw: ({ v, min, label }) => (
    <>
      <svg viewBox="0 0 24 24" class={v > min ? '' : 'down'}>
        <path d="M7 11v9H4v-9zl4-8c1.7 0 2.5 1.3 2.1 3L12 10h6c1.4 0 2.3 1.2 2 2.5l-1.4 6c-.2 1-1 1.5-2 1.5H7" />
      </svg>
      {label}
    </>
  ),
  labelled: true,
};
