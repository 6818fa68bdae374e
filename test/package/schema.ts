// The published JSON Schema as its readers meet it: every name that may stand in a survey file.

export interface Member {
  readonly name: string;
  /** Where it may stand, such as `.pacing.waits.answered`. */
  readonly path: string;
  readonly description?: string | undefined;
  /** What may be said of it besides. */
  readonly schema: Readonly<Record<string, unknown>>;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every member of every object of a schema, its definitions included. */
export function membersIn(schema: unknown, path = ''): readonly Member[] {
  if (Array.isArray(schema)) return schema.flatMap((one) => membersIn(one, path));
  if (!isObject(schema)) return [];
  return Object.entries(schema).flatMap(([keyword, value]): readonly Member[] => {
    // Repeats what stands beside it.
    if (keyword === 'if' || !isObject(value)) return keyword === 'if' ? [] : membersIn(value, path);
    if (keyword !== 'properties' && keyword !== '$defs') return membersIn(value, path);
    return Object.entries(value).flatMap(([name, one]) => {
      if (!isObject(one)) return [];
      const { description } = one;
      const words = typeof description === 'string' ? description : undefined;
      const inside = membersIn(one, `${path}.${name}`);
      return keyword === '$defs'
        ? inside
        : [{ name, path: `${path}.${name}`, description: words, schema: one }, ...inside];
    });
  });
}

/** Every word that a schema allows as a value. */
export function valuesIn(schema: unknown): readonly string[] {
  if (Array.isArray(schema)) return schema.flatMap(valuesIn);
  if (!isObject(schema)) return [];
  return Object.entries(schema).flatMap(([keyword, value]) => {
    const words = keyword === 'const' ? [value] : keyword === 'enum' && Array.isArray(value) ? value : [];
    return [...words.filter((one) => typeof one === 'string'), ...valuesIn(value)];
  });
}
