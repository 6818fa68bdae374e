import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import Type from 'typebox';
import { describe, expect, it } from 'vitest';
import { validateSurvey } from '../../../server/validate/index.ts';
import { QUESTIONS } from '../../../server/validate/questions.ts';
import { publish, surveySchema } from '../../../server/validate/schema.ts';
import { TRIGGERS } from '../../../server/validate/triggers.ts';
import { survey } from '../documents.ts';

const accepts = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true }).compile(surveySchema());
const isGood = (value: unknown): boolean => 'survey' in validateSurvey(value);
const files = readdirSync('demo/surveys').map((file) => `demo/surveys/${file}`);

/** Every value in a JSON value, by its path. */
function paths(value: unknown, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [
    path,
    ...Object.entries(value).flatMap(([key, one]) => paths(one, [...path, Array.isArray(value) ? Number(key) : key])),
  ];
}

/** A copy in which the value at `path` is another one; undefined takes it out. */
function changed(value: unknown, path: readonly (string | number)[], to: unknown): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return to;
  const copy = structuredClone(value) as Record<string | number, unknown>;
  const inside = changed(copy[first], rest, to);
  if (inside !== undefined) copy[first] = inside;
  else if (Array.isArray(copy)) copy.splice(Number(first), 1);
  else delete copy[first];
  return copy;
}

describe('the schema of survey files', () => {
  it.each(files)('accepts %s, which names it', (file) => {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    expect([accepts(value), accepts.errors]).toEqual([true, null]);
    expect(value).toMatchObject({ $schema: '../../dist/survey.schema.json' });
    expect(validateSurvey(value)).not.toMatchObject({ survey: { $schema: expect.anything() } });
  });

  it('completes every type of question and of trigger', () => {
    const schema = JSON.stringify(surveySchema());
    for (const type of Object.keys(QUESTIONS)) expect(schema).toContain(`"#/$defs/question-${type}"`);
    for (const type of Object.keys(TRIGGERS)) expect(schema).toContain(`"#/$defs/trigger-${type}"`);
  });

  it.each<[value: unknown, what: string]>([
    [{}, 'nothing'],
    [{ ...survey, version: 0 }, 'version 0'],
    [{ ...survey, questions: [] }, 'no question'],
    [{ ...survey, questions: [{ id: 'q', type: 'hologram', title: 'Q' }] }, 'an unknown type'],
    [{ ...survey, questions: [{ id: 'q', title: 'Q' }] }, 'no type'],
    [{ ...survey, questions: [{ id: 'q', type: 'nps', title: 'Q', options: [] }] }, "another type's setting"],
    [{ ...survey, triggers: [{ type: 'click' }] }, 'a click on nothing'],
    [{ ...survey, colour: 'red' }, 'an unknown member'],
  ])('refuses what the collector refuses: %#', (value, _what) => {
    expect([accepts(value), isGood(value)]).toEqual([false, false]);
  });

  it('never refuses what the collector takes', () => {
    const full: unknown = {
      ...survey,
      triggers: [{ type: 'click', selector: '.buy' }, { type: 'inline' }],
      pacing: { delay: 1, waits: { answered: 3 } },
      thanks: { en: 'Thanks', de: 'Danke' },
    };
    expect([accepts(full), isGood(full)]).toEqual([true, true]);
    const spot = fc.constantFrom(...paths(full));
    const other = fc.constantFrom<unknown>(undefined, null, 0, 1, 11, -1, '', 'nps', 'text', 'x', true, [], {}, ['x'], {
      en: 'x',
    });
    fc.assert(
      fc.property(spot, other, (path, to) => {
        const value = changed(full, path, to);
        if (isGood(value)) expect([accepts(value), accepts.errors]).toEqual([true, null]);
      }),
      { numRuns: 500 },
    );
  });

  it('tells cases apart in a way every editor knows, where our validator has its own', () => {
    const is = Type.Object({ op: Type.Literal('is'), value: Type.String() }, { additionalProperties: false });
    const exists = Type.Object({ op: Type.Literal('exists') }, { additionalProperties: false });
    const discriminator = { propertyName: 'op' };
    const list = Type.Array(Type.Unsafe({ type: 'object', required: ['op'], discriminator, oneOf: [is, exists] }));
    const schema = publish(list, (member) => `the ${member}`);
    expect(JSON.stringify(schema)).not.toContain('discriminator');
    expect(JSON.stringify(schema)).toContain('"value":{"description":"the value"');
    const check = new Ajv2020({ strict: true, allErrors: true, strictRequired: false }).compile(schema);
    expect(check([{ op: 'is', value: 'x' }, { op: 'exists' }])).toBe(true);
    for (const wrong of [{ op: 'is' }, { op: 'exists', value: 'x' }, { op: 'was' }, {}])
      expect(check([wrong])).toBe(false);
    check([{ op: 'is' }]);
    expect(check.errors?.map(({ message }) => message)).toContain("must have required property 'value'");
  });

  it('says what its members are, in the words it is given', () => {
    const schema = surveySchema((member, members, kind) => `${kind ?? ''}${members.length}${member}`);
    const text = JSON.stringify(schema);
    expect(text).toMatch(/"gap":\{"description":"\d+gap"/);
    expect(text).toMatch(/"selector":\{"description":"click\d+selector"/);
    expect(text).toMatch(/\{"const":"nps","description":"\d+nps"\}/);
  });
});
