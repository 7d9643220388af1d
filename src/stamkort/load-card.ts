/** Everything that one citizen's card is made from, read and put together. */
import type { Consent } from '@medplum/fhirtypes';
import type { Kysely } from 'kysely';
import { type Register, registers } from '../access/caller.ts';
import { isOptOut, toOptOut } from '../access/opt-out.ts';
import type { CitizenIdentifier } from '../cpr/cpr.ts';
import type { Author, Content, Kind } from '../pdc/item.ts';
import { type ConsentRow, findConsents } from '../store/consent.ts';
import type { Database } from '../store/database.ts';
import { findRegisterStates } from '../store/register-state.ts';
import { findItems, hasRestrictedAppointment, type ItemRow } from '../store/stamkort-item.ts';
import { formatInstant } from '../time/zone.ts';
import type { Card, CardItem, OptOutSource, Overwritten } from './card.ts';
import { decideResuscitation, type Statement } from './decide-resuscitation.ts';
import { patientKinds } from './kinds.ts';
import { type Standing, standingOf } from './register-status.ts';

export interface Whose {
  readonly citizenId: string;
  readonly identifier: CitizenIdentifier;
}

export const loadCard = async (db: Kysely<Database>, whose: Whose, now: Date): Promise<Card> =>
  (await loadCardAndRows(db, whose, now)).card;

/** The rows too, of the same reading: whoever plans a change on the one must write over the other. */
export async function loadCardAndRows(
  db: Kysely<Database>,
  { citizenId, identifier }: Whose,
  now: Date,
): Promise<{ readonly card: Card; readonly rows: readonly ItemRow[] }> {
  const [rows, states, consents, isRestricted] = await Promise.all([
    findItems(db, citizenId),
    findRegisterStates(db),
    findConsents(db, citizenId),
    hasRestrictedAppointment(db, citizenId),
  ]);
  const standings = new Map<Register, Standing>(
    registers.map((register) => [
      register,
      standingOf(
        states.find((state) => state.register === register),
        now,
      ),
    ]),
  );
  const items = rows.filter((row) => !row.deleted).map(toCardItem);
  const ofPatient = rows.filter(({ kind }) => patientKinds.includes(kind as Kind));
  const card: Card = {
    citizenId,
    identifier,
    items,
    patientVersion: ofPatient.reduce((sum, { version }) => sum + version, 0),
    patientUpdatedAt: ofPatient.map(({ received_at }) => received_at).sort((a, b) => b.getTime() - a.getTime())[0],
    isProtected: isRestricted || items.some(({ content }) => content.kind === 'name-and-address' && content.isProtected),
    standings,
    resuscitation: decideResuscitation(
      [...consents.flatMap(toStatement), ...items.flatMap(toRegisterStatement)],
      standings.get('fravalg')?.status ?? 'ok',
      now,
    ),
  };
  return { card, rows };
}

export function toCardItem(row: ItemRow): CardItem {
  const { id, version, received_at, recorded_at, register, content, author, overwritten } = row;
  return {
    id,
    version,
    receivedAt: received_at,
    register: registers.find((one) => one === register),
    // Written by this service alone, from what it had parsed.
    content: JSON.parse(content) as Content,
    author: JSON.parse(author) as Author,
    ...(recorded_at !== null && { recordedAt: formatInstant(recorded_at) }),
    ...(overwritten !== null && { overwritten: JSON.parse(overwritten) as Overwritten }),
  };
}

function toStatement({ consent_id, resource, recorded_at, deleted }: ConsentRow): Statement<OptOutSource>[] {
  const consent = JSON.parse(resource) as Consent;
  if (!isOptOut(consent)) return [];
  const source: OptOutSource = { of: 'citizen', consentId: consent_id, consent, recordedAt: recorded_at };
  return [{ ...toOptOut(consent, recorded_at, deleted), isDated: true, source }];
}

function toRegisterStatement(item: CardItem): Statement<OptOutSource>[] {
  const { content, recordedAt, receivedAt } = item;
  if (content.kind !== 'resuscitation' || typeof content.optedOut !== 'boolean') return [];
  const saidAt = recordedAt === undefined ? receivedAt : new Date(recordedAt);
  // What the register gives as active with no date, it gives as in force.
  const from = content.from === undefined ? saidAt : new Date(content.from);
  return [
    {
      optsOut: content.optedOut,
      saidAt,
      from,
      isDated: recordedAt !== undefined || content.optedOut,
      source: { of: 'register', item },
    },
  ];
}
