/** Readonly to the last member: what a reader may rely on. */
type Frozen<T> = T extends (...args: never) => unknown
  ? T
  : T extends object
    ? { readonly [K in keyof T]: Frozen<T[K]> }
    : T;

/** `true` where a schema's type and the contract's type are assignable to each other, `never` where they have drifted apart. */
export type Same<Schema, Contract> = [Frozen<Schema>] extends [Frozen<Contract>]
  ? [Frozen<Contract>] extends [Frozen<Schema>]
    ? true
    : never
  : never;
