/** `bytes` random bytes in hex. `getRandomValues` exists on plain http pages too, `randomUUID` does not. */
export function hex(bytes: number): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  );
}

/** A random UUIDv4 (RFC 9562) in lower case. */
export function uuid(): string {
  return hex(16).replace(
    /(.{8})(.{4}).(.{3})(.)(.{3})/,
    (_, a, b, c, variant, d) => `${a}-${b}-4${c}-${'89ab'[parseInt(variant, 16) & 3]}${d}-`,
  );
}
