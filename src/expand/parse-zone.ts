/** A zone's name as senders give it → its IANA name. */
import { isZone } from '../time/zone.ts';

/** Outlook and Exchange name zones as Windows does (CLDR windowsZones); Denmark's shares its name with France's. */
const windowsZones: ReadonlyMap<string, string> = new Map([
  ['Romance Standard Time', 'Europe/Copenhagen'],
  ['W. Europe Standard Time', 'Europe/Berlin'],
  ['Central Europe Standard Time', 'Europe/Budapest'],
  ['Central European Standard Time', 'Europe/Warsaw'],
  ['GMT Standard Time', 'Europe/London'],
  ['Greenwich Standard Time', 'Atlantic/Reykjavik'],
  ['FLE Standard Time', 'Europe/Helsinki'],
  ['GTB Standard Time', 'Europe/Bucharest'],
  ['E. Europe Standard Time', 'Europe/Chisinau'],
  ['Turkey Standard Time', 'Europe/Istanbul'],
  ['Kaliningrad Standard Time', 'Europe/Kaliningrad'],
  ['Belarus Standard Time', 'Europe/Minsk'],
  ['Russian Standard Time', 'Europe/Moscow'],
  ['Azores Standard Time', 'Atlantic/Azores'],
  ['Greenland Standard Time', 'America/Nuuk'],
  ['UTC', 'UTC'],
]);

/** undefined where it is no zone: an offset such as `+02:00` is none, since it does not tell when summer time begins. */
export function parseZone(name: string): string | undefined {
  const mapped = windowsZones.get(name);
  if (mapped !== undefined) return mapped;
  return /^[A-Za-z]/.test(name) && isZone(name) ? name : undefined;
}
