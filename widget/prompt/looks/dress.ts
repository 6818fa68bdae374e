import type { Setting } from './look.ts';
import { themeOf } from './theme.ts';

const START = '@media(min-width:481px){:host([data-look~=start]){inset-inline:16px auto!important}}';

/** What every look of this chunk has: its side and edge where style sheets can see them, and its theme. */
export function dress({ element, look }: Setting): { readonly styles: string } {
  element.dataset['look'] += ` ${look.side ?? ''} ${look.edge ?? ''}`;
  return { styles: START + themeOf(look.theme) };
}
