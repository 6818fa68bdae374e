export { bestLocale } from './best.ts';

/** The languages there is a file for, besides English, which the prompt brings. */
export const LOCALES = ['ar', 'de', 'es', 'fr', 'it', 'ja', 'ko', 'nl', 'pl', 'pt-BR', 'zh-Hans'] as const;
