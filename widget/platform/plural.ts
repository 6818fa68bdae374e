/** One wording per plural category of the language (https://cldr.unicode.org/index/cldr-spec/plural-rules); `{n}` is the number. */
export type Plural = Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>;

/** The wording for `n` in the language `tag`; where Intl does not know the language, the general one. */
export function plural(forms: Plural, n: number, tag: string): string {
  let rule: Intl.LDMLPluralRule = 'other';
  try {
    rule = new Intl.PluralRules(tag).select(n);
  } catch {
    // Not a language tag.
  }
  return (forms[rule] ?? forms.other).replace('{n}', String(n));
}
