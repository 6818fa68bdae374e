// A theme as a style sheet. What is not a theme's value is passed over: the collector checks surveys, a page's own
// definitions nobody has checked.
import { COLOR, type Color, type Theme } from '../../../server/contract/look.ts';

const PRESETS: { readonly [P in NonNullable<Theme['preset']>]: readonly [radius: number, styles: string] } = {
  plain: [12, ''],
  soft: [
    22,
    '.card,.scale span,.options span{border-color:transparent}:is(.scale,.options) span{background:color-mix(in srgb,var(--fg) 5%,var(--bg))}',
  ],
  sharp: [0, '.card{border:2px solid;box-shadow:6px 6px 0 #0003;--line:var(--fg)}'],
};
const SPACES: { readonly [D in NonNullable<Theme['density']>]: number } = { compact: 11, regular: 16, roomy: 24 };

/** The table's own entry, else its fallback: a name from elsewhere may be any word. */
function entry<K extends string, V>(table: Readonly<Record<K, V>>, name: K | undefined, fallback: K): V {
  return table[Object.hasOwn(table, name!) ? name! : fallback];
}

const HEX = new RegExp(COLOR);
/** Black or white, whichever reads better on --c: the y of XYZ is the luminance that WCAG reckons with. */
const on = (white: string): string => `clamp(0,(.179 - y)*1e9,${white})`;
const WORDS = `color(from var(--c) xyz-d65 ${on('.9505')} ${on('1')} ${on('1.089')})`;

export function themeOf(theme: Theme | undefined): string {
  if (!theme) return '';
  const { preset, scheme, radius, font, density } = theme;
  const [own, styles] = entry(PRESETS, preset, 'plain');
  const rules: string[] = [];
  const set = (short: string, long: string, value: string): void =>
    void rules.push(`--${short}:var(--asklet-${long},${value})!important`);
  const paint = (short: string, long: string, given: Color | undefined): void => {
    const { light, dark } = typeof given === 'object' ? given : { light: given, dark: given };
    if (HEX.test(light!) && HEX.test(dark!)) set(short, long, `light-dark(${light},${dark})`);
  };
  paint('c', 'color', theme.color);
  paint('bg', 'background', theme.background);
  paint('fg', 'text', theme.text);
  set('on', 'on-color', WORDS);
  set('r', 'radius', `${radius! >= 0 ? radius : own}px`);
  set('s', 'space', `${entry(SPACES, density, 'regular')}px`);
  if (font && CSS.supports('font-family', font)) set('f', 'font', font);
  // Else what the page says goes, or the visitor.
  if (scheme === 'light' || scheme === 'dark') rules.push(`color-scheme:${scheme}!important`);
  return `:host([data-look]){${rules.join(';')}}${styles}`;
}
