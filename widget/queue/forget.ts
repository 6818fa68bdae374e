import { write } from '../platform/storage.ts';
import { journalKey } from './mark.ts';

/**
 * Forgets what this and earlier visits left of this site's responses, also where no delivery is loaded; those that are
 * (`open`) see to it that no other tab brings any of it back. Never throws.
 */
export function forgetResponses(site: string, open: readonly Promise<{ forget(): Promise<void> }>[]): void {
  const name = journalKey(site);
  write(name, null);
  write(name, null, 'sessionStorage');
  for (const one of open) one.then((delivery) => delivery.forget()).catch(() => {});
  try {
    // Other tabs let go of it, and make a new one when somebody answers there.
    indexedDB.deleteDatabase(name);
  } catch {
    // Storage is denied, so nothing is stored.
  }
}
