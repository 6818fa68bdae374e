// A response as a row: 16 bytes of id, small integers for words, and answers without what is known already.
import type { Answer, Context, Snapshot, Status } from '../../contract/response.ts';
import type { StoredResponse, TimeSource } from '../store.ts';
import { hasAnswer } from '../tallies.ts';

/** Columns of `responses`, as they are bound and read. */
export interface ResponseRow {
  readonly site: string;
  readonly rid: Uint8Array;
  readonly survey: string;
  readonly version: number;
  readonly revision: number;
  readonly author: string;
  readonly status: number;
  readonly answers: string;
  readonly context: string;
  readonly answered: number;
  /** From the showing to the answer. */
  readonly open_for: number;
  /** From the answer to its first arrival. */
  readonly latency: number;
  /** From the first to the latest arrival. */
  readonly growing_for: number;
  /** The browser's times, as what its clock was ahead by: of the showing, and of the answer. */
  readonly made_offset: number;
  readonly changed_offset: number;
  readonly time_source: number;
  readonly held: string | null;
  /** 1 if the response shows in lists: it has an answer and is not held. */
  readonly listed: number;
  /** 1 if two documents claimed one answer with different values. */
  readonly equiv: number;
  /** The browser's clock as it sent, from the first arrival on; null if it did not say. */
  readonly sent_offset: number | null;
}

export const RESPONSE_COLUMNS = Object.keys({
  site: true,
  rid: true,
  survey: true,
  version: true,
  revision: true,
  author: true,
  status: true,
  answers: true,
  context: true,
  answered: true,
  open_for: true,
  latency: true,
  growing_for: true,
  made_offset: true,
  changed_offset: true,
  time_source: true,
  held: true,
  listed: true,
  equiv: true,
  sent_offset: true,
} satisfies Record<keyof ResponseRow, true>);

/** Written to disk: a number that was given is never given to another word. SQLite stores 0 and 1 in no bytes. */
const STATUS_NUMBERS: Readonly<Record<Status, number>> = { shown: 0, completed: 1, started: 2, dismissed: 3 };
const TIME_SOURCE_NUMBERS: Readonly<Record<TimeSource, number>> = { el: 0, skew: 1, clamped: 2 };

/** `[v, n]`, and the page load only where another one than the response's last gave the answer. */
type PackedAnswer = readonly [Answer['v'], number, string?];

export function toRow(response: StoredResponse): Record<keyof ResponseRow, string | number | null | Uint8Array> {
  const { siteId, snapshot, shown, answered, received, updated, timeSource, sent, held, equiv } = response;
  return {
    site: siteId,
    rid: toRidBytes(snapshot.rid),
    survey: snapshot.s,
    version: snapshot.sv,
    revision: snapshot.rev,
    author: snapshot.a,
    status: STATUS_NUMBERS[snapshot.st],
    answers: packAnswers(snapshot),
    context: JSON.stringify(snapshot.x),
    answered,
    open_for: answered - shown,
    latency: received - answered,
    growing_for: updated - received,
    made_offset: snapshot.c - shown,
    changed_offset: snapshot.at - answered,
    time_source: TIME_SOURCE_NUMBERS[timeSource],
    held,
    listed: held === null && hasAnswer(snapshot) ? 1 : 0,
    equiv: equiv ? 1 : 0,
    sent_offset: sent === null ? null : sent - received,
  };
}

export function fromRow(row: ResponseRow): StoredResponse {
  const { answered } = row;
  const shown = answered - row.open_for;
  const received = answered + row.latency;
  return {
    siteId: row.site,
    snapshot: {
      rid: fromRidBytes(row.rid),
      s: row.survey,
      sv: row.version,
      rev: row.revision,
      a: row.author,
      st: wordOf(STATUS_NUMBERS, row.status),
      c: shown + row.made_offset,
      at: answered + row.changed_offset,
      q: unpackAnswers(row),
      x: JSON.parse(row.context) as Context, // written by toRow
    },
    shown,
    answered,
    received,
    updated: received + row.growing_for,
    timeSource: wordOf(TIME_SOURCE_NUMBERS, row.time_source),
    sent: row.sent_offset === null ? null : received + row.sent_offset,
    held: row.held,
    equiv: row.equiv === 1,
  };
}

/** Throws a TypeError for anything but a UUID in lower case: in upper case it would come back as another id. */
export function toRidBytes(rid: string): Uint8Array {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(rid)) throw new TypeError('A response id must be a UUID.');
  return Buffer.from(rid.replaceAll('-', ''), 'hex');
}

function fromRidBytes(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

function packAnswers({ q, a: author }: Snapshot): string {
  const packed = Object.entries(q).map(([id, { v, n, a }]): [string, PackedAnswer] => [
    id,
    a === author ? [v, n] : [v, n, a],
  ]);
  return JSON.stringify(Object.fromEntries(packed));
}

function unpackAnswers(row: ResponseRow): Snapshot['q'] {
  const packed = JSON.parse(row.answers) as Record<string, PackedAnswer>; // written by packAnswers
  return Object.fromEntries(Object.entries(packed).map(([id, [v, n, a = row.author]]) => [id, { v, n, a }]));
}

function wordOf<W extends string>(numbers: Readonly<Record<W, number>>, number: number): W {
  for (const word in numbers) if (numbers[word] === number) return word;
  throw new TypeError(`The database holds ${number}, which stands for none of ${Object.keys(numbers).join(', ')}.`);
}
