/** A caller who asked about a citizen and may not: refused as any fault is, and told of in that citizen's log (`log-denial.ts`). */
import { Fault } from '../fhir/fault.ts';

export class Denied extends Fault {
  readonly citizenId: string;

  constructor(citizenId: string, { issues, status, headers }: Fault) {
    super(issues, status, headers);
    this.citizenId = citizenId;
  }
}
