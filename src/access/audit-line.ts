/** A line of the log as it is stored: written by `audit.ts`, read back for the citizen, the figures and the verification. */
import type { Interaction } from './audit.ts';
import type { Relation, Role } from './caller.ts';
import type { Override } from './override.ts';

export interface AuditLine {
  /** Of the row, and whose log it stands in, so that the chain holds these too. */
  readonly id: string;
  readonly citizen: string;
  readonly at: string;
  readonly interaction: Interaction;
  readonly operation?: string;
  readonly type: string;
  readonly who: AuditAgent;
  readonly rows: number;
  readonly withheld: boolean;
  readonly request: string;
  /** `jti`. */
  readonly token: string;
  /** The caller may not ask this, and got nothing. */
  readonly denied?: boolean;
  readonly override?: Override;
  /** Of a professional's look at appointments: whether another sector's were among those shown. For the figures. */
  readonly acrossSectors?: boolean;
  /** Of a sender's write: what it did to what is shared. For the figures. */
  readonly wrote?: Wrote;
}

/** How many appointments came to be shared, were changed, cancelled, or are shared no more; absent where none. */
export interface Wrote {
  readonly created?: number;
  readonly updated?: number;
  readonly cancelled?: number;
  readonly withdrawn?: number;
  /** Whole seconds from the source's change to when it could be read here, of each of them whose source says when. */
  readonly lagsS?: readonly number[];
}

export interface AuditAgent {
  readonly role: Role;
  readonly client: string;
  /** No CPR number: a citizen by `citizen_id`. */
  readonly id: string;
  readonly name?: string;
  readonly sor?: string;
  readonly cvr?: string;
  readonly authorisation?: string;
  readonly purpose?: string;
  /** Of a citizen who acts for another. */
  readonly relation?: Relation;
}
