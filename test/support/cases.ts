// The catalogue of what delivery must survive: S storage, N network and page life, R retries, T tabs, M merging and
// counting, H the host page. A test of a case carries its id at the start of its name; `npm run test:cases` compares.
import type { BrowserName } from './browsers.ts';

/** U: without a browser or a socket. B: in a browser. S: with a real server. P: on properties, with generated input. */
export type Level = 'U' | 'B' | 'S' | 'P';

/** What a case asks for: levels, with B the browsers' initials: `U B:CF`. */
const CASES: Readonly<Record<string, string>> = {
  S01: 'B:CFW',
  S02: 'U B:CFW',
  S04: 'U B:C',
  S05: 'U',
  S06: 'U',
  S07: 'U',
  S09: 'U',
  S10: 'U B:C',
  S11: 'U',
  S12: 'U',
  S13: 'U',
  S14: 'U',
  S15: 'U',
  S16: 'U',
  S17: 'U B:CF',
  S19: 'B:C',
  S20: 'B:C',
  S21: 'B:CFW',
  S22: 'U',
  S23: 'U',
  N01: 'S B:C',
  N02: 'S',
  N03: 'S',
  N04: 'S',
  N06: 'U',
  N08: 'U',
  N09: 'S B:C',
  N10: 'S B:C',
  N11: 'U',
  N12: 'U',
  N13: 'B:CF',
  N14: 'B:CFW',
  N15: 'U',
  N16: 'B:C',
  N18: 'B:C',
  N19: 'U B:C',
  N20: 'U',
  N21: 'B:C',
  N22: 'B:C',
  N23: 'U',
  N24: 'U',
  N25: 'S B:C',
  N26: 'S',
  N28: 'B:CFW',
  R01: 'U B:C',
  R02: 'U',
  R03: 'U',
  R04: 'U S',
  R06: 'U S',
  R07: 'U',
  R08: 'U',
  R09: 'U',
  R10: 'U',
  R11: 'U',
  R12: 'U',
  R13: 'U',
  R14: 'U',
  R15: 'U',
  T01: 'B:C S',
  T03: 'B:C',
  T04: 'U B:C',
  T05: 'U S',
  T06: 'U S P',
  T08: 'U B:C',
  T09: 'B:C',
  T10: 'U',
  M01: 'P',
  M03: 'S',
  M04: 'U',
  M05: 'S',
  M06: 'S',
  M07: 'S',
  M08: 'S',
  M10: 'S',
  M11: 'S',
  M12: 'S',
  M13: 'S',
  M14: 'S P',
  H01: 'B:CFW',
  H03: 'B:CF',
  H05: 'B:C',
  H06: 'B:C',
  H07: 'B:C',
  H08: 'B:C',
  H09: 'B:C',
  H10: 'U B:C',
  H11: 'B:F',
  H12: 'U B:C',
};

/** Why a case, or its part at a level or in a browser, has no test here: by `id`, `id level` or `id level browser`. */
const REASONS: Readonly<Record<string, string>> = {};

export interface Expected {
  readonly id: string;
  readonly level: Level;
  readonly browser?: BrowserName;
  /** Why it cannot be tested. */
  readonly reason?: string;
}

const BROWSERS: Readonly<Record<string, BrowserName>> = { C: 'chromium', F: 'firefox', W: 'webkit' };

/** Every case at every level, in every browser it is to be tested in. */
export const expected: readonly Expected[] = Object.entries(CASES).flatMap(([id, wanted]) =>
  wanted.split(' ').flatMap((part): Expected[] => {
    const [name, initials = ''] = part.split(':');
    const level = name as Level; // the table above knows no other
    const rows =
      level === 'B' ? [...initials].map((initial) => ({ id, level, browser: BROWSERS[initial]! })) : [{ id, level }];
    return rows.map((row) => {
      const browser = 'browser' in row ? row.browser : '';
      const reason = REASONS[`${id} ${level} ${browser}`] ?? REASONS[`${id} ${level}`] ?? REASONS[id];
      return { ...row, ...(reason && { reason }) };
    });
  }),
);
