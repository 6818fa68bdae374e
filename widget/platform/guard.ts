/** The same functions, except that none throws: what goes wrong with ours must not stop the page's own script. */
export function guard<T extends object>(methods: T): T {
  return Object.fromEntries(
    Object.entries(methods).map(([name, method]) => [
      name,
      (...args: unknown[]): unknown => {
        try {
          return (method as (...args: unknown[]) => unknown)(...args);
        } catch {
          return undefined;
        }
      },
    ]),
  ) as T; // the same names with the same functions behind them
}
