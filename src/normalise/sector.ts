/** The sector of an appointment is its sender's (DESIGN §4.1 `serviceCategory`). */
import { error, Fault, type Issue, warning } from '../fhir/fault.ts';
import { categoryOf, SECTOR_SYSTEM, type Sector, sectorOf } from '../fhir/sector.ts';
import type { Appointment } from '../fhir/types.ts';

/**
 * The appointment with exactly one sector coding, the sender's.
 * @throws Fault 422 where it names another sector's, an unknown one in the sector system, or two
 */
export function settleSector(appointment: Appointment, sender: Sector): { appointment: Appointment; findings: Issue[] } {
  const [first, second] = sectorCodings(appointment);
  if (first === undefined) return { appointment: withSector(appointment, sender), findings: [absent()] };
  if (second !== undefined) {
    throw new Fault([error('business-rule', `Name one sector only in ${SECTOR_SYSTEM}.`, second.expression, 'sector-several')]);
  }
  if (sectorOf(first.code) !== sender) {
    const text = `The sector is not the sender's: a ${sender} sender's appointments are ${categoryOf[sender]}.`;
    throw new Fault([error('business-rule', text, first.expression, 'sector-other')]);
  }
  return { appointment, findings: [] };
}

function sectorCodings(appointment: Appointment): { code: string | undefined; expression: string }[] {
  return (appointment.serviceCategory ?? []).flatMap((category, i) =>
    (category.coding ?? []).flatMap((coding, j) =>
      coding.system === SECTOR_SYSTEM ? [{ code: coding.code, expression: `Appointment.serviceCategory[${i}].coding[${j}]` }] : [],
    ),
  );
}

const withSector = (appointment: Appointment, sender: Sector): Appointment => ({
  ...appointment,
  serviceCategory: [...(appointment.serviceCategory ?? []), { coding: [{ system: SECTOR_SYSTEM, code: categoryOf[sender] }] }],
});

const absent = (): Issue =>
  warning('sector-absent', `No coding in ${SECTOR_SYSTEM}; the sender's own sector was filled in.`, 'Appointment.serviceCategory');
