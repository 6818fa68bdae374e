// The bytes of one request become an envelope whose documents have not been looked at yet, or a refusal of the whole.
import { LIMITS } from '../contract/response.ts';
import { scan } from './scan.ts';

/** An envelope that may be judged document by document. `t` is the browser's clock, if it said one. */
export interface Opened {
  readonly key: string;
  readonly t: number | undefined;
  readonly documents: readonly unknown[];
}

export interface Refused {
  readonly status: number;
  readonly code: string;
}

// `fatal`: Buffer.toString would turn a broken byte into U+FFFD and store what nobody typed. One BOM is taken off.
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Unknown members are ignored, so that a newer widget is understood. */
export function open(bytes: Uint8Array): Opened | Refused {
  const read = readObject(bytes, LIMITS.body);
  if ('status' in read) return read;
  const { k, t, d } = read.value;
  if (typeof k !== 'string' || !Array.isArray(d)) return refused('shape');
  if (d.length > LIMITS.batch) return refused('size', 413);
  return { key: k, t: typeof t === 'number' && Number.isFinite(t) ? t : undefined, documents: d };
}

/** The JSON object of protocol version 1 that the bytes, at most `most` of them, hold. */
export function readObject(
  bytes: Uint8Array,
  most: number,
): { readonly value: Readonly<Record<string, unknown>> } | Refused {
  if (bytes.length === 0) return refused('empty');
  if (bytes.length > most) return refused('size', 413);
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    return refused('utf8');
  }
  if (text.length === 0) return refused('empty');
  const shape = scan(text);
  if (shape !== 'ok') return refused(shape);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refused('json');
  }
  if (!isObject(value)) return refused('shape');
  return value['v'] === 1 ? { value } : refused('version');
}

/** A JSON object: not null, not an array. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refused(code: string, status = 400): Refused {
  return { status, code };
}
