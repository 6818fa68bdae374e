// The part with all that a plain rating and its reason do not need: every other type, every other shape, branches with
// the way they lead and where it ends, and pipes.
import { Choice } from './choice.tsx';
import { Choices } from './choices.tsx';
import { Contact } from './contact.tsx';
import { LeastText } from './least-text.tsx';
import { face, star, thumb, word } from './marks.tsx';
import type { More } from './question.ts';

export { placeAfter } from '../../server/contract/flow.ts';
export { validity } from '../../server/contract/validity.ts';
export { closing } from './closing.tsx';
export { say } from './pipes.ts';
export { progress } from './progress.ts';
export { styles } from './styles.ts';

/** One component a type. */
export const questions: More['questions'] = { choice: Choice, choices: Choices, text: LeastText, contact: Contact };

/** One drawing a shape. */
export const marks: More['marks'] = { word, face, star, thumb };
