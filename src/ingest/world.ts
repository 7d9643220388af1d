/** What a plan knows and changes: the appointments its messages touch, loaded beforehand, written at the end. */
import type { Kept } from './kept.ts';

export interface Identity {
  readonly senderId: string;
  readonly system: string;
  readonly value: string;
}

export interface World {
  /** `sender|system|value` → the id of the appointment it names. */
  readonly identities: Map<string, string>;
  readonly appointments: Map<string, Kept>;
  /** Each citizen's number of writes so far. */
  readonly newest: Map<string, number>;
}

export const identityKey = ({ senderId, system, value }: Identity): string => JSON.stringify([senderId, system, value]);
