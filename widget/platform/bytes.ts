/** Length in UTF-8 bytes: what the wire, the collector's limits and the browser's keepalive budget count. */
export function bytes(text: string): number {
  return new TextEncoder().encode(text).length;
}
