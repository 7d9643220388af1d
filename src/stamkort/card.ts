/** One citizen's card as it is kept, before it is decided what a reader may see of it. */
import type { Consent } from '@medplum/fhirtypes';
import type { Register } from '../access/caller.ts';
import type { CitizenIdentifier } from '../cpr/cpr.ts';
import type { Author, Content, Item, Kind } from '../pdc/item.ts';
import type { Decision } from './decide-resuscitation.ts';
import type { Standing } from './register-status.ts';

/** The citizen's entry that a professional's stands over. */
export interface Overwritten {
  readonly version: number;
  readonly author: Author;
  readonly recordedAt?: string;
}

export interface CardItem<C extends Content = Content> extends Item<C> {
  readonly version: number;
  readonly receivedAt: Date;
  readonly register: Register | undefined;
  readonly overwritten?: Overwritten;
}

/** What an opt-out is known by: the citizen's own Consent, or the register's item. */
export type OptOutSource =
  | { readonly of: 'citizen'; readonly consentId: string; readonly consent: Consent; readonly recordedAt: Date }
  | { readonly of: 'register'; readonly item: CardItem };

export interface Card {
  readonly citizenId: string;
  readonly identifier: CitizenIdentifier;
  /** Live ones. */
  readonly items: readonly CardItem[];
  /** Counts every change to the items that the Patient shows. */
  readonly patientVersion: number;
  readonly patientUpdatedAt: Date | undefined;
  readonly isProtected: boolean;
  readonly standings: ReadonlyMap<Register, Standing>;
  readonly resuscitation: Decision<OptOutSource>;
}

export function itemOf<K extends Kind>({ items }: Pick<Card, 'items'>, kind: K): CardItem<Extract<Content, { kind: K }>> | undefined {
  return items.find((item): item is CardItem<Extract<Content, { kind: K }>> => item.content.kind === kind);
}

export function itemsOf<K extends Kind>({ items }: Pick<Card, 'items'>, kind: K): CardItem<Extract<Content, { kind: K }>>[] {
  return items.filter((item): item is CardItem<Extract<Content, { kind: K }>> => item.content.kind === kind);
}
