import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { locate, positionOf } from '../../../server/validate/locate.ts';

const parses = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

describe('locate', () => {
  it('finds members by their names and items by their brackets', () => {
    const text = '{\n  "id": "x",\r\n  "list": [1, { "a": null }]\n}';
    const found = locate(text);
    const places = 'places' in found ? [...found.places].map(([place, at]) => [place, positionOf(text, at)]) : [];
    expect(Object.fromEntries(places)).toEqual({
      '': { line: 1, column: 1 },
      id: { line: 2, column: 3 },
      list: { line: 3, column: 3 },
      'list[0]': { line: 3, column: 12 },
      'list[1]': { line: 3, column: 15 },
      'list[1].a': { line: 3, column: 17 },
    });
  });

  it('names members that are there twice', () => {
    expect(locate('{"a":{"b":1,"c":2,"b":3},"a":1}')).toMatchObject({ twice: ['a.b', 'a'] });
  });

  it.each([
    ['', 0, 'expected a value, found the end'],
    ['{"a":1,}', 7, 'expected a name in double quotes, found "}"'],
    ["{'a':1}", 1, 'expected a name in double quotes, found "\'"'],
    ['{"a" 1}', 5, 'expected ":", found "1"'],
    ['[1 2]', 3, 'expected "," or "]", found "2"'],
    ['[1', 2, 'expected "," or "]", found the end'],
    ['["a\n"]', 1, 'expected a string without line breaks and unknown escapes, found "\\""'],
    ['{} // no', 3, 'expected nothing more, found "/"'],
    ['[01]', 2, 'expected "," or "]", found "1"'],
    ['[NaN]', 1, 'expected a value, found "N"'],
  ])('says where %j stops being JSON', (text, at, mistake) => {
    expect(locate(text)).toEqual({ at, mistake });
  });

  it('takes the texts that JSON.parse takes, and no other', () => {
    const broken = fc
      .tuple(
        fc.json({ maxDepth: 3 }),
        fc.nat(),
        fc.constantFrom('', ',', '"', '}', ']', '0', '-', '\\', 'e', ' ', '\n'),
      )
      .map(
        ([json, at, char]) => json.slice(0, at % (json.length + 1)) + char + json.slice((at % (json.length + 1)) + 1),
      );
    fc.assert(
      fc.property(fc.oneof(fc.json(), broken, fc.string()), (text) => {
        expect('places' in locate(text)).toBe(parses(text));
      }),
      { numRuns: 500 },
    );
  });

  it('neither throws nor hangs on what is nested too deeply', () => {
    expect(locate('['.repeat(100_000))).toMatchObject({ at: 1_001 });
  });
});
