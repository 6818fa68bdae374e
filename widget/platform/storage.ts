// localStorage, or sessionStorage where `session` says so. Either may be missing, full, or throw at the mere mention of
// its name (cookies blocked, sandboxed frame).

const area = (session?: boolean): Storage => (session ? sessionStorage : localStorage);

export function read(key: string, session?: boolean): string | null {
  try {
    return area(session).getItem(key);
  } catch {
    return null;
  }
}

/** Keeps `value`, or removes the key when it is null; false if it could not. */
export function write(key: string, value: string | null, session?: boolean): boolean {
  try {
    if (value === null) area(session).removeItem(key);
    else area(session).setItem(key, value);
    return true;
  } catch {
    return false;
  }
}
