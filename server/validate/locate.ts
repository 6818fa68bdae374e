// Where in a JSON text its values stand, and where it stops being JSON: for whoever has to find a mistake in a file.
// JSON.parse says neither reliably; V8's message has a position for some mistakes only.

/** Counted from 1, the column in UTF-16 units: what editors show. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export type Located =
  | {
      /** Each value by its place, as in `questions[1].options`, to where it begins; the whole is `''`. */
      readonly places: ReadonlyMap<string, number>;
      /** Members that are there twice, of which JSON.parse silently takes the last. */
      readonly twice: readonly string[];
    }
  | { readonly mistake: string; readonly at: number };

class Mistake extends Error {}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// oxlint-disable-next-line no-control-regex -- the very characters a JSON string may not hold
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const WORD = /true|false|null/y;
const SPACE = /[ \t\n\r]*/y;

/** Takes exactly the texts JSON.parse takes (RFC 8259), up to 1,000 levels deep. */
export function locate(text: string): Located {
  const places = new Map<string, number>();
  const twice: string[] = [];
  let at = 0;

  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    at += found?.length ?? 0;
    return found;
  };
  const fail = (expected: string): never => {
    const found = at < text.length ? JSON.stringify(String.fromCodePoint(text.codePointAt(at)!)) : 'the end';
    throw new Mistake(`expected ${expected}, found ${found}`);
  };
  const expect = (char: string): void => {
    if (text[at] !== char) fail(`"${char}"`);
    at++;
  };
  /** What stands between brackets, separated by commas. */
  const list = (close: string, one: (index: number) => void): void => {
    at++;
    take(SPACE);
    for (let index = 0; text[at] !== close; index++) {
      if (index > 0) {
        if (text[at] !== ',') fail(`"," or "${close}"`);
        at++;
        take(SPACE);
      }
      one(index);
      take(SPACE);
    }
    at++;
  };
  const value = (place: string, depth: number): void => {
    places.set(place, at);
    if (depth > 1_000) fail('fewer brackets');
    if (text[at] === '{') {
      const members = new Set<string>();
      list('}', () => {
        const start = at;
        const quoted = take(STRING) ?? fail('a name in double quotes');
        const name = String(JSON.parse(quoted));
        const inside = place ? `${place}.${name}` : name;
        if (members.has(name)) twice.push(inside);
        members.add(name);
        take(SPACE);
        expect(':');
        take(SPACE);
        value(inside, depth + 1);
        // A mistake in a member is looked for by its name.
        places.set(inside, start);
      });
    } else if (text[at] === '[') {
      list(']', (index) => value(`${place}[${index}]`, depth + 1));
    } else if (text[at] === '"') {
      if (!take(STRING)) fail('a string without line breaks and unknown escapes');
    } else if (!take(NUMBER) && !take(WORD)) {
      fail('a value');
    }
  };

  try {
    take(SPACE);
    value('', 0);
    take(SPACE);
    if (at < text.length) fail('nothing more');
    return { places, twice };
  } catch (cause) {
    if (!(cause instanceof Mistake)) throw cause;
    return { mistake: cause.message, at };
  }
}

/** `at` in UTF-16 units from 0, as `locate` says it. */
export function positionOf(text: string, at: number): Position {
  const before = text.slice(0, at).split(/\r\n|[\n\r]/);
  return { line: before.length, column: before.at(-1)!.length + 1 };
}
