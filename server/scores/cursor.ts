// Where the next page begins. The place names a response by its own id, which is a capability and must not be read from
// a URL or a log: so the cursor is encrypted, and with the filter as associated data it opens under no other filter.
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import type { Site } from '../store/store.ts';

/** The last response of a page. */
export interface Place {
  readonly answered: number;
  readonly rid: string;
}

const NONCE = 12;
const TAG = 16;

/** Base64url; opens only for this site and this filter. */
export function sealCursor(site: Site, filter: object, { answered, rid }: Place): string {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', keyOf(site), nonce);
  cipher.setAAD(Buffer.from(canonical(filter)));
  const sealed = Buffer.concat([cipher.update(JSON.stringify([answered, rid])), cipher.final()]);
  return Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64url');
}

/** Undefined for a cursor of another site or filter, and for text that is no cursor. */
export function openCursor(site: Site, filter: object, cursor: string): Place | undefined {
  const bytes = Buffer.from(cursor, 'base64url');
  if (bytes.length <= NONCE + TAG) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', keyOf(site), bytes.subarray(0, NONCE), { authTagLength: TAG });
  decipher.setAAD(Buffer.from(canonical(filter)));
  decipher.setAuthTag(bytes.subarray(-TAG));
  try {
    const text = decipher.update(bytes.subarray(NONCE, -TAG)).toString() + decipher.final().toString();
    // Authenticated: nobody but sealCursor wrote it.
    const [answered, rid] = JSON.parse(text) as [number, string];
    return { answered, rid };
  } catch {
    return undefined;
  }
}

function keyOf(site: Site): Buffer {
  return createHmac('sha256', Buffer.from(site.secret, 'base64')).update('cursor').digest();
}

function canonical(filter: object): string {
  return JSON.stringify(Object.entries(filter).sort(([one], [other]) => (one < other ? -1 : 1)));
}
