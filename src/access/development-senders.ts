/** The organisations that development tokens speak for. Shared by the token command, the demo and the documents. */
import type { Sector } from '../fhir/sector.ts';
import type { PracticeKind } from './caller.ts';

export interface DevelopmentSender {
  readonly senderId: string;
  readonly sector: Sector;
  readonly name: string;
  readonly sor: string;
  readonly cvr: string;
  readonly vendor: string;
  readonly practiceKind?: PracticeKind;
  readonly municipality?: string;
}

/** One of each sector. SOR numbers are those of MedCom's example documents; the practice's CVR number fails modulus 11 and is nobody's. */
export const developmentSenders: Readonly<Record<Sector, DevelopmentSender>> = {
  municipal: {
    senderId: 'odense-nexus',
    sector: 'municipal',
    name: 'Odense Kommune',
    sor: '325431000016004',
    cvr: '35209115',
    vendor: 'KMD Nexus',
    municipality: '0461',
  },
  regional: {
    senderId: 'region-syddanmark',
    sector: 'regional',
    name: 'Region Syddanmark',
    sor: '359011000016003',
    cvr: '29190909',
    vendor: 'EPJ SYD',
  },
  practice: {
    senderId: 'laegehuset-valdemarsgade',
    sector: 'practice',
    name: 'Lægehuset Valdemarsgade',
    sor: '393421000016009',
    cvr: '12345678',
    vendor: 'PLSP',
    practiceKind: 'general',
  },
};

/** Where a professional works who is not said to work elsewhere: no sender above, so that every block binds. */
export const developmentHospital = { name: 'Regionshospitalet', sor: '306861000016006', cvr: '29190925' } as const;
