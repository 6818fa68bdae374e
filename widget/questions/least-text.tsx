import { plural } from '../platform/plural.ts';
import type { QuestionProps } from './question.ts';
import { TextField } from './text.tsx';
import { wordsOf } from './texts.ts';

/** Words of a least length, which it says. */
export function LeastText(props: QuestionProps<'text'>) {
  const { question, id, texts, language } = props;
  const { minLength } = question;
  if (!minLength) return <TextField {...props} />;
  return (
    <>
      <TextField {...props} describedBy={`${id}-note`} />
      <p class="note" id={`${id}-note`}>
        {plural(wordsOf(texts).letters, minLength, language)}
      </p>
    </>
  );
}
