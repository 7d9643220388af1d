import { describe, expect, it } from '@jest/globals';
import { maskCpr } from '../../src/cpr/cpr.ts';

describe('maskCpr', () => {
  it.each([
    ['alone', '2512489996'],
    ['with a hyphen', '251248-9996'],
    ['with a dash between spaces', '251248 – 9996'],
    ['in a query, its bar escaped', 'identifier=urn:oid:1.2.208.176.1.2%7C2512489996'],
    ['after an escaped space', 'q=%202512489996'],
    ['its hyphen escaped', 'q=251248%2D9996'],
    ['right after a word', 'cpr2512489996'],
    ['of no real day, as a slip of the finger gives', 'cpr 3213489996'],
    ['an eCPR number', 'eCPR 2512487XY1.'],
  ])('masks a number %s', (_, text) => {
    expect(maskCpr(text)).toContain('**********');
    expect(maskCpr(text)).not.toMatch(/9996|XY1/);
  });

  it.each([
    ['a SOR id', 'urn:oid:1.2.208.176.1.1|325431000016004'],
    ['a uuid', '3f123456-7890-4abc-8def-b51248999612'],
    ['an instant in basic format', 'f81d4fae.20261028T080000Z'],
    ['an instant', '2026-10-28T08:00:00.000Z'],
    ['a telephone number', '+45 65113333'],
    ['milliseconds since 1970', '1795382032123'],
  ])('leaves %s', (_, text) => expect(maskCpr(text)).toBe(text));
});
