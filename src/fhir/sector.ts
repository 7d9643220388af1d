/** The three sectors that hold appointments, and the words they have on the wire. */

export type Sector = 'municipal' | 'regional' | 'practice';

/** MedCom Message Codes, as APD-DK's encounter code carries them. */
export const SECTOR_SYSTEM = 'urn:oid:1.2.208.184.100.1';

export const categoryOf = {
  municipal: 'MunicipalityAppointment',
  regional: 'RegionalAppointment',
  practice: 'PractitionerAppointment',
} as const satisfies Record<Sector, string>;

export const sectorOf = (category: string | undefined): Sector | undefined =>
  (Object.keys(categoryOf) as Sector[]).find((sector) => categoryOf[sector] === category);
