// The reference of survey files forgets nothing: it is read beside the schema that is published.
import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COLORS } from '../../server/contract/look.ts';
import { SCALES } from '../../server/contract/questions.ts';
import { readComments } from '../../server/package/comments.ts';
import { surveySchema } from '../../server/validate/schema.ts';
import { PACING } from '../../widget/targeting/pacing.ts';
import { membersIn, valuesIn } from './schema.ts';

const text = readFileSync('widget/docs/surveys.md', 'utf8').replace(/^```.*?^```$/gms, '');
/** Paragraphs, and the rows of tables. */
const parts = text.split(/\n\n+|\n(?=\|)/);
/** The words in code spans: names, never prose. */
const namesIn = (line: string): readonly string[] =>
  [...line.matchAll(/`([^`]+)`/g)].flatMap(([, code = '']) => code.match(/[\w$-]+/g) ?? []);
const rows = parts
  .filter((line) => line.startsWith('|'))
  .map((line) =>
    line
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim()),
  );
const rowOf = (name: string) => rows.find(([first]) => first === `\`${name}\``);

type Bounds = Readonly<Partial<Record<'minimum' | 'maximum' | 'exclusiveMinimum' | 'minItems' | 'maxItems', number>>>;
const schema = surveySchema(readComments('server/contract/survey.ts'));
const members = membersIn(schema);
const named = new Set(parts.flatMap(namesIn));
const number = (value: number): string => value.toLocaleString('en');

describe('the reference of survey files', () => {
  it('names every setting', () => {
    expect(new Set(members.map(({ name }) => name).filter((name) => !named.has(name)))).toEqual(new Set());
  });

  it('names every value that has a name: types, operators, stages, places …', () => {
    const values = valuesIn(schema);
    expect(values).toEqual(expect.arrayContaining(['nps', 'startsWith', 'advocacy', 'roomy', 'glob']));
    expect(values.filter((value) => !named.has(value))).toEqual([]);
  });

  it.each(
    members.flatMap(({ path, name, schema: { items, ...one } }) => {
      const { minimum, maximum, exclusiveMinimum, minItems, maxItems } = one as Bounds; // a JSON Schema
      // As many labels as the scale has values is said in words.
      const most = maxItems === minItems ? undefined : maxItems;
      const bounds = [minimum, maximum, exclusiveMinimum, most, (items as Bounds | undefined)?.maximum];
      const numbers = bounds.filter((bound) => bound !== undefined);
      return numbers.length ? [[path, name, numbers] as const] : [];
    }),
  )('says within which bounds %s is', (_path, name, bounds) => {
    const about = parts.filter((part) => namesIn(part).includes(name));
    const says = (part: string) => bounds.every((bound) => part.includes(number(bound)));
    expect([bounds, about.some(says)]).toEqual([bounds, true]);
  });

  it.each(Object.entries(SCALES))('says which values %s has', (type, { min, max }) => {
    expect(rowOf(type)?.[1]).toBe(max - min === 1 ? `${min}, ${max}` : `${min} to ${max}`);
  });

  it('says every default of pacing', () => {
    const { waits, caps, ...rest } = PACING;
    const flat = (name: string, group: object) =>
      Object.entries(group).map(([key, n]) => [`${name}.${key}`, n] as const);
    for (const [name, value] of [...Object.entries(rest), ...flat('waits', waits), ...flat('caps', caps)]) {
      expect([name, rowOf(name)?.[2]?.replaceAll('`', '')]).toEqual([name, String(value)]);
    }
  });

  it('says every default colour', () => {
    for (const name of ['color', 'background', 'text'] as const) {
      const { light, dark } = { light: COLORS.light[name], dark: COLORS.dark[name] };
      expect(
        rows.some(([first, , colors]) => first === `\`${name}\`` && colors === `\`${light}\`, dark \`${dark}\``),
      ).toBe(true);
    }
  });

  it('names every custom property of the prompt, with what it is when a page says nothing, and no other', () => {
    const styles = readFileSync('widget/prompt/styles.ts', 'utf8');
    const found = new Map(
      [...styles.matchAll(/var\((--asklet-[a-z-]+),([^()]*(?:\((?:[^()]|\([^()]*\))*\))?)/g)].map(([, name, value]) => [
        name!,
        value!,
      ]),
    );
    expect(found.size).toBeGreaterThan(5);
    const told = rows.flatMap(([first = '', , light = '', dark = '']) => {
      const [, name] = /^`(--asklet-[a-z-]+)`$/.exec(first) ?? [];
      return name ? [[name, light, dark] as const] : [];
    });
    expect(told.map(([name]) => name).toSorted()).toEqual([...found.keys()].toSorted());
    for (const [name, light, dark] of told) {
      const value = found.get(name)!;
      const [, ...pair] = /^light-dark\(([^,]+),([^)]+)\)/.exec(value) ?? [];
      const [, share] = /(\d+)%/.exec(value) ?? [];
      if (pair.length > 0) expect([name, light, dark]).toEqual([name, `\`${pair[0]}\``, `\`${pair[1]}\``]);
      else
        expect([name, light]).toEqual([name, expect.stringContaining(share ? `${share} %` : value.replace(',', ', '))]);
    }
  });

  it('names every language the prompt speaks', () => {
    const spoken = globSync('widget/locales/*.ts')
      .map((file) => basename(file, '.ts'))
      .filter((name) => /^[a-z]{2}(-[A-Z][A-Za-z]+)?$/.test(name));
    expect(spoken).toContain('zh-Hans');
    const said = namesIn(text.slice(text.indexOf('come in twelve languages')).split('.')[0]!);
    expect(said.toSorted()).toEqual(['en', ...spoken].toSorted());
  });
});
