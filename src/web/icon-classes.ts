/** The icons of sectors and places, as classes: said once in the stylesheet instead of at each of many visits. */
import type { Sector } from '../fhir/sector.ts';
import type { MeetingPlaceKind } from '../normalise/meeting-place.ts';

const sectors = { municipal: 'home', regional: 'business', practice: 'account' } as const satisfies Record<Sector, string>;

const places = {
  home: 'home',
  unit: 'location',
  address: 'location',
  phone: 'smartphone',
  video: 'videocam',
  unknown: 'help',
} as const satisfies Record<MeetingPlaceKind, string>;

type Name = (typeof sectors)[Sector] | (typeof places)[MeetingPlaceKind];

/** @param svgOf the text of an icon by its name */
export function iconClasses(svgOf: (name: Name) => string): string {
  const rule = (selector: string, name: Name): string =>
    `${selector}::before{--i:url("data:image/svg+xml,${encodeURIComponent(svgOf(name))}")}`;
  return [
    ...Object.entries(sectors).map(([sector, name]) => rule(`.s-${sector} .sec`, name)),
    ...Object.entries(places).map(([kind, name]) => rule(`.at-${kind}`, name)),
  ].join('');
}
