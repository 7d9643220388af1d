/** The primitive types of R4: what form a value of each has in JSON. */

export interface Primitive {
  readonly json: 'string' | 'number' | 'boolean';
  readonly accepts: (value: never) => boolean;
  /** To the sender, after "the value is no valid …": what one looks like. */
  readonly form: string;
}

const text = (accepts: (value: string) => boolean, form: string): Primitive => ({ json: 'string', accepts, form });
const number = (accepts: (value: number) => boolean, form: string): Primitive => ({ json: 'number', accepts, form });

const YEAR = String.raw`(?!0000)\d{4}`;
const DAY = String.raw`(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])`;
const TIME = String.raw`(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?`;
const OFFSET = String.raw`(?:Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))`;

const whole = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`);

const INSTANT = whole(`${YEAR}-${DAY}T${TIME}${OFFSET}`);
const DATE = whole(`${YEAR}(?:-(?:0[1-9]|1[0-2])|-${DAY})?`);
const DATE_TIME = whole(`${YEAR}(?:-(?:0[1-9]|1[0-2])|-${DAY}(?:T${TIME}${OFFSET})?)?`);
const CLOCK = whole(TIME);

const CODE = /^[^\s]+(?:[ \t\r\n][^\s]+)*$/;
const ID = /^[A-Za-z0-9\-.]{1,64}$/;
const OID = /^urn:oid:[0-2](?:\.(?:0|[1-9]\d*))+$/;
const UUID = /^urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const BASE64 = /^[\s0-9A-Za-z+/=]+$/;
// R4 §2.24.0.1: no character below 32 but tab, line feed and carriage return.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f]/;

const isString = (value: string): boolean => value !== '' && !CONTROL.test(value);
const isUri = (value: string): boolean => value !== '' && !/\s/.test(value);

/** R4's own pattern lets 30 February through. */
function hasRealDay(value: string): boolean {
  if (value.length < 10) return true;
  const day = Number(value.slice(8, 10));
  if (day <= 28) return true;
  return new Date(Date.UTC(Number(value.slice(0, 4)), Number(value.slice(5, 7)), 0)).getUTCDate() >= day;
}

const isInteger = (from: number) => (value: number) => Number.isInteger(value) && value >= from && value <= 2_147_483_647;

const string = text(isString, 'a text of at least one character, with no control character but tab and line ends');
const uri = text(isUri, 'a URI, without spaces');

export const primitives: ReadonlyMap<string, Primitive> = new Map<string, Primitive>([
  ['string', string],
  ['markdown', string],
  ['uri', uri],
  ['url', uri],
  ['canonical', uri],
  ['code', text((value) => CODE.test(value), 'a code, without spaces at its ends or two in a row')],
  ['id', text((value) => ID.test(value), 'an id: 1 to 64 letters, digits, hyphens and full stops')],
  ['oid', text((value) => OID.test(value), 'an OID: urn:oid:1.2.3')],
  ['uuid', text((value) => UUID.test(value), 'a UUID: urn:uuid: and 8-4-4-4-12 hexadecimal digits')],
  ['base64Binary', text((value) => BASE64.test(value) && value.replaceAll(/\s/g, '').length % 4 === 0, 'base64')],
  ['date', text((value) => DATE.test(value) && hasRealDay(value), 'a day that exists: YYYY, YYYY-MM or YYYY-MM-DD')],
  [
    'dateTime',
    text(
      (value) => DATE_TIME.test(value) && hasRealDay(value),
      'a day that exists, or a day and time with seconds and offset: YYYY-MM-DDThh:mm:ss+zz:zz',
    ),
  ],
  [
    'instant',
    text(
      (value) => INSTANT.test(value) && hasRealDay(value),
      'a day that exists and a time with seconds and offset: YYYY-MM-DDThh:mm:ss+zz:zz',
    ),
  ],
  ['time', text((value) => CLOCK.test(value), 'a time of day: hh:mm:ss')],
  ['boolean', { json: 'boolean', accepts: () => true, form: 'true or false, without quotation marks' }],
  ['decimal', number(Number.isFinite, 'a number, without quotation marks')],
  ['integer', number(isInteger(-2_147_483_648), 'a whole number of 32 bits, without quotation marks')],
  ['unsignedInt', number(isInteger(0), 'a whole number from 0, without quotation marks')],
  ['positiveInt', number(isInteger(1), 'a whole number from 1, without quotation marks')],
]);

export const isPrimitive = (type: string): boolean => primitives.has(type) || type === 'xhtml';
