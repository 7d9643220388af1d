/** An item's values as rows of words. Pure. */
import type { Address, CodeableConcept, ContactPoint } from '../../fhir/types.ts';
import { fullName, type Content as ItemContent } from '../../pdc/item.ts';
import { ROLE_CODE } from '../../stamkort/own-words.ts';
import { parseDate } from '../../time/parse-date.ts';
import { dateOf, type LocalDate } from '../../time/zone.ts';
import { type Content, html } from '../html.ts';
import { danish, type Frame } from '../layout.ts';
import type { Texts } from '../texts.da.ts';
import { telephone } from '../visit-card.ts';
import { cardDa } from './card-texts.da.ts';

export interface Row {
  readonly label: string;
  readonly value: Content;
}

/** @param now for what is over */
export function rowsOf(content: ItemContent, frame: Frame, now: Date): Row[] {
  const { card: t } = frame.texts;
  const { rows: r } = t;
  switch (content.kind) {
    case 'name-and-address':
      return [
        row(r.name, fullName(content.name)),
        row(r.gender, content.gender && r.genders[content.gender]),
        row(r.birthDate, plainDay(content.birthDate, frame.texts)),
        ...addressRow(content.address, frame, content.isProtected),
      ].flat();
    case 'contact':
      return content.telecom.map((one) => telecomRow(one, t.rows));
    case 'temporary-address': {
      const { from, to, address } = content;
      const hasPeriod = address !== undefined && (from !== undefined || to !== undefined);
      const over = to !== undefined && to < dateOf(now) && ` ${r.periodOver}`;
      return [
        ...addressRow(address, frame, address === undefined),
        ...(hasPeriod
          ? [{ label: r.period, value: html`${r.periodOf(plainDay(from, frame.texts), plainDay(to, frame.texts))}${over}` }]
          : []),
      ];
    }
    case 'language':
      return row(r.language, languageName(content.code, frame.texts.language.code) ?? content.display);
    case 'relative':
      return [
        row(r.name, fullName(content.name)),
        content.relation === undefined ? [] : [{ label: r.relation, value: relationText(content.relation, frame) }],
        content.telecom.map((one) => telecomRow(one, r)),
        row(r.comment, content.comment && danish(content.comment, frame)),
      ].flat();
    case 'custody':
      return [row(r.name, fullName(content.name)), row(r.number, content.identifier?.value && numberText(content.identifier.value))].flat();
    case 'general-practitioner':
      return [
        row(r.surgery, danish(content.name, frame)),
        row(r.ydernummer, content.identifier.find(({ system }) => system === YDER_SYSTEM)?.value),
        ...addressRow(content.address, frame, false),
        content.telecom.map((one) => telecomRow(one, r)),
      ].flat();
    case 'dentist':
      return [
        row(r.clinic, danish(content.clinic, frame)),
        row(r.dentist, content.name && fullName(content.name)),
        row(r.ydernummer, content.identifier?.value),
        ...addressRow(content.address, frame, false),
        content.telecom.map((one) => telecomRow(one, r)),
      ].flat();
    case 'coverage-group':
      return row(r.group, content.group === undefined ? t.unknownNow : (r.groups[content.group] ?? content.group));
    case 'organ-donor':
    case 'treatment-will':
    case 'living-will':
      return [{ label: '', value: registeredText(content.registered, t) }];
    case 'resuscitation':
      return [];
    default:
      return content satisfies never;
  }
}

export const YDER_SYSTEM = 'urn:oid:1.2.208.176.1.4';

const row = (label: string, value: Content): Row[] => (value === undefined || value === '' ? [] : [{ label, value }]);

/** "251248-9996"; an eCPR number as it is. */
export const numberText = (value: string): string => (/^\d{10}$/.test(value) ? `${value.slice(0, 6)}-${value.slice(6)}` : value);

function addressRow(address: Address | undefined, frame: Frame, isHidden: boolean): Row[] {
  const { card: t } = frame.texts;
  if (address === undefined) return isHidden ? [{ label: t.rows.address, value: t.hiddenAddress }] : [];
  const { line = [], postalCode, city, country } = address;
  const lines = [...line, [postalCode, city].filter(Boolean).join(' '), country === 'DK' ? undefined : country].filter(Boolean);
  return row(t.rows.address, lines.length === 0 ? undefined : danish(lines.join(', '), frame));
}

export type TelecomKey = keyof Texts['card']['rows']['telecom'];

export function telecomKey({ system, use }: ContactPoint): TelecomKey {
  const base = system === 'email' ? 'email' : 'phone';
  return use === 'home' || use === 'work' || use === 'mobile' ? `${base}.${use}` : base;
}

function telecomRow(telecom: ContactPoint, { telecom: labels }: Texts['card']['rows']): Row {
  const { system, value = '' } = telecom;
  const digits = value.replaceAll(/\D/g, '').length;
  const callable = system === 'phone' && digits >= 8 && digits <= 15;
  return { label: labels[telecomKey(telecom)], value: callable ? telephone(value) : html`<span class="long">${value}</span>` };
}

/** By the code that both tongues have a word for, where nothing else was written beside it. */
export function relationText(relation: CodeableConcept, frame: Frame): Content {
  const code = relationCode(relation);
  const { text } = relation;
  if (code !== undefined && (text === undefined || text === cardDa.rows.relations[code])) return frame.texts.card.rows.relations[code];
  return danish(text ?? relation.coding?.find(({ display }) => display !== undefined)?.display, frame);
}

export type RelationCode = keyof Texts['card']['rows']['relations'];

export function relationCode({ coding = [] }: CodeableConcept): RelationCode | undefined {
  const codes = coding.filter(({ system }) => system === ROLE_CODE).map(({ code }) => code);
  return codes.find((code): code is RelationCode => code !== undefined && Object.hasOwn(cardDa.rows.relations, code));
}

/** @param tongue in which it is named */
export function languageName(code: string, tongue: string): string | undefined {
  const name = /^[a-z]{2}$/.test(code) ? new Intl.DisplayNames(tongue, { type: 'language', fallback: 'none' }).of(code) : undefined;
  return name && `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

function plainDay(text: string | undefined, { day }: Texts): string | undefined {
  const date: LocalDate | undefined = text === undefined ? undefined : parseDate(text);
  return date === undefined ? text : day.plain(date);
}

function registeredText(
  registered: boolean | 'temp-unknown' | 'masked',
  { yes, no, unknownNow, maskedRegistration }: Texts['card'],
): string {
  if (typeof registered === 'boolean') return registered ? yes : no;
  return registered === 'masked' ? maskedRegistration : unknownNow;
}
