// A look at the shape of a text before JSON.parse sees it. V8 parses millions of nested arrays without complaint, but
// whatever walks the result recursively then overflows the stack; and thousands of keys cost the same walk in time.
import { LIMITS } from '../contract/response.ts';

export type Shape = 'ok' | 'depth' | 'keys';

const QUOTE = 34;
const COLON = 58;
const BACKSLASH = 92;
const OPEN_ARRAY = 91;
const CLOSE_ARRAY = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

/** The envelope is 1 deep, its list of documents 2, a document 3. */
const DOCUMENT = 3;

/**
 * Counts brackets and colons outside strings, without recursion and without building anything. Keys are counted for
 * each member of the envelope's lists by itself and once for everything outside them: twenty proper documents
 * together may have more keys than one document may. Says nothing about whether the text is JSON.
 */
export function scan(text: string): Shape {
  let depth = 0;
  let outside = 0;
  let inside = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      for (at++; at < text.length && text.charCodeAt(at) !== QUOTE; at++) {
        if (text.charCodeAt(at) === BACKSLASH) at++;
      }
    } else if (code === OPEN_OBJECT || code === OPEN_ARRAY) {
      if (++depth > LIMITS.depth) return 'depth';
      if (depth === DOCUMENT) inside = 0;
    } else if (code === CLOSE_OBJECT || code === CLOSE_ARRAY) {
      depth--;
    } else if (code === COLON) {
      if ((depth < DOCUMENT ? ++outside : ++inside) > LIMITS.keys) return 'keys';
    }
  }
  return 'ok';
}
