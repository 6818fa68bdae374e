// Who asks, what they may read, and of which site.
import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Scope } from '../contract/api.ts';
import type { Site, Store } from '../store/store.ts';
import { ProblemError } from './problem.ts';

/**
 * The site `keyOrId`, if the request carries a token of that site with that scope. Throws the problem otherwise:
 * not_authenticated, missing_scope, or not_found for a site that is unknown or another's, which look the same.
 */
export async function authorized(
  store: Pick<Store, 'token' | 'site'>,
  request: FastifyRequest,
  scope: Scope,
  keyOrId: string,
): Promise<Site> {
  const secret = secretOf(request.headers.authorization);
  const token = secret === undefined ? undefined : await store.token(hashOf(secret));
  if (!token) {
    throw new ProblemError('not_authenticated', 'Send a token of the site: Authorization: Bearer <token>.');
  }
  if (!token.scopes.includes(scope)) throw new ProblemError('missing_scope', `The token lacks the scope ${scope}.`);
  const site = await store.site(keyOrId);
  if (!site || site.id !== token.siteId) throw new ProblemError('not_found', 'There is no such site for this token.');
  return site;
}

/** Hex SHA-256. The secret is 256 random bits, so a slow hash would add nothing. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Bearer, or HTTP Basic with the secret as user name (`curl -u secret:`). */
function secretOf(header: string | undefined): string | undefined {
  const [, scheme = '', value = ''] = /^(bearer|basic) +([A-Za-z0-9._~+/=-]+)$/i.exec(header ?? '') ?? [];
  if (scheme.toLowerCase() === 'bearer') return value;
  if (scheme.toLowerCase() === 'basic') return Buffer.from(value, 'base64').toString().split(':', 1)[0];
  return undefined;
}
