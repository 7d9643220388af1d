import { describe, expect, it, test } from '@jest/globals';
import ICAL from 'ical.js';
import { calendarWords } from '../../src/web/calendar-words.ts';
import { toICalendar } from '../../src/web/icalendar.ts';
import { da } from '../../src/web/texts.da.ts';
import type { Visit } from '../../src/web/visit.ts';
import { visit } from './visits.ts';

const NOW = new Date('2026-03-02T08:00:00Z');
const written = (...visits: Visit[]): string => toICalendar(visits, calendarWords(da), NOW);

/** As another implementation reads it. */
function read(...visits: Visit[]) {
  const calendar = new ICAL.Component(ICAL.parse(written(...visits)));
  return calendar.getAllSubcomponents('vevent').map((event) => new ICAL.Event(event));
}

const end = (one: Visit): string | undefined => read(one)[0]?.component.getFirstPropertyValue('dtend')?.toString();

describe('a calendar file', () => {
  it('tells what, when and where, as another implementation reads it', () => {
    const [event] = read(visit('2026-03-04T10:15:00+01:00', '2026-03-04T10:30:00+01:00'));
    expect(event?.summary).toBe('Kontrol');
    expect(event?.location).toBe('Ambulatoriet');
    expect(event?.startDate.toJSDate()).toEqual(new Date('2026-03-04T09:15:00Z'));
    expect(event?.endDate.toJSDate()).toEqual(new Date('2026-03-04T09:30:00Z'));
    expect(event?.description).toBe('onsdag den 4. marts 2026 kl. 10.15-10.30\nÆndre eller aflyse? Ring til Ambulatoriet: 66 11 33 33');
  });

  it('says of a window that it is one, and blocks no time by it', () => {
    const [event] = read(visit('2026-03-04T07:00:00+01:00', '2026-03-04T09:00:00+01:00', { guided: true, minutesDuration: 20 }));
    expect(event?.summary).toBe('Kontrol (mellem kl. 7.00 og 9.00)');
    expect(event?.component.getFirstPropertyValue('transp')).toBe('TRANSPARENT');
  });

  test.each([
    ['a day without a time (RFC 5545 §3.6.1)', visit('2026-03-04T00:00:00+01:00'), '2026-03-04', undefined],
    ['a stay in whole days', visit('2026-03-28T00:00:00+01:00', '2026-03-31T00:00:00+02:00'), '2026-03-28', '2026-03-31'],
    ['a stay to 23.59', visit('2026-03-28T00:00:00+01:00', '2026-03-30T23:59:00+02:00'), '2026-03-28', '2026-03-31'],
  ])('has %s in days', (_name, one, start, until) => {
    const [event] = read(one);
    expect(event?.startDate.isDate).toBe(true);
    expect(event?.startDate.toString()).toBe(start);
    expect(end(one)).toBe(until);
  });

  it('has no end where none is known, or none later than the start (§3.8.2.2)', () => {
    expect(end(visit('2026-03-04T10:15:00+01:00'))).toBeUndefined();
    expect(end(visit('2026-03-04T10:15:00+01:00', '2026-03-04T10:15:00+01:00'))).toBeUndefined();
  });

  it('tells a cancelled one as cancelled', () => {
    const [event] = read(visit('2026-03-04T10:15:00+01:00', undefined, { cancelled: true }));
    expect(event?.summary).toBe('Aflyst: Kontrol');
    expect(event?.component.getFirstPropertyValue('status')).toBe('CANCELLED');
  });

  it('gives back every text as it was, and no line of its own to any (§3.3.11)', () => {
    const what = 'Blå; rød, \\grøn\\\nBEGIN:VEVENT\r\nX-EVIL:1 <script>alert("ø")</script>';
    const events = read(visit('2026-03-04T10:15:00+01:00', undefined, { what }));
    expect(events).toHaveLength(1);
    expect(events[0]?.summary).toBe(what.replaceAll('\r\n', '\n'));
    expect(events[0]?.component.getFirstPropertyValue('x-evil')).toBeNull();
  });

  it('folds at 75 octets and never in a character (§3.1)', () => {
    const what = 'ærø–😀'.repeat(60);
    const text = written(visit('2026-03-04T10:15:00+01:00', undefined, { what }));
    const lines = text.split('\r\n');
    expect(Math.max(...lines.map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75);
    expect(text).not.toMatch(/[^\r]\n|\r[^\n]/);
    expect(Buffer.from(text).toString('utf8')).toBe(text);
    expect(read(visit('2026-03-04T10:15:00+01:00', undefined, { what }))[0]?.summary).toBe(what);
  });

  it('is a file also where there is nothing', () => {
    expect(read()).toEqual([]);
  });
});
