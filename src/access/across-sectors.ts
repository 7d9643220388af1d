import type { Sector } from '../fhir/sector.ts';
import type { Visible } from '../store/visible.ts';

/** Whether a professional was shown another sector's appointment; undefined of any other reader, whom no sector is the own of. */
export const acrossSectors = ({ seesAll, ownSectors }: Visible, shown: readonly { readonly sector: Sector }[]): boolean | undefined =>
  seesAll ? undefined : shown.some(({ sector }) => !ownSectors.includes(sector));
