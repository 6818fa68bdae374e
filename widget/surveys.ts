import type { Config, PublicSurvey } from '../server/contract/api.ts';
import { read, write } from './platform/storage.ts';

/** Most characters of a copy on the device; a page shares its storage with us. */
const MOST = 8 * 1024;

export const copyKey = (site: string): string => `asklet-config-${site}`;

function parse(text: string | null): readonly PublicSurvey[] | undefined {
  try {
    const config = JSON.parse(text!) as Config;
    return config.v === 1 && Array.isArray(config.surveys) ? config.surveys : undefined;
  } catch {
    return undefined;
  }
}

/**
 * What this site may ask, from the collector; undefined when it cannot be known now. Without a network the copy made
 * last time answers, or the browser's own HTTP cache, however old: a page opened offline still asks.
 * `persist`: may a copy be kept on the device, by then? It holds no visitor's data.
 */
export async function fetchSurveys(
  url: string,
  site: string,
  persist: () => boolean,
): Promise<readonly PublicSurvey[] | undefined> {
  const ask = async (cache: RequestCache): Promise<string | null> => {
    try {
      return await (await fetch(url, { credentials: 'omit', cache, referrerPolicy: 'strict-origin' })).text();
    } catch {
      // Offline or blocked.
      return null;
    }
  };
  const text = await ask('default');
  const surveys = parse(text);
  if (surveys && persist()) write(copyKey(site), text!.length > MOST ? null : text);
  return surveys ?? parse(read(copyKey(site))) ?? parse(await ask('force-cache'));
}
