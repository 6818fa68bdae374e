import { read } from '../platform/storage.ts';

/** The one storage key of a site's journal; its presence is the mark that an answer may wait. */
export const journalKey = (site: string): string => `asklet-${site}`;

/** Is it worth loading the delivery chunk? One synchronous look; false where storage is denied. */
export function mayWait(site: string): boolean {
  return (read(journalKey(site)) ?? read(journalKey(site), 'sessionStorage')) !== null;
}
