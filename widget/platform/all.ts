/** Several removals as one. */
export function all(...offs: readonly (() => void)[]): () => void {
  return () => {
    for (const off of offs) off();
  };
}
