/** Whom the development sign-in lets one be: test persons that MedCom publishes, and made-up staff. */
import { type Claims, type DevelopmentIdentity, developmentClaims } from '../access/development-claims.ts';
import { developmentHospital, developmentSenders } from '../access/development-senders.ts';

export interface TestPerson {
  readonly id: string;
  readonly group: 'citizens' | 'relatives' | 'professionals' | 'coordinators';
  readonly name: string;
  readonly note: string;
  readonly identity: DevelopmentIdentity;
  readonly otherName?: string;
}

const citizen = (id: string, name: string, cpr: string, note: string): TestPerson => ({
  id,
  group: 'citizens',
  name,
  note,
  identity: { role: 'citizen', cpr, name },
});

const { municipal, practice } = developmentSenders;

export const testPeople: readonly TestPerson[] = [
  citizen('nancy', 'Nancy Ann Test Berggren', '2512489996', '77 år, hjemmepleje, hospital og læge'),
  citizen('bruno', 'Bruno Test Elmer', '2509479989', '78 år, genoptræning efter en operation'),
  citizen('caesar', 'Cæsar Test Østergård', '2311143995', 'Hjemmepleje morgen, aften og nat'),
  citizen('may-june', 'May June Test Moberg', '0108629996', 'Dialyse tre gange om ugen'),
  citizen('else', 'Else Test Lauridsen', '0201919990', 'Har beskyttet adresse'),
  citizen('aage', 'Åge Test Berggren', '0211223989', 'Telefonopkald og hjemmebesøg'),
  citizen('einer', 'Einer Test Lauridsen', '0201609995', 'Skal indlægges'),
  citizen('kaja', 'Kaja Test Hansen', '2103009996', 'Har ingen aftaler'),
  {
    id: 'kirsten-nancy',
    group: 'relatives',
    name: 'Kirsten Test Berggren',
    note: 'Har fuldmagt fra Nancy',
    identity: {
      role: 'citizen',
      cpr: '2911829996',
      name: 'Kirsten Test Berggren',
      actFor: { cpr: '2512489996', relation: 'power-of-attorney' },
    },
    otherName: 'Nancy Ann Test Berggren',
  },
  {
    id: 'niels-bo',
    group: 'relatives',
    name: 'Niels Test Vendelboe',
    note: 'Har forældremyndighed over Bo på 10 år',
    identity: { role: 'citizen', cpr: '3001749995', name: 'Niels Test Vendelboe', actFor: { cpr: '0212159995', relation: 'custody' } },
    otherName: 'Bo Test Vestergaard',
  },
  {
    id: 'hospital',
    group: 'professionals',
    name: 'Hanne Hospitalssygeplejerske',
    note: developmentHospital.name,
    identity: {
      role: 'professional',
      name: 'Hanne Hospitalssygeplejerske',
      personId: 'development-hospital-nurse',
      authorisationCode: 'HBC12',
    },
  },
  {
    id: 'municipality',
    group: 'professionals',
    name: 'Kim Hjemmesygeplejerske',
    note: municipal.name,
    identity: {
      role: 'professional',
      name: 'Kim Hjemmesygeplejerske',
      personId: 'development-home-nurse',
      authorisationCode: 'KBD34',
      sor: municipal.sor,
      cvr: municipal.cvr,
    },
  },
  {
    id: 'practice',
    group: 'professionals',
    name: 'Lis Læge',
    note: practice.name,
    identity: {
      role: 'professional',
      name: 'Lis Læge',
      personId: 'development-doctor',
      authorisationCode: 'LDC56',
      sor: practice.sor,
      cvr: practice.cvr,
    },
  },
  {
    id: 'coordinator',
    group: 'coordinators',
    name: 'Karen Koordinator',
    note: municipal.name,
    identity: { role: 'coordinator', name: 'Karen Koordinator', municipality: '0461' },
  },
  {
    id: 'admin',
    group: 'coordinators',
    name: 'Arne Administrator',
    note: 'Aftaledelings drift',
    identity: { role: 'admin', name: 'Arne Administrator' },
  },
];

/** As a session keeps them; a professional's purpose is said where a citizen is looked up. */
export function claimsOf({ identity }: TestPerson): Claims {
  const { purpose: _, ...claims } = developmentClaims(identity);
  return { ...claims, client_id: 'aftaledeling-sider', jti: 'session' };
}
