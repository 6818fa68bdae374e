/**
 * What of a page's query may travel with an answer: the parameters whose names are `allowed`, as in the address and
 * in its order; else '', for queries carry tokens and e-mail addresses. Never the fragment.
 */
export function allowedQuery(search: string, allowed: readonly string[] = []): string {
  return `${new URLSearchParams([...new URLSearchParams(search)].filter(([name]) => allowed.includes(name)))}`;
}
