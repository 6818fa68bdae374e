import { describe, expect, it } from 'vitest';
import type { Look, Theme } from '../../../server/contract/look.ts';
import { validateSurvey } from '../../../server/validate/index.ts';
import { survey } from '../documents.ts';

function problems(look: unknown): readonly string[] {
  const said = validateSurvey({ ...survey, look });
  return 'problems' in said ? said.problems : [];
}
const themed = (theme: unknown): readonly string[] => problems({ theme });

describe('a look', () => {
  it.each<Look>([
    {},
    { place: 'tab', side: 'start', edge: 'top', label: { en: 'Feedback', de: 'Rückmeldung' }, later: false },
    { place: 'dialog', theme: { preset: 'soft', scheme: 'dark', radius: 0, density: 'roomy' } },
    { theme: { color: '#a0f', font: '"Source Sans 3", Übersicht, sans-serif' } },
    { theme: { color: { light: '#1f4fd8', dark: '#9db8ff' } } },
    { theme: { background: '#fff8e7', text: '#333', scheme: 'light' } },
  ])('is taken: %j', (look) => expect(problems(look)).toEqual([]));

  it.each([
    [{ place: 'moon' }, 'look.place'],
    [{ colour: '#fff' }, 'look: does not know "colour"'],
    [{ theme: { color: 'red' } }, 'look.theme.color'],
    [{ theme: { color: '#12345678' } }, 'look.theme.color'],
    [{ theme: { color: { light: '#1f4fd8' } } }, 'look.theme.color'],
    [{ theme: { radius: 41 } }, 'look.theme.radius'],
    [{ theme: { density: 'cosy' } }, 'look.theme.density'],
    [{ theme: { font: 'url(//evil/x)' } }, 'look.theme.font'],
    [{ theme: { font: 'x;position:static' } }, 'look.theme.font'],
    [{ theme: { font: '"x' } }, 'look.theme.font'],
    [{ theme: { font: 'x}' } }, 'look.theme.font'],
  ])('is refused, with the place: %j', (look, place) => expect(problems(look).join()).toContain(place));
});

describe('a theme', () => {
  it.each<[Theme, string]>([
    [
      { color: '#ffd400', scheme: 'light' },
      'look.theme.color: color #ffd400 on background #ffffff in the light scheme has a contrast of 1.43:1, people need at least 3:1',
    ],
    [{ text: '#888', background: '#fff', scheme: 'light' }, 'text #888 on background #fff'],
    [{ background: '#222', scheme: 'light' }, 'look.theme.background: text #1b1d22 on background #222'],
    [{ text: '#777', scheme: 'light' }, 'has a contrast of 4.47:1, people need at least 4.5:1'],
  ])('that cannot be read is refused with the ratio: %j', (theme, reason) => {
    expect(themed(theme).join()).toContain(reason);
  });

  it('is checked in each scheme it may appear in', () => {
    const [reason, ...more] = themed({ color: '#1f4fd8' });
    expect(reason).toContain('on background #1b1d22 in the dark scheme');
    expect(reason).toContain('give one for each scheme');
    expect(more).toEqual([]);
    expect(themed({ color: '#1f4fd8', scheme: 'light' })).toEqual([]);
    expect(themed({ color: { light: '#1f4fd8', dark: '#9db8ff' } })).toEqual([]);
  });
});
