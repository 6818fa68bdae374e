/** Language and script, which a tag often leaves to the region: `zh-TW` is written in `Hant`, `zh-CN` in `Hans`. */
function written(tag: string): string {
  try {
    // https://unicode.org/reports/tr35/#Likely_Subtags. Some systems name their languages with an underscore.
    const { language, script } = new Intl.Locale(tag.replaceAll('_', '-')).maximize();
    return `${language}-${script}`;
  } catch {
    return tag;
  }
}

/**
 * The one of `available` that suits the first language it can suit: the same tag, else its base (`de` for `de-AT`),
 * else the same language in the same script (`pt-BR` for `pt-PT`, `zh-Hans` for `zh-SG`, none of them for `zh-TW`).
 * Languages come in the order of preference, in any spelling of their tags; what is no tag suits nothing.
 */
export function bestLocale(languages: readonly string[], available: readonly string[]): string | undefined {
  for (const tag of languages) {
    const readable = available.filter((one) => written(one) === written(tag));
    const found =
      readable.find((one) => one.toLowerCase() === tag.toLowerCase()) ??
      readable.find((one) => !one.includes('-')) ??
      readable[0];
    if (found) return found;
  }
  return undefined;
}
