// A theme as a style sheet. What is not a theme's value is passed over: the collector checks surveys, a page's own
// definitions nobody has checked.
import { COLOR, type Theme } from '../../../server/contract/look.ts';

const PRESETS: { readonly [P in NonNullable<Theme['preset']>]: { readonly radius: number; readonly styles: string } } =
  {
    plain: { radius: 12, styles: '' },
    soft: {
      radius: 22,
      styles:
        '.card,.scale span,.options span{border-color:transparent}:is(.scale,.options) span{background:color-mix(in srgb,var(--fg) 5%,var(--bg))}',
    },
    sharp: { radius: 0, styles: '.card{border:2px solid;box-shadow:6px 6px 0 #0003;--line:var(--fg)}' },
  };
const SPACES: { readonly [D in NonNullable<Theme['density']>]: number } = { compact: 11, regular: 16, roomy: 24 };

const HEX = new RegExp(COLOR);
/**
 * Black or white on --c, whichever reads better: the y of XYZ is the luminance that WCAG reckons with, and .179 where
 * both have the same contrast. What is far brighter than white, or darker than black, is drawn as just that.
 */
const WORD = 'calc((.179 - y)*1e9)';
const WORDS = `color(from var(--c) xyz ${WORD} ${WORD} ${WORD})`;

const PAINTS = [
  ['c', 'color'],
  ['bg', 'background'],
  ['fg', 'text'],
] as const;

export function themeOf(theme: Theme | undefined): string {
  if (!theme) return '';
  const { preset, scheme, radius, font, density } = theme;
  // A name from elsewhere may be any word, also one that every object knows.
  const known = PRESETS[preset!] as Partial<typeof PRESETS.plain> | undefined;
  const rules: string[] = [];
  const set = (short: string, long: string, value: string): void =>
    void rules.push(`--${short}:var(--asklet-${long},${value})!important`);
  for (const [short, long] of PAINTS) {
    const given = theme[long];
    const { light, dark } = typeof given === 'object' ? given : { light: given, dark: given };
    if (HEX.test(light!) && HEX.test(dark!)) set(short, long, `light-dark(${light},${dark})`);
  }
  set('on', 'on-color', WORDS);
  set('r', 'radius', `${radius! >= 0 ? radius : (known?.radius ?? 12)}px`);
  set('s', 'space', `${+SPACES[density!] || SPACES.regular}px`);
  if (font && CSS.supports('font-family', font)) set('f', 'font', font);
  // Else what the page says goes, or the visitor.
  if (scheme === 'light' || scheme === 'dark') rules.push(`color-scheme:${scheme}!important`);
  return `:host([data-look]){${rules.join(';')}}${known?.styles ?? ''}`;
}
