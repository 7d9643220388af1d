import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { readApd } from '../../src/apd/read-apd.ts';
import { type Booking, type Sample, toAppointment } from '../../src/commands/demo/booking.ts';
import { municipality } from '../../src/commands/demo/municipality.ts';
import { practice } from '../../src/commands/demo/practice.ts';
import { region } from '../../src/commands/demo/region.ts';
import { at, type SampleDays, sampleDays } from '../../src/commands/demo/sample-days.ts';
import { occurrenceAt } from '../../src/expand/expand-series.ts';
import { readMessage } from '../../src/ingest/message.ts';
import { addDays, type LocalDate } from '../../src/time/zone.ts';

const samples = [municipality, region, practice] as const;

/** A year in steps that fall on every weekday, and the days on and around the changes to and from summer time. */
const todays: readonly LocalDate[] = [
  ...Array.from({ length: 30 }, (_, step) => addDays('2026-01-01' as LocalDate, 13 * step)),
  ...(['2026-03-27', '2026-03-28', '2026-03-29', '2026-03-30', '2026-10-24', '2026-10-25', '2026-12-31', '2028-02-29'] as LocalDate[]),
];

const linesOf = (sample: Sample, days: SampleDays): readonly Booking[] => [...sample.bookings(days), ...sample.changes(days)];

const read = (sample: Sample, booking: Booking, days: SampleDays) =>
  readMessage(
    toAppointment(booking, sample, days.today, at(days.today, '06:00')),
    { id: 'sender', sector: sample.sector, practiceKind: 'general', sor: undefined, cvr: undefined },
    () => 'citizen',
  );

/** What the sample gets wrong on purpose, or cannot know: a service that never warns shows nothing of its checks. */
const expectedWarnings: Readonly<Record<string, readonly string[]>> = {
  municipal: ['place-by-words', 'place-of-performer', 'time-day', 'time-window-without-length'],
  regional: ['place-missing', 'time-end-unknown'],
  practice: ['practice-replaced'],
};

describe('the sample day', () => {
  test('is valid whatever today is, and warned of the same', () => {
    for (const today of todays) {
      const days = sampleDays(today);
      for (const sample of samples) {
        const findings = linesOf(sample, days).flatMap((booking) => read(sample, booking, days).findings);
        const rules = [...new Set(findings.map(({ rule }) => rule))].sort();
        expect({ today, rules }).toEqual({ today, rules: expectedWarnings[sample.sector] });
      }
    }
  });

  test('has exceptions of occurrences that are there', () => {
    for (const today of todays) {
      const days = sampleDays(today);
      const found = samples.flatMap((sample) => {
        const series = new Map(sample.bookings(days).map((booking) => [booking.key, read(sample, booking, days).said.series]));
        return linesOf(sample, days).flatMap(({ key, insteadOf }) => {
          const origin = insteadOf && series.get(insteadOf.series);
          return insteadOf && origin && occurrenceAt(origin, new Date(insteadOf.start)) ? [key] : [];
        });
      });
      const keys = ['nancy-sårpleje-flyttet', 'nancy-morgenpleje-aflyst', 'may-june-dialyse-flyttet'];
      expect({ today, found }).toEqual({ today, found: keys });
    }
  });

  test('has a stay of days that reaches into the next summer time', () => {
    for (const today of todays) {
      const { start = '', end = '' } = region.bookings(sampleDays(today)).find(({ key }) => key === 'nancy-indlæggelse')?.when ?? {};
      expect({ today, start, end }).toEqual({
        today,
        start: expect.stringMatching(/T12:00:00\+01:00$/),
        end: expect.stringMatching(/T10:00:00\+02:00$/),
      });
      expect(end > today && start < addDays(today, 366)).toBe(true);
    }
  });

  test('keeps what needs an open door to working days', () => {
    for (const today of todays) {
      const starts = practice
        .bookings(sampleDays(today))
        .flatMap(({ when, repeats }) => (repeats === undefined ? (when?.start ?? []) : []));
      const weekend = starts.filter((start) => new Date(`${start.slice(0, 10)}T00:00:00Z`).getUTCDay() % 6 === 0);
      expect({ today, weekend }).toEqual({ today, weekend: [] });
    }
  });

  test('is of forty appointments and more, by three senders, and of published test persons alone', () => {
    const days = sampleDays('2026-03-02' as LocalDate);
    const published = readFileSync(new URL('../../src/commands/demo/test-persons.json', import.meta.url), 'utf8');
    const appointments = samples.flatMap((sample) => new Set(linesOf(sample, days).map(({ key }) => `${sample.system}|${key}`)).size);
    expect(appointments.reduce((sum, count) => sum + count)).toBeGreaterThanOrEqual(40);
    for (const sample of samples) {
      for (const { citizen } of linesOf(sample, days)) expect(published).toContain(`"cpr": "${citizen.cpr}"`);
    }
  });

  test('has telephone numbers of one range that belongs to nobody', () => {
    const days = sampleDays('2026-03-02' as LocalDate);
    const numbers = samples.flatMap((sample) =>
      linesOf(sample, days).flatMap(({ by, place }) => [...(by.telecom ?? []), ...(place?.telecom ?? [])].map(({ value }) => value)),
    );
    expect(numbers.length).toBeGreaterThan(40);
    expect(numbers.filter((number) => !/^70 10 00 \d\d$/.test(number ?? ''))).toEqual([]);
  });

  test('has an APD-DK document whose only oddity is its time', () => {
    const [document] = region.documents(sampleDays('2026-03-02' as LocalDate));
    const { appointment, findings } = readApd(document?.xml ?? '');
    expect(findings).toEqual([]);
    expect(appointment.identifier?.[0]).toEqual({ system: document?.identifier.system, value: document?.identifier.value });
    expect(appointment.start).toBe('2026-03-06T00:00:00+01:00');
  });
});
