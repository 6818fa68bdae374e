import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnswerValue, Question, Text } from '../../../server/contract/questions.ts';
import { answerOf, fill } from '../../../widget/questions/pipes.ts';
import { colour, colours, nps, reason } from '../../support/surveys.ts';

const known: Readonly<Record<string, unknown>> = { plan: 'Pro', seats: 7, trial: false, blank: '  ', list: ['x'] };
const find = (name: string) => known[name];

describe('a pipe', () => {
  it.each([
    ['is replaced by what is known', 'How is {{plan}}?', 'How is Pro?'],
    ['shows numbers and booleans as they are', '{{seats}} {{trial}}', '7 false'],
    ['may stand anywhere, and more than once', '{{plan}}{{plan}} {{seats}}', 'ProPro 7'],
    ['may have room around its name', '{{ plan }}', 'Pro'],
    ['does not need its fallback when it is known', '{{plan|your plan}}', 'Pro'],
    ['becomes its fallback when it is unknown', 'How is {{tier|your plan}}?', 'How is your plan?'],
    ['becomes its fallback when it is blank', '{{blank|your plan}}', 'your plan'],
    ['becomes its fallback when it is no text', '{{list|things}}', 'things'],
    ['becomes nothing without a fallback', 'How is {{tier}}?', 'How is ?'],
    ['is text where it is not complete', '{{plan} {plan}} {plan} {{', '{{plan} {plan}} {plan} {{'],
    ['leaves the prompt’s own number alone', '{n} of {m}', '{n} of {m}'],
  ])('%s', (_promise, text, shown) => {
    expect(fill(text, find)).toBe(shown);
  });

  it('does not fill what it was filled with', () => {
    expect(fill('{{a}}', (name) => (name === 'a' ? '{{b}}' : 'secret'))).toBe('{{b}}');
  });

  it('does not show what every object has', () => {
    const attributes: Readonly<Record<string, unknown>> = {};
    expect(fill('{{constructor|a}}{{__proto__|b}}{{toString|c}}', (name) => attributes[name])).toBe('abc');
  });

  it('takes out what would turn the direction of the words around it', () => {
    expect(fill('Hello {{name}}!', () => '\u2067A\u202eB\u2069')).toBe('Hello AB!');
  });

  it('shows 200 characters at most, however long the value, and no half of a character', () => {
    expect(fill('{{name}}', () => 'x'.repeat(5_000_000))).toBe('x'.repeat(200));
    expect(fill('{{name}}', () => '🚚'.repeat(1_000))).toBe('🚚'.repeat(200));
  });

  it('never throws, and never grows a text by more than its values', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('{', '}', '|', 'a', ' ', 'answer:') }),
        fc.anything(),
        (text, value) => {
          expect(fill(text, () => value).length).toBeLessThanOrEqual(text.length * 401);
        },
      ),
    );
  });
});

describe('an earlier answer', () => {
  const german = (text: Text): string => (typeof text === 'string' ? text : text['de']!);
  const shown = (question: Question, v: AnswerValue | null) => {
    const answers = { [question.id]: { v } };
    return fill(`{{answer:${question.id}|nothing}}`, (name) =>
      answerOf([question], answers, name.slice('answer:'.length), german),
    );
  };

  it.each<[string, Question, AnswerValue | null, string]>([
    ['a rating as its number', nps, 0, '0'],
    ['words as they are', reason, 'too <b>slow</b>', 'too <b>slow</b>'],
    ['an option by its label in the language', colour, 'b', 'Blau'],
    ['several options by their labels', colours, ['b', 'r'], 'Red, Blau'],
    ['no answer by the fallback', nps, null, 'nothing'],
    ['an option that is no more by the fallback', colour, 'gone', 'nothing'],
  ])('shows %s', (_what, question, value, words) => {
    expect(shown(question, value)).toBe(words);
  });

  it('is unknown for a question that is none', () => {
    expect(answerOf([nps], {}, 'constructor', german)).toBeUndefined();
  });
});
