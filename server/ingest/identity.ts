// Who answers, if the site's own server has signed for it: base64url(JSON{site, sub, iat, exp, kid?}).base64url(HMAC),
// the HMAC-SHA256 of the first part as it stands, times in Unix milliseconds. One algorithm, so none to choose badly.
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Site } from '../store/store.ts';
import { clean } from '../store/text.ts';
import { PERSON } from './context.ts';
import { isObject } from './envelope.ts';
import { isTime } from './time.ts';

const TOKEN = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]{43})$/;

/**
 * The person a token names, or undefined if it proves nothing: signed with none of the site's secrets, for another
 * site, or over by the time of the answer. When it arrives does not matter, for answers wait in browsers for days.
 */
export function personOf(token: string, site: Site, answered: number): string | undefined {
  const [, payload, signature] = TOKEN.exec(token) ?? [];
  if (payload === undefined || signature === undefined) return undefined;
  const given = Buffer.from(signature, 'base64url');
  // All are tried, so that the time it takes says nothing of which one was near.
  const signers = (site.identitySecrets ?? []).filter(({ secret }) =>
    timingSafeEqual(createHmac('sha256', secret).update(payload).digest(), given),
  );
  // Nothing of a token is looked at before somebody has answered for it.
  const claims = signers.length > 0 ? parse(payload) : undefined;
  if (!claims) return undefined;
  const { site: audience, sub, iat, exp, kid } = claims;
  if (audience !== site.id && audience !== site.key) return undefined;
  if (kid !== undefined && !signers.some((signer) => signer.kid === kid)) return undefined;
  if (!isTime(iat) || !isTime(exp) || iat > exp || answered > exp) return undefined;
  return typeof sub === 'string' && sub !== '' && clean(sub, PERSON) === sub ? sub : undefined;
}

function parse(payload: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
    return isObject(claims) ? claims : undefined;
  } catch {
    return undefined;
  }
}
