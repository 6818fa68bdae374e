// What the README says is what there is: figures of the build, names of the code, files that exist.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PLACES } from '../../server/contract/look.ts';
import { QUESTIONS } from '../../server/validate/questions.ts';
import { TRIGGERS } from '../../server/validate/triggers.ts';
import { inert } from '../../widget/inert.ts';

const root = resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const readme = read('README.md');

describe('the README', () => {
  it('quotes the sizes of the build (run `npm run build` first)', () => {
    const sizes = Object.values(JSON.parse(read('dist/sizes.json')) as Record<string, number>); // as the build wrote it
    const quoted = [...readme.matchAll(/(\d+\.\d) KB/g)].map(([, figure]) => figure);
    expect(quoted.length).toBeGreaterThanOrEqual(2);
    expect(quoted).toEqual(sizes.slice(0, quoted.length).map((bytes) => (bytes / 1_000).toFixed(1)));
  });

  it('quotes the limits at which the build fails', () => {
    const limits = [...read('vite.config.ts').matchAll(/limit: ([\d_]+)/g)].map(([, limit = '']) => limit);
    const [load, near] = limits.map((limit) => limit.replace('_', ','));
    expect(readme.replace(/\s+/g, ' ')).toContain(`the build fails above ${load} and ${near} bytes`);
  });

  it.each([
    ['call', Object.keys(inert).map((name) => `| \`${name}(`)],
    ['question', Object.keys(QUESTIONS).map((name) => `\`${name}\``)],
    ['trigger', Object.keys(TRIGGERS).map((name) => `\`${name}\``)],
    ['place', PLACES.map((name) => `\`${name}\``)],
    ['option', [...read('widget/options.ts').matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, name]) => `\`${name}\``)],
  ])('names every %s', (_what, names) => {
    expect(names.length).toBeGreaterThan(5);
    expect(names.filter((name) => !readme.includes(name))).toEqual([]);
  });

  it('names every language', () => {
    const tags = globSync('widget/locales/*.ts', { cwd: root }).map((file) => basename(file, '.ts'));
    const languages = tags.filter((tag) => /^[a-z]{2}(-[A-Z][A-Za-z]+)?$/.test(tag));
    expect(languages.length).toBeGreaterThan(5);
    expect(languages.filter((tag) => !readme.includes(`\`${tag}\``))).toEqual([]);
  });
});

describe('CONTRIBUTING', () => {
  const contributing = read('CONTRIBUTING.md');

  it('draws the arrows as the linter has them', () => {
    const house = [...read('oxlint.config.ts').matchAll(/^ {4}(\w+): \[(.*)\],$/gm)].map(
      ([, room, open = '']) => [room, open.match(/\w+/g) ?? []] as const,
    );
    expect(house.length).toBeGreaterThan(15);
    const told = contributing.split('\n').flatMap((line) => {
      const [, rooms = '', open] = /^\|((?: `\w+`)+) +\|((?: `\w+`,?)+) +\|$/.exec(line) ?? [];
      return open === undefined ? [] : (rooms.match(/\w+/g) ?? []).map((room) => [room, open.match(/\w+/g)] as const);
    });
    const arrows = house.filter(([, open]) => open.length > 0);
    expect(new Map(told)).toEqual(new Map(arrows));
  });

  it('names every room', () => {
    const rooms = [...read('oxlint.config.ts').matchAll(/^ {4}(\w+): \[.*\],$/gm)].map(([, room]) => `${room}`);
    // The dashboard is still to come.
    expect(rooms.filter((room) => room !== 'dashboard' && !contributing.includes(`\n  ${room}/ `))).toEqual([]);
  });
});

describe('the documents', () => {
  it.each([
    'README.md',
    'CONTRIBUTING.md',
    'widget/docs/surveys.md',
    'widget/docs/privacy.md',
    'widget/docs/recipes.md',
  ])('links and pictures in %s lead somewhere', (file) => {
    const text = read(file);
    const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, words = '']) =>
      words.toLowerCase().replaceAll(' ', '-'),
    );
    const dead = [...text.matchAll(/\]\(([^)#:]*)(?:#([^)]*))?\)/g)]
      .filter(([, path, heading = '']) =>
        path ? !existsSync(join(root, dirname(file), path)) : !headings.includes(heading),
      )
      .map(([link]) => link);
    expect(dead).toEqual([]);
  });
});
