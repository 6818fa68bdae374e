// Text as it is kept: what the person typed, minus what no person types.

// A lone half of a surrogate pair is no character, and no UTF-8 can hold it.
const LONE_SURROGATE = /\p{Surrogate}/gu;
// Tab and line breaks stay. PostgreSQL refuses U+0000; the others upset terminals and spreadsheets.
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;

/** Well-formed, without control characters, at most `limit` code points; never cut inside a character's pair. */
export function clean(text: string, limit: number): string {
  const kept = text.replace(CONTROL, '').replace(LONE_SURROGATE, '\uFFFD');
  if (kept.length <= limit) return kept;
  let end = 0;
  for (let points = 0; points < limit && end < kept.length; points++) end += kept.codePointAt(end)! > 0xffff ? 2 : 1;
  return kept.slice(0, end);
}
