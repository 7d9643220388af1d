/** The municipalities that a reader asks to see, in the order asked for. Pure. */
import type { MunicipalityStatus } from '../../adoption/national-status.ts';
import { adoptionStates } from '../../adoption/status-on.ts';
import type { AdoptionView, SortKey } from './adoption-view.ts';

/** Aa sorts as Å. */
const danish = new Intl.Collator('da');

export function listOf(
  statuses: readonly MunicipalityStatus[],
  { state, region, search, sort, descending }: AdoptionView,
): MunicipalityStatus[] {
  const sought = search?.toLocaleLowerCase('da');
  const found = statuses.filter(
    (one) =>
      (state === undefined || one.status.state === state) &&
      (region === undefined || one.region === region) &&
      (sought === undefined || one.name.toLocaleLowerCase('da').includes(sought)),
  );
  const sign = descending ? -1 : 1;
  return found.sort((a, b) => {
    const [left, right] = [keyOf(a, sort), keyOf(b, sort)];
    // Without a date last, whichever way.
    if (left === '' || right === '') return left === right ? danish.compare(a.name, b.name) : left === '' ? 1 : -1;
    return sign * danish.compare(left, right) || danish.compare(a.name, b.name);
  });
}

function keyOf({ name, region, status }: MunicipalityStatus, key: SortKey): string {
  switch (key) {
    case 'kommune':
      return name;
    case 'region':
      return region;
    case 'tilstand':
      return String(adoptionStates.indexOf(status.state));
    case 'plan':
      return status.planned ?? '';
    case 'installeret':
      return status.technicallyInstalled ?? '';
    case 'drift':
      return status.inUse ?? '';
    default:
      return key satisfies never;
  }
}
