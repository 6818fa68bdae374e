// Identity tokens as a site's own server makes them.
import { createHmac } from 'node:crypto';
import { site } from './documents.ts';

/** Signed for the sample site and the person `u_42`, good for an hour from `iat`; `claims` override. */
export function token(secret: string, claims: Readonly<Record<string, unknown>> = {}): string {
  const iat = Number(claims['iat'] ?? Date.now());
  const all = { site: site.id, sub: 'u_42', iat, exp: iat + 3_600_000, ...claims };
  return sign(Buffer.from(JSON.stringify(all)).toString('base64url'), secret);
}

export function sign(payload: string, secret: string): string {
  return `${payload}.${createHmac('sha256', secret).update(payload).digest('base64url')}`;
}
