/** A block as the pages offer it ↔ the Consent that sets it (`access/parse-block.ts` reads it). */
import type { Consent } from '@medplum/fhirtypes';
import { BLOCK_POLICY } from '../access/parse-block.ts';
import { BASE } from '../fhir/base.ts';
import { categoryOf, SECTOR_SYSTEM, type Sector, sectorOf } from '../fhir/sector.ts';
import { SOR_SYSTEM } from '../normalise/participants.ts';
import { parseDate } from '../time/parse-date.ts';
import { addDays, formatInstant, type LocalDate, startOfDay } from '../time/zone.ts';

export interface BlockChoice {
  /** Undefined: all. */
  readonly sector: Sector | undefined;
  readonly effect: 'hide' | 'busy-only';
  /** Whose staff may not read; undefined: everybody's. */
  readonly reader: { readonly system: string; readonly value: string; readonly name: string } | undefined;
  /** The last day, included. */
  readonly until: LocalDate | undefined;
}

const CVR_SYSTEM = 'http://cvr.dk';
const EFFECT = `${BASE}/StructureDefinition/block-effect`;

/** An organisation that a block may be set against. */
export interface Organisation {
  readonly name: string;
  readonly sor: string | null;
  readonly cvr: string | null;
}

/** @returns undefined where a field holds what the form does not offer; `'until'` where the day is none, or past */
export function parseBlockChoice(
  form: URLSearchParams,
  organisations: readonly Organisation[],
  today: LocalDate,
): BlockChoice | 'until' | undefined {
  const which = form.get('hvilke');
  const effect = form.get('virkning');
  const who = form.get('hvem') ?? 'alle';
  const organisation = organisations.find((one) => keyOf(one) === who);
  const sector = which === 'municipal' || which === 'regional' || which === 'practice' ? which : undefined;
  if ((sector === undefined && which !== 'alle') || (effect !== 'hide' && effect !== 'busy-only')) return undefined;
  if (who !== 'alle' && organisation === undefined) return undefined;
  const text = form.get('til-og-med') ?? '';
  const until = text === '' ? undefined : parseDate(text);
  if (text !== '' && (until === undefined || until < today)) return 'until';
  return { sector, effect, reader: organisation && readerOf(organisation), until };
}

export const keyOf = ({ sor, cvr }: Organisation): string => (sor === null ? `cvr-${cvr}` : `sor-${sor}`);

function readerOf({ name, sor, cvr }: Organisation): BlockChoice['reader'] {
  if (sor !== null) return { system: SOR_SYSTEM, value: sor, name };
  return cvr === null ? undefined : { system: CVR_SYSTEM, value: cvr, name };
}

/** @param now an instant; @param citizenId whose block it is */
export function toConsent({ sector, effect, reader, until }: BlockChoice, citizenId: string, now: Date): Consent {
  const end = until === undefined ? undefined : formatInstant(startOfDay(addDays(until, 1)));
  return {
    resourceType: 'Consent',
    status: 'active',
    scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }] },
    category: [{ coding: [{ system: 'http://loinc.org', code: '59284-0' }] }],
    patient: { reference: `Patient/${citizenId}` },
    dateTime: now.toISOString(),
    policy: [{ uri: BLOCK_POLICY }],
    provision: {
      type: 'permit',
      provision: [
        {
          extension: [{ url: EFFECT, valueCode: effect }],
          type: 'deny',
          ...(end !== undefined && { period: { end } }),
          ...(reader !== undefined && {
            actor: [
              {
                role: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType', code: 'IRCP' }] },
                reference: { identifier: { system: reader.system, value: reader.value }, display: reader.name },
              },
            ],
          }),
          ...(sector !== undefined && { code: [{ coding: [{ system: SECTOR_SYSTEM, code: categoryOf[sector] }] }] }),
        },
      ],
    },
  };
}

/** A citizen's consents are of other kinds too. */
export const isBlock = ({ policy }: Consent): boolean => policy?.some(({ uri }) => uri === BLOCK_POLICY) === true;

/** What the page can say of a Consent; undefined where it was set elsewhere and says more than the form can. */
export function toBlockChoice(
  { provision }: Consent,
  organisations: readonly Organisation[],
): (BlockChoice & { readonly end: Date | undefined }) | undefined {
  const [deny] = provision?.provision ?? [];
  if (deny === undefined || deny.data !== undefined || deny.dataPeriod !== undefined || deny.period?.start !== undefined) return undefined;
  const [code, ...codes] = (deny.code ?? []).flatMap(({ coding }) => coding ?? []).map((coding) => sectorOf(coding.code));
  const [actor, ...actors] = deny.actor ?? [];
  if (codes.length > 0 || actors.length > 0 || (deny.code !== undefined && code === undefined)) return undefined;
  const id = actor?.reference?.identifier;
  const known = organisations.find(({ sor, cvr }) => id?.value !== undefined && (id.value === sor || id.value === cvr));
  const name = known?.name ?? actor?.reference?.display ?? id?.value;
  const end = deny.period?.end === undefined ? undefined : new Date(deny.period.end);
  return {
    sector: code,
    effect: deny.extension?.some(({ url, valueCode }) => url === EFFECT && valueCode === 'busy-only') ? 'busy-only' : 'hide',
    reader: actor === undefined ? undefined : { system: id?.system ?? '', value: id?.value ?? '', name: name ?? '' },
    until: undefined,
    end,
  };
}
