// One document: a write for the store, or the reason why it can never be one.
import type { AnswerValue } from '../contract/questions.ts';
import { type Answer, LIMITS, type Snapshot, STATUSES, type Status } from '../contract/response.ts';
import type { Survey } from '../contract/survey.ts';
import { UNKNOWN_SURVEY } from '../store/adopt.ts';
import type { Site, Write } from '../store/store.ts';
import { allChosen, check, chosenOf, contactOf } from '../store/answers.ts';
import { contextOf } from './context.ts';
import { isObject } from './envelope.ts';
import { personOf } from './identity.ts';
import { isName } from '../store/names.ts';
import { clean } from '../store/text.ts';
import { isTime, timesOf } from './time.ts';

/** What a document was sent with. */
export interface Arrived {
  readonly site: Site;
  /** The browser's clock when it sent, if it said. */
  readonly t: number | undefined;
  /** The collector's clock, Unix milliseconds. */
  readonly received: number;
  /** A version of one of the site's surveys, if the collector knows it. */
  readonly surveyOf: (id: string, version: number) => Survey | undefined;
}

/** `drop` names the member that is wrong. */
export type Judgement = { readonly write: Write } | { readonly drop: string };

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const ACTOR = /^[A-Za-z0-9_-]{1,36}$/;
/** Bounds of a document from a survey the collector does not know. */
const UNKNOWN = { questions: 50, choices: 100 };
/**
 * UTF-8 bytes of a document as it was sent, members we do not know included. The widget keeps to `LIMITS.document`; two
 * thousand code points are up to 8,000 bytes by themselves, and an answer is not refused for the alphabet it is in.
 */
const LARGEST = 4 * LIMITS.document;
const IDENTITY_TOKEN = 4_096;

/** Which survey version a document names; undefined when it names none that could exist. */
export function surveyNamed(document: unknown): { readonly id: string; readonly version: number } | undefined {
  if (!isObject(document)) return undefined;
  const { s, sv } = document;
  return isName(s) && isCounter(sv) && sv >= 1 ? { id: s, version: sv } : undefined;
}

/** Unknown members are ignored, unusable context is left out, absurd times are clamped: none costs the answer. */
export function judge(document: unknown, { site, t, received, surveyOf }: Arrived): Judgement {
  if (!isObject(document)) return { drop: 'shape' };
  const { rid, rev, a, st, c, at, el, q, x, hp } = document;
  const id = document['id'] ?? (isObject(x) ? x['ut'] : undefined);
  if (typeof rid !== 'string' || !UUID.test(rid.toLowerCase())) return { drop: 'rid' };
  if (!isCounter(rev) || rev < 1) return { drop: 'rev' };
  if (!isActor(a)) return { drop: 'a' };
  if (!isStatus(st)) return { drop: 'st' };
  const named = surveyNamed(document);
  if (!named) return { drop: 'survey' };
  if (!isObject(q)) return { drop: 'q' };
  if (id !== undefined && id !== null && (typeof id !== 'string' || id.length > IDENTITY_TOKEN)) return { drop: 'id' };
  if (Buffer.byteLength(JSON.stringify(document)) > LARGEST) return { drop: 'size' };

  const survey = surveyOf(named.id, named.version);
  const answers = survey ? answersTo(survey, q) : answersUnchecked(q);
  if ('drop' in answers) return answers;

  const times = timesOf({ at, c, el, t }, received);
  const { u, ...anonymous } = contextOf(x);
  // Beside a token the name a page gives is only a claim; without one it is all there is.
  const signed = typeof id === 'string' && id !== '';
  const person = signed ? personOf(id, site, times.answered) : u;
  // What would hold it anyway comes first: an unknown survey may yet appear, and then nothing else must be forgotten.
  const held = signed && person === undefined ? 'identity' : hp ? 'robot' : answers.held;
  const snapshot: Snapshot = {
    rid: rid.toLowerCase(),
    s: named.id,
    sv: named.version,
    rev,
    a,
    st,
    // Kept as the browser said; the collector's own reckoning stands beside them in the write.
    c: isTime(c) ? Math.trunc(c) : times.shown,
    at: isTime(at) ? Math.trunc(at) : times.answered,
    q: answers.q,
    x: person === undefined ? anonymous : { ...anonymous, u: person, ...(signed ? { uv: true as const } : {}) },
  };
  const { answered, shown, source: timeSource } = times;
  const sent = isTime(t) ? Math.trunc(t) : null;
  return { write: { site, snapshot, survey, shown, answered, received, timeSource, sent, held } };
}

type Answers = { readonly q: Snapshot['q']; readonly held: string | null } | { readonly drop: string };

function answersTo(survey: Survey, q: Readonly<Record<string, unknown>>): Answers {
  const kept: [string, Answer][] = [];
  let held: string | null = null;
  for (const [id, sent] of Object.entries(q)) {
    const question = survey.questions.find((asked) => asked.id === id);
    if (!question) return { drop: 'question' };
    if (!isAnswer(sent)) return { drop: 'answer' };
    const { v, n, a } = sent;
    if (v === null) {
      kept.push([id, { v, n, a }]);
      continue;
    }
    const checked = check(v, question);
    if (checked.s === 'drop') return { drop: 'value' };
    if (checked.s === 'held') held = checked.code;
    kept.push([id, { v: checked.value, n, a }]);
  }
  return { q: Object.fromEntries(kept), held };
}

/** Answers to a survey that may yet appear (a backup was restored): any kind of answer, within bounds. */
function answersUnchecked(q: Readonly<Record<string, unknown>>): Answers {
  const kept: [string, Answer][] = [];
  for (const [id, sent] of Object.entries(q)) {
    if (!isName(id) || kept.length === UNKNOWN.questions) return { drop: 'question' };
    if (!isAnswer(sent)) return { drop: 'answer' };
    const v = anyValue(sent.v);
    if (v === undefined) return { drop: 'value' };
    kept.push([id, { v, n: sent.n, a: sent.a }]);
  }
  return { q: Object.fromEntries(kept), held: UNKNOWN_SURVEY };
}

function anyValue(v: unknown): AnswerValue | null | undefined {
  if (v === null) return null;
  if (typeof v === 'number' && Number.isFinite(v)) return v + 0;
  if (typeof v === 'string') return clean(v, LIMITS.text);
  if (Array.isArray(v)) return v.length <= UNKNOWN.choices ? allChosen(v) : undefined;
  return chosenOf(v) ?? contactOf(v);
}

function isAnswer(value: unknown): value is { readonly v: unknown; readonly n: number; readonly a: string } {
  return isObject(value) && value['v'] !== undefined && isCounter(value['n']) && isActor(value['a']);
}

function isStatus(value: unknown): value is Status {
  return (STATUSES as readonly unknown[]).includes(value);
}

function isCounter(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isActor(value: unknown): value is string {
  return typeof value === 'string' && ACTOR.test(value);
}
