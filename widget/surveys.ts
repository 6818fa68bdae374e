import type { Config, PublicSurvey } from '../server/contract/api.ts';

/**
 * What this site may ask, from the collector; undefined when it cannot be known now. Without a network the browser's
 * own HTTP cache answers, however old: it is durable, bounded and shared between tabs, and holds no visitor's data.
 */
export async function fetchSurveys(url: string): Promise<readonly PublicSurvey[] | undefined> {
  for (const cache of ['default', 'force-cache'] as const) {
    try {
      const response = await fetch(url, { credentials: 'omit', cache, referrerPolicy: 'strict-origin' });
      const config = (await response.json()) as Config;
      if (config.v === 1 && Array.isArray(config.surveys)) return config.surveys;
    } catch {
      // Offline, blocked, or somebody else's answer: the cached one is next.
    }
  }
  return undefined;
}
