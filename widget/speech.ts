// Entry of the part `speech`: for whoever does not read English, which the prompt brings.
import type { Texts } from './prompt/texts.ts';
import { bestLocale } from './locales/best.ts';

/** The languages there is a file for, besides English. */
export const LOCALES = ['ar', 'de', 'es', 'fr', 'it', 'ja', 'ko', 'nl', 'pl', 'pt-BR', 'zh-Hans'] as const;

/** What the prompt says in the best of these languages; undefined where that is English. Rejects without the file. */
export async function textsIn(languages: readonly string[]): Promise<Texts | undefined> {
  const tag = bestLocale(languages, ['en', ...LOCALES]);
  return tag === undefined || tag === 'en'
    ? undefined
    : ((await import(`./locales/${tag}.ts`)) as { readonly default: Texts }).default;
}
