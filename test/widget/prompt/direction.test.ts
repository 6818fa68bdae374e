import { expect, it } from 'vitest';
import { directionOf } from '../../../widget/prompt/direction.ts';

it.each([
  ['ar', 'rtl'],
  ['ar-EG', 'rtl'],
  ['he', 'rtl'],
  ['iw', 'rtl'],
  ['fa', 'rtl'],
  ['ur', 'rtl'],
  ['ckb', 'rtl'],
  ['az-Arab', 'rtl'],
  ['dv', 'rtl'],
  ['ur-Latn', 'ltr'],
  ['az', 'ltr'],
  ['en', 'ltr'],
  ['zh-Hans', 'ltr'],
  ['', 'ltr'],
  ['not a tag', 'ltr'],
])('%s runs %s', (tag, direction) => {
  expect(directionOf(tag)).toBe(direction);
});
