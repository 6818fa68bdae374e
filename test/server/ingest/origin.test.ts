import { describe, expect, it } from 'vitest';
import { isAllowed } from '../../../server/ingest/origin.ts';

describe('origin', () => {
  it.each([
    [['https://shop.example'], 'https://shop.example', true],
    [['https://shop.example'], 'https://SHOP.example', true],
    [['https://shop.example'], 'https://shop.example:443', true],
    [['https://shop.example'], 'http://shop.example', false],
    [['https://shop.example'], 'https://shop.example:8443', false],
    [['https://shop.example:8443'], 'https://shop.example:8443', true],
    [['https://shop.example'], 'https://shop.example.evil.com', false],
    [['https://shop.example'], 'https://evilshop.example', false],
    [['https://shop.example'], 'https://shop.example@evil.com', false],
    [['https://shop.example'], 'https://shop.example/', false],
    [['https://shop.example'], 'https://shop.example, https://evil.com', false],
    [['https://*.shop.example'], 'https://de.shop.example', true],
    [['https://*.shop.example'], 'https://a.b.shop.example', true],
    [['https://*.shop.example'], 'https://shop.example', false],
    [['https://*.shop.example'], 'https://evilshop.example', false],
    [['https://*.shop.example'], 'https://de.shop.example.evil.com', false],
    [['https://bücher.example'], 'https://xn--bcher-kva.example', true],
    [['loopback'], 'http://localhost:5173', true],
    [['loopback'], 'http://shop.localhost', true],
    [['loopback'], 'http://127.0.0.1:4100', true],
    [['loopback'], 'http://[::1]:4100', true],
    [['loopback'], 'http://localhost.evil.com', false],
    [['loopback'], 'http://127.0.0.1.evil.com', false],
    [['loopback'], 'file://', false],
    [['null'], 'null', true],
    [['https://shop.example'], 'null', false],
    [['absent'], undefined, true],
    [['https://shop.example'], undefined, false],
    [['absent'], 'absent', false],
    [['loopback', 'absent'], 'https://shop.example', false],
    [['https://shop.example'], '', false],
    [['*'], 'https://shop.example', false],
    [[], 'https://shop.example', false],
  ])('of %j, %s is allowed: %s', (origins, origin, allowed) => {
    expect(isAllowed(origins, origin)).toBe(allowed);
  });
});
