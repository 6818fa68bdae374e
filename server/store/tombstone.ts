import { createHmac } from 'node:crypto';
import type { Site } from './store.ts';

/** What is remembered of an erased response: enough to know it when it comes again, and nothing to find it by. */
export function tombstoneOf({ secret }: Pick<Site, 'secret'>, rid: string): Uint8Array {
  return createHmac('sha256', Buffer.from(secret, 'base64')).update(rid).digest();
}
