import { describe, expect, it } from '@jest/globals';
import { type Comparable, changedExtension, changes } from '../../src/normalise/changed.ts';

const at = new Date('2026-10-20T08:00:00Z');
const planned: Comparable = {
  status: 'booked',
  start: new Date('2026-10-28T08:00:00Z'),
  end: new Date('2026-10-28T08:20:00Z'),
  minutesDuration: undefined,
  place: { kind: 'unit', certainty: 'as-sent', name: 'Sundhedshuset', text: 'Sundhedshuset' },
  performer: 'Hjemmeplejen Skovby',
};
const told = (after: Partial<Comparable>, before: Partial<Comparable> = {}): string[] =>
  changes({ ...planned, ...before }, { ...planned, ...after }, at).map(({ what, text }) => `${what}: ${text}`);
const time = (start: string, end?: string) => ({ start: new Date(start), end: end === undefined ? undefined : new Date(end) });

describe('changes (DESIGN §4.2 changed)', () => {
  it('says nothing of what stayed', () => {
    expect(told({})).toEqual([]);
  });

  it('tells a moved visit its old time, in words and as an instant', () => {
    expect(changes(planned, { ...planned, ...time('2026-10-29T12:00:00Z', '2026-10-29T12:20:00Z') }, at)).toEqual([
      {
        what: 'moved',
        previousStart: '2026-10-28T09:00:00+01:00',
        at: '2026-10-20T10:00:00+02:00',
        text: 'flyttet fra onsdag den 28. oktober kl. 9.00',
      },
    ]);
  });

  it.each([
    ['a day without a time has no clock time', time('2026-10-27T23:00:00Z'), 'flyttet fra onsdag den 28. oktober'],
    [
      'a window keeps both its times',
      { ...time('2026-10-28T06:00:00Z', '2026-10-28T08:00:00Z'), guided: true },
      'flyttet fra onsdag den 28. oktober mellem kl. 7.00 og 9.00',
    ],
    ['another year is told', time('2025-10-28T08:00:00Z', '2025-10-28T08:20:00Z'), 'flyttet fra tirsdag den 28. oktober 2025 kl. 9.00'],
  ])('%s', (_, before, text) => {
    const after = { ...before, ...time('2026-11-05T10:00:00Z', '2026-11-05T10:20:00Z') };
    expect(told(after, before)[0]).toBe(`moved: ${text}`);
  });

  it('tells a window that closes at another time as moved, not as a longer visit', () => {
    const before = { ...time('2026-10-28T06:00:00Z', '2026-10-28T08:00:00Z'), guided: true, minutesDuration: 20 };
    expect(told({ ...before, end: new Date('2026-10-28T09:00:00Z') }, before)).toEqual([
      'moved: flyttet fra onsdag den 28. oktober mellem kl. 7.00 og 9.00',
    ]);
  });

  it.each([
    ['by its end', { end: new Date('2026-10-28T08:30:00Z') }, 'varer nu ca. 30 min. (før ca. 20 min.)'],
    ['by its minutes', { minutesDuration: 45 }, 'varer nu ca. 45 min. (før ca. 20 min.)'],
    ['to unknown', { end: undefined }, 'varigheden er ikke længere oplyst'],
    ['to days', { end: new Date('2026-10-30T11:00:00Z') }, 'slutter nu fredag den 30. oktober kl. 12.00'],
  ])('tells another length %s', (_, after, text) => {
    expect(told(after)).toEqual([`length: ${text}`]);
  });

  it('tells a length that was unknown before', () => {
    expect(told({}, { end: undefined })).toEqual(['length: varer nu ca. 20 min.']);
  });

  it('keeps the length of a night whose clock times stand over a change to winter time', () => {
    const october = time('2026-10-23T21:00:00Z', '2026-10-24T05:00:00Z');
    const changeNight = time('2026-10-24T21:00:00Z', '2026-10-25T06:00:00Z');
    expect(told(changeNight, october).map((text) => text.split(':')[0])).toEqual(['moved']);
  });

  it('tells a cancelled visit so once, and not again', () => {
    expect(told({ status: 'cancelled' })).toEqual(['cancelled: aflyst']);
    expect(told({ status: 'cancelled' }, { status: 'cancelled' })).toEqual([]);
  });

  it('says that the place is another, never which', () => {
    const before: Partial<Comparable> = {
      place: { kind: 'address', certainty: 'as-sent', address: { line: ['Birkevej 442'] }, text: 'Birkevej 442' },
    };
    expect(told({ place: { kind: 'home', certainty: 'as-sent', text: 'I dit hjem' } }, before)).toEqual(['place: nyt mødested']);
  });

  it('takes a new telephone number, a new spelling or another certainty for no new place', () => {
    const place = { kind: 'unit', certainty: 'uncertain', name: 'SUNDHEDSHUSET', phone: { value: '1' }, text: 'x' } as const;
    expect(told({ place })).toEqual([]);
  });

  it.each([
    ['Sygeplejen', 'Hjemmeplejen Skovby', 'udføres nu af Sygeplejen (før Hjemmeplejen Skovby)'],
    ['Sygeplejen', '', 'udføres nu af Sygeplejen'],
    ['', 'Hjemmeplejen Skovby', 'udføreren er ikke længere oplyst'],
  ])('tells the performer %j after %j', (after, before, text) => {
    expect(told({ performer: after }, { performer: before })).toEqual([`performer: ${text}`]);
  });

  it.each([
    ['Sygeplejen', 'ny udfører'],
    ['', 'udføreren er ikke længere oplyst'],
  ])('tells of a visit at home, before or after, that the performer is another, never who: %j', (after, text) => {
    const home = { kind: 'home', certainty: 'as-sent', text: 'I dit hjem' } as const;
    const living = { performer: 'Hjælperordningen, Birkevej 442' };
    expect(told({ performer: after, place: home }, { ...living, place: home })).toEqual([`performer: ${text}`]);
    expect(told({ performer: after }, { ...living, place: home })).toEqual(['place: nyt mødested', `performer: ${text}`]);
    expect(told({ ...living, place: home }, { performer: 'Sygeplejen' })).toEqual(['place: nyt mødested', 'performer: ny udfører']);
  });

  it('tells each thing once where everything changed', () => {
    const after: Comparable = {
      ...planned,
      status: 'cancelled',
      ...time('2026-11-05T10:00:00Z', '2026-11-05T11:00:00Z'),
      place: { kind: 'home', certainty: 'as-sent', text: 'I dit hjem' },
      performer: 'Sygeplejen',
    };
    expect(changes(planned, after, at).map(({ what }) => what)).toEqual(['cancelled', 'moved', 'length', 'place', 'performer']);
  });

  it('compares no times where a cancellation names none', () => {
    expect(told({ status: 'cancelled', start: undefined, end: undefined })).toEqual(['cancelled: aflyst']);
  });
});

it('writes a change as its extension', () => {
  const change = { what: 'moved', previousStart: '2026-10-28T09:00:00+01:00', at: '2026-10-20T10:00:00+02:00', text: 'flyttet' } as const;
  expect(changedExtension(change)).toEqual({
    url: 'https://aftaledeling.dk/fhir/StructureDefinition/changed',
    extension: [
      { url: 'what', valueCode: 'moved' },
      { url: 'previous-start', valueDateTime: '2026-10-28T09:00:00+01:00' },
      { url: 'at', valueInstant: '2026-10-20T10:00:00+02:00' },
      { url: 'text', valueString: 'flyttet' },
    ],
  });
});
