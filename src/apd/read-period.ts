/** When: the body's interval, or the header's where the body has none. */
import { EXT } from '../fhir/extension.ts';
import { error, type Issue, warning } from '../fhir/fault.ts';
import { attribute, child, children, type XmlElement } from '../fhir/parse-xml.ts';
import type { Appointment } from '../fhir/types.ts';
import { addDays, dateOf, formatInstant, startOfDay } from '../time/zone.ts';
import { BODY, ENCOUNTER, HEADER_TIME } from './cda-path.ts';
import { type CdaTime, parseCdaTime } from './cda-time.ts';

const HEADER_TIME_TEMPLATE = '1.2.208.184.10.1.11';

/** `start` and `end`, or `_end` with `data-absent-reason` where the end is a null flavour or missing; undefined where there is no start. */
export function readPeriod(
  document: XmlElement,
  encounter: XmlElement | undefined,
  issues: Issue[],
): Pick<Appointment, 'start' | 'end' | '_end'> | undefined {
  const body = child(encounter, 'effectiveTime');
  const header = headerInterval(document);
  const inBody = lowOf(body) !== undefined;
  const source = inBody ? body : header;
  const path = inBody ? `${ENCOUNTER}.effectiveTime` : HEADER_TIME;

  const low = lowOf(source);
  if (low === undefined) {
    issues.push(
      error('required', 'The appointment has no start: send effectiveTime with a low value', `${ENCOUNTER}.effectiveTime.low`, 'apd-start'),
    );
    return undefined;
  }
  const start = readTime(low, `${path}.low`, issues);
  const high = attribute(child(source, 'high'), 'value');
  const end = high === undefined ? undefined : readTime(high, `${path}.high`, issues);
  if (start === undefined || (high !== undefined && end === undefined)) return undefined;

  if (!inBody) issues.push(warning('apd-header-time', `${BODY} has no start; the header's interval was taken`, path));
  else if (differs(body, header))
    issues.push(
      warning('apd-header-time', `The header's interval is not the same instants as the body's; the body's was taken`, HEADER_TIME),
    );
  return {
    start: start.text,
    ...(end === undefined
      ? { _end: { extension: [{ url: EXT.dataAbsentReason, valueCode: 'unknown' }] } }
      : { end: end.precision === 'day' ? endOfDay(end) : end.text }),
  };
}

/** A time in FHIR's form, with findings where something had to be read into it, or an error where it cannot be read. */
export function readTime(value: string, path: string, issues: Issue[]): CdaTime | undefined {
  const time = parseCdaTime(value);
  if (time === undefined || time.precision === 'year' || time.precision === 'month') {
    issues.push(
      error(
        'value',
        'Not a time, or less than a day is told: send YYYYMMDDHHMMSS with an offset, as 20260304101500+0100',
        path,
        'apd-time',
      ),
    );
    return undefined;
  }
  if (time.precision === 'day' || time.precision === 'hour')
    issues.push(
      warning(
        'apd-time-precision',
        `The time is given to the ${time.precision} alone; the rest was taken as zeros, or as the end of the day`,
        path,
      ),
    );
  if (!time.hasOffset && time.precision !== 'day')
    issues.push(warning('apd-time-offset', 'The time has no offset; it was taken as Danish wall time', path));
  if (time.isOutOfSeason)
    issues.push(
      warning(
        'apd-time-season',
        "The offset is Denmark's in the other half of the year; the instant was kept, so the clock a citizen sees is one hour off the digits",
        path,
      ),
    );
  return time;
}

const lowOf = (interval: XmlElement | undefined): string | undefined =>
  attribute(child(interval, 'low'), 'value') ?? attribute(interval, 'value');

/** APD 1.x gives the header's service event no template. */
function headerInterval(document: XmlElement): XmlElement | undefined {
  const events = children(document, 'documentationOf')
    .flatMap((documentation) => children(documentation, 'serviceEvent'))
    .filter((event) => child(event, 'effectiveTime') !== undefined);
  const marked = events.find((event) => children(event, 'templateId').some((id) => attribute(id, 'root') === HEADER_TIME_TEMPLATE));
  return child(marked ?? events[0], 'effectiveTime');
}

/** As instants; what the header does not say, or says unreadably, contradicts nothing. */
function differs(body: XmlElement | undefined, header: XmlElement | undefined): boolean {
  const instants = (interval: XmlElement | undefined): (number | undefined)[] =>
    [lowOf(interval), attribute(child(interval, 'high'), 'value')]
      .map((value) => value && parseCdaTime(value)?.instant.getTime())
      .map((at) => at || undefined);
  const ofBody = instants(body);
  return header !== undefined && instants(header).some((at, index) => at !== undefined && at !== ofBody[index]);
}

/** A day as an end is that day included. */
const endOfDay = ({ instant }: CdaTime): string => formatInstant(startOfDay(addDays(dateOf(instant), 1)));
