/** `bytes` random bytes in hex. `getRandomValues` exists on plain http pages too, `randomUUID` does not. */
export function hex(bytes: number): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  );
}

/** A random UUIDv4 (RFC 9562) in lower case. */
export function uuid(): string {
  const h = hex(16);
  const variant = '89ab'[parseInt(h[16]!, 16) & 3];
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-4${h.slice(13, 16)}-${variant}${h.slice(17, 20)}-${h.slice(20)}`;
}
