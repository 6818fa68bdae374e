// Which pages: rules about an address, read the same by the page and by the collector. Strings only: this room knows
// no URL class, and an address is all there is to look at.

/**
 * One rule about a page's address.
 *
 * `exact`, `prefix`, `glob` and `regex` look at the path, such as `/shop/shoes`. A value with a `#` looks at path and
 * hash (`/app#/cart`, for pages routed by their hash), one that begins with `http` at origin and path; with both, at
 * all three. The query is never part of it: `query` looks at one parameter, also of a hash route (`#/search?q=shoes`);
 * without `value` it is enough that the parameter is there.
 *
 * - Capitals count, as they do for servers; not in the origin.
 * - A trailing slash makes no difference, except in a regex.
 * - Encoded and plain characters are the same: `/café` is `/caf%C3%A9`. A regex sees the plain ones.
 * - `prefix` is plain text: `/shop` also begins `/shopping`; `/shop/` is that section alone, its start page included.
 * - `glob`: `*` stands for any characters but `/`, `**` for any at all; a `*` alone between slashes for one segment,
 *   a `**` alone between slashes for any number of them, also none.
 * - `regex` is JavaScript's, without flags, anywhere in the subject unless it says `^` and `$`. One that does not
 *   compile never matches.
 */
export type UrlRule = (
  | {
      /** How `value` is compared: `exact`, `prefix`, `glob` (`*`, `**`) or `regex`; `query` looks at a parameter. */
      readonly match: 'exact' | 'prefix' | 'glob' | 'regex';
      /** A path such as `/shop/*`, with `#` path and hash, from `http` on origin and path; without query. */
      readonly value: string;
    }
  | {
      /** The address's query, also that of a hash route. */
      readonly match: 'query';
      /** Of the parameter. */
      readonly name: string;
      /** The parameter's value, whole and decoded. Default: whatever it is. */
      readonly value?: string;
    }
) & {
  /** The pages this rule does not match. Default: those it does. */
  readonly not?: true;
};

/** Stands in a glob for one character that is no slash. */
const ANY = '\0';

const plain = (text: string): string =>
  text.replace(/(%[0-9a-f]{2})+/gi, (run) => {
    try {
      // Leaves what would change the address's structure, such as %2F and %23.
      return decodeURI(run.toUpperCase());
    } catch {
      return run;
    }
  });

const bare = (text: string): string => text.replace(/(.)\/(?=#|$)/g, '$1');

/**
 * Does the whole text match? Follows all readings at once (Thompson's construction), so that its time grows with
 * pattern × text and no pattern can make it explode, as `(.*)*` does with a backtracking regex.
 */
function globs(pattern: string, text: string): boolean {
  // A segment that is a star alone has at least one character.
  const tokens = pattern.replace(/(^|\/)\*(?=\/|$)/g, `$1${ANY}*`).match(/\*+|[^*]/gs) ?? [];
  let readings = new Set([0]);
  const skipStars = (): void => {
    // A set that grows while it is walked through is walked to its new end.
    for (const at of readings) if (tokens[at]?.startsWith('*')) readings.add(at + 1);
  };
  skipStars();
  for (const char of text) {
    const next = new Set<number>();
    for (const at of readings) {
      const token = tokens[at];
      if (token?.startsWith('*')) {
        if (token.length > 1 || char !== '/') next.add(at);
      } else if (token === char || (token === ANY && char !== '/')) {
        next.add(at + 1);
        if (char === '/' && tokens[at + 1]?.startsWith('**') && tokens[at + 2] === '/') next.add(at + 3);
      }
    }
    readings = next;
    skipStars();
  }
  return readings.has(tokens.length);
}

/** The parts of an absolute address, its characters plain. */
function parse(href: string) {
  const [, origin = '', path = '', search = '', hash = ''] =
    /^([a-z][a-z0-9+.-]*:\/\/[^/?#]*)?([^?#]*)(\?[^#]*)?(#.*)?$/is.exec(href) ?? [];
  const [route = '', ...rest] = hash.split('?');
  return {
    origin: origin.toLowerCase(),
    path: plain(path || '/'),
    hash: plain(route),
    query: `${search.slice(1)}&${rest.join('?')}`,
  };
}

/** As forms write it (https://url.spec.whatwg.org/#urlencoded-parsing). */
const word = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
};

function matches(rule: UrlRule, href: string): boolean {
  const { origin, path, hash, query } = parse(href);
  if (rule.match === 'query') {
    return query.split('&').some((pair) => {
      const [name = '', ...value] = pair.split('=');
      return (
        pair !== '' && word(name) === rule.name && (rule.value === undefined || word(value.join('=')) === rule.value)
      );
    });
  }
  const { match, value } = rule;
  const subject = `${/^\^?http/.test(value) ? origin : ''}${path}${value.includes('#') ? hash : ''}`;
  if (match === 'regex') return new RegExp(value).test(subject);
  const wanted = plain(value)
    .replace(/^https?:\/\/[^/*]*/, (start) => start.toLowerCase())
    .replace(/(.)\/#/, '$1#');
  const short = bare(subject);
  // As a section its address ends with a slash: "/shop" is the start page of "/shop/" and of "/shop/**".
  const long = short.endsWith('/') ? short : `${short}/`;
  switch (match) {
    case 'exact':
      return short === bare(wanted);
    case 'prefix':
      return long.startsWith(wanted);
    case 'glob':
      return globs(bare(wanted), short) || globs(bare(wanted), long);
    default:
      return false;
  }
}

/**
 * Is the page at `href` one of those the rules mean: any of the plain rules (all pages, if there are none), and none of
 * the `not` rules? `href` is absolute, as `location.href`. Never throws: a rule that is not understood matches nothing.
 */
export function isOn(rules: readonly UrlRule[] | undefined, href: string): boolean {
  const does = (rule: UrlRule): boolean => {
    try {
      return matches(rule, href);
    } catch {
      return false;
    }
  };
  const wanted = (rules ?? []).filter(({ not }) => !not);
  return (wanted.length === 0 || wanted.some(does)) && !rules?.some((rule) => rule.not && does(rule));
}

/**
 * What tells one page view from another: origin, path and the hash route. A query or an anchor that changes
 * (a filter, a jump to a heading) leaves the customer on the same page.
 */
export function pageOf(href: string): string {
  const { origin, path, hash } = parse(href);
  return `${origin}${bare(path)}${/^#!?\//.test(hash) ? hash : ''}`;
}
