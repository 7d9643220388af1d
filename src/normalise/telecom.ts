/** Telephone numbers as people read them; the raw value stays where it was sent. */
import type { ContactPoint } from '../fhir/types.ts';

/** The first point that is a telephone. Senders write `tel:` into the value, with or without a system. */
export const findPhone = (telecom: readonly ContactPoint[] | undefined): ContactPoint | undefined =>
  telecom?.find(
    ({ system, value }) =>
      value !== undefined && value !== '' && (system === 'phone' || (system === undefined && /^(?:tel:|\+?[\d ]{8,}$)/.test(value))),
  );

/** `tel:+4566113333-3` → "66 11 33 33": no scheme, no Danish country code, no switchboard extension. A number of another form as it came. */
export function phoneText({ value = '' }: ContactPoint): string {
  const number = value.replace(/^tel:/i, '').trim();
  const danish = /^(?:\+45|0045)?(\d{8})(?:-\d{1,3})?$/.exec(number.replaceAll(/[ .()]/g, ''))?.[1];
  return danish === undefined ? number : danish.replace(/(\d\d)(\d\d)(\d\d)(\d\d)/, '$1 $2 $3 $4');
}
