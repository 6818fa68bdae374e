import { defineConfig, type OxlintOverride } from 'oxlint';

/**
 * The arrows of the house: what the modules of a folder may import besides their own folder. TypeScript's project
 * references guard the outer walls, this the doors inside; the build looks once more at what a page really loads.
 */
const HOUSE: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  widget: {
    platform: [],
    triggers: ['platform'],
    targeting: ['platform'],
    questions: ['platform'],
    prompt: ['questions', 'platform'],
    queue: ['platform'],
    delivery: ['queue', 'platform'],
    explain: ['targeting', 'delivery', 'platform'],
    consent: ['platform'],
    locales: ['prompt', 'platform'],
  },
  server: {
    contract: [],
    store: ['contract'],
    ingest: ['store', 'contract'],
    scores: ['store', 'contract'],
    loop: ['store', 'contract'],
    routes: ['ingest', 'scores', 'loop', 'store', 'contract'],
    validate: ['routes', 'store', 'contract'],
    package: ['validate'],
    dashboard: ['contract'],
  },
};

const restricted = (patterns: { regex: string; message: string }[]): NonNullable<OxlintOverride['rules']> => ({
  'no-restricted-imports': ['error', { patterns }],
});

const doors: OxlintOverride[] = Object.entries(HOUSE).flatMap(([house, rooms]) =>
  Object.entries(rooms).flatMap(([room, open]) => {
    const shut = Object.keys(rooms).filter((other) => other !== room && !open.includes(other));
    const message = `${house}/${room} may import ${open.join(', ') || 'nothing outside its folder'}.`;
    // The path upstairs is one step from the room itself, two from a folder in it.
    return ['*', '*/**'].map((files, depth) => {
      const up = `^${'\\.\\./'.repeat(depth + 1)}`;
      const patterns = [
        { regex: `${up}(${shut.join('|')})/`, message },
        { regex: `${up}[^./]+\\.tsx?$`, message: `${message} What stands beside the folders puts them together.` },
      ];
      if (room === 'contract') patterns.push({ regex: '^[^.]', message: 'server/contract imports no package.' });
      if (house === 'server') patterns.push({ regex: '/widget/', message: 'The server never imports the widget.' });
      if (house === 'widget') {
        patterns.push({ regex: '/server/([^c]|c[^o])', message: 'The widget may import server/contract only.' });
        patterns.push({ regex: '^node:', message: 'The widget runs in browsers.' });
      }
      return { files: [`${house}/${room}/${files}.{ts,tsx}`], rules: restricted(patterns) };
    });
  }),
);

export default defineConfig({
  plugins: ['typescript', 'import', 'unicorn', 'oxc', 'vitest'],
  categories: { correctness: 'error' },
  options: { typeAware: true },
  ignorePatterns: ['dist', 'coverage', 'test/fixtures'],
  rules: {
    'import/no-cycle': 'error',
    'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
    'typescript/consistent-type-imports': 'error',
    'typescript/no-explicit-any': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    // A promise about every step of a random run is checked only where it applies.
    'vitest/no-conditional-expect': 'off',
    'vitest/require-mock-type-parameters': 'off',
    // Our objects are closures: no method of theirs looks at `this`.
    'typescript/unbound-method': 'off',
    // Code points are what we count, not graphemes.
    'typescript/no-misused-spread': 'off',
  },
  overrides: [
    ...doors,
    {
      files: ['widget/*.{ts,tsx}'],
      rules: restricted([
        { regex: '/server/([^c]|c[^o])', message: 'The widget may import server/contract only.' },
        { regex: '^node:', message: 'The widget runs in browsers.' },
      ]),
    },
    { files: ['widget/**'], rules: { 'no-console': 'error' } },
    {
      files: ['demo/**'],
      rules: restricted([{ regex: '/server/', message: 'The demo is a site: it uses the widget only.' }]),
    },
  ],
});
