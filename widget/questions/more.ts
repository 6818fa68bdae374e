// The part with all that a plain rating and its reason do not need: every other type, every other shape.
import { Choice } from './choice.tsx';
import { Choices } from './choices.tsx';
import { Contact } from './contact.tsx';
import { LeastText } from './least-text.tsx';
import { face, star, thumb, word } from './marks.tsx';
import type { More } from './question.ts';

export { validity } from '../../server/contract/validity.ts';
export { styles } from './styles.ts';

/** One component a type. */
export const questions: More['questions'] = { choice: Choice, choices: Choices, text: LeastText, contact: Contact };

/** One drawing a shape. */
export const marks: More['marks'] = { word, face, star, thumb };
