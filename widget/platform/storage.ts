// The page's storages, which may be missing, full, or throw at the mere mention of their name (cookies blocked,
// sandboxed frame).

/** `sessionStorage` ends with the tab. */
export type Area = 'localStorage' | 'sessionStorage';

export function read(key: string, area: Area = 'localStorage'): string | null {
  try {
    return window[area].getItem(key);
  } catch {
    return null;
  }
}

/** Keeps `value`, or removes the key when it is null; false if it could not. */
export function write(key: string, value: string | null, area: Area = 'localStorage'): boolean {
  try {
    if (value === null) window[area].removeItem(key);
    else window[area].setItem(key, value);
    return true;
  } catch {
    return false;
  }
}
