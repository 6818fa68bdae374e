// Schema of a look, the same as the contract's type, and what no schema can say: whether a theme can be read.
import Type, { type Static } from 'typebox';
import {
  COLOR,
  COLORS,
  contrast,
  DENSITIES,
  PLACES,
  PRESETS,
  SCHEMES,
  type Color,
  type Look,
} from '../contract/look.ts';
import type { Same } from '../routes/same.ts';
import { closed, Text } from './common.ts';

const Hex = Type.String({ pattern: COLOR });
const ThemeColor = Type.Optional(Type.Union([Hex, Type.Object({ light: Hex, dark: Hex }, closed)]));

/** Family names, quoted or not, and commas: nothing that could load a file or end the declaration. */
const FAMILY = `[\\p{L}_-][\\p{L}\\p{N} _-]*|"[\\p{L}\\p{N} ._-]+"|'[\\p{L}\\p{N} ._-]+'`;
const FONT = `^(${FAMILY})( *, *(${FAMILY}))*$`;

export const LOOK = Type.Object(
  {
    place: Type.Optional(Type.Enum([...PLACES])),
    side: Type.Optional(Type.Enum(['start', 'end'])),
    edge: Type.Optional(Type.Enum(['top', 'bottom'])),
    label: Type.Optional(Text),
    theme: Type.Optional(
      Type.Object(
        {
          preset: Type.Optional(Type.Enum([...PRESETS])),
          scheme: Type.Optional(Type.Enum([...SCHEMES])),
          color: ThemeColor,
          background: ThemeColor,
          text: ThemeColor,
          radius: Type.Optional(Type.Number({ minimum: 0, maximum: 40 })),
          font: Type.Optional(Type.String({ pattern: FONT, maxLength: 200 })),
          density: Type.Optional(Type.Enum([...DENSITIES])),
        },
        closed,
      ),
    ),
    later: Type.Optional(Type.Boolean()),
  },
  closed,
);
true satisfies Same<Static<typeof LOOK>, Look>;

/** What has to stand out from what, and by how much: https://www.w3.org/TR/WCAG22/#contrast-minimum, #non-text-contrast */
const PAIRS = [
  { front: 'text', back: 'background', least: 4.5 },
  { front: 'color', back: 'background', least: 3 },
] as const;

/** Why people could not read it; of a look that its schema has let pass. One reason a pair of colours and scheme. */
export function unreadable({ theme = {} }: Look): string[] {
  const schemes = theme.scheme === 'light' || theme.scheme === 'dark' ? [theme.scheme] : (['light', 'dark'] as const);
  return PAIRS.flatMap(({ front, back, least }) =>
    schemes.flatMap((scheme) => {
      if (theme[front] === undefined && theme[back] === undefined) return [];
      const [one, other] = [inScheme(theme[front], scheme), inScheme(theme[back], scheme)];
      const [words, ground] = [one ?? COLORS[scheme][front], other ?? COLORS[scheme][back]];
      const ratio = contrast(words, ground);
      if (ratio >= least) return [];
      // Rounded down: what is refused must not read as if it were enough.
      const said = Math.floor(ratio * 100) / 100;
      const way = schemes.length > 1 ? `; give one for each scheme, { "light": …, "dark": … }, or one scheme` : '';
      return [
        `look.theme.${theme[front] === undefined ? back : front}: ${front} ${words} on ${back} ${ground} in the ${scheme} scheme has a contrast of ${said}:1, people need at least ${least}:1${way}`,
      ];
    }),
  );
}

function inScheme(color: Color | undefined, scheme: 'light' | 'dark'): string | undefined {
  return typeof color === 'object' ? color[scheme] : color;
}
