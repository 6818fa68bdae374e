// Is this a CSS selector? Roughly: there is no browser here. What it refuses, every browser refuses.

/** `a`, `a=b`, `a~="b" i`; texts have become `x` by then. */
const ATTRIBUTE = /^\s*[\w\u0080-\uffff|*-]+\s*([~|^$*]?=\s*[\w\u0080-\uffff-]+\s*([is]\s*)?)?$/i;

/** What is wrong with it, in words; undefined if nothing was found. */
export function selectorProblem(selector: string): string | undefined {
  const plain = selector.replace(/\\./gs, 'x').replace(/"[^"\n]*"|'[^'\n]*'/g, 'x');
  if (/["']/.test(plain)) return 'a quotation mark is not closed';
  for (const [, inside = ''] of plain.matchAll(/\[([^[\]]*)\]/g)) {
    if (!ATTRIBUTE.test(inside)) return `"[${inside}]" is no attribute`;
  }
  const rest = plain.replace(/\[[^[\]]*\]/g, '');
  const strange = /[^\w\s\-.#:*>+~,|()&\u0080-\uffff]/.exec(rest);
  if (strange) return `"${strange[0]}" has no meaning there`;
  let depth = 0;
  for (const char of rest) {
    if (char === '(') depth++;
    if (char === ')' && --depth < 0) break;
  }
  if (depth !== 0) return 'a bracket has no partner';
  if (!plain.trim() || /(^|,)\s*(,|$)/.test(plain)) return 'there is nothing before or after a comma';
  if (/^\s*[>+~]|[>+~]\s*$/.test(rest)) return 'it begins or ends with a combinator';
  const nameless = /[.#](?![\w\-\u0080-\uffff])|[.#]\d|::?(?![:\w-])/.exec(rest);
  if (nameless) return `"${nameless[0]}" must be followed by a name`;
  return undefined;
}
