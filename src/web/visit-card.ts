/** One visit as a citizen reads it. Pure. */

import type { Sector } from '../fhir/sector.ts';
import type { Entry } from './agenda.ts';
import { type Content, type Html, html } from './html.ts';
import { danish, type Frame, icon } from './layout.ts';
import type { Visit, VisitPlace } from './visit.ts';

export interface CardContext {
  readonly frame: Frame;
  readonly now: Date;
  /** Of a series that is told as one elsewhere on the page: where, and how often. */
  readonly series?: { readonly anchor: string; readonly pattern: string } | undefined;
  /** What its series says once is not said again. */
  readonly short: boolean;
}

export const sectorClass = (sector: Sector | undefined): string => `s-${sector ?? 'none'}`;

export function visitCard({ visit, stay }: Entry, context: CardContext): Html {
  const { frame, now } = context;
  const { texts: t } = frame;
  const over = !visit.cancelled && (visit.end ?? visit.start) < now && visit.time.kind !== 'day';
  const continued = stay !== undefined && stay.day > 1;
  const classes = ['v', sectorClass(visit.sector), visit.cancelled && 'off', over && 'over'].filter((name) => name !== false).join(' ');
  return html`<li class="${classes}"><div class="v-when">${whenOf(visit, frame)}${!visit.cancelled && !continued && lengthOf(visit, context)}${stay !== undefined && html`<p class="chip">${t.visit.stay(stay.day, stay.of)}</p>`}</div>
<div class="v-what"><p class="sec">${sectorLabel(visit.sector, frame)}${over && html` <span class="chip">${t.visit.over}</span>`}${seriesChip(context)}</p>
<h3>${visit.cancelled && html`<span class="badge badge-error">${t.visit.cancelled}</span> `}${whatOf(visit, frame)}</h3>${!continued && changesOf(visit, frame)}
${!visit.cancelled && !continued && placeOf(visit, context)}
${!context.short && !continued && !over && contactOf(visit, frame)}</div></li>`;
}

/** What it is about, in the sender's words where they may be seen. */
export const whatOf = ({ what, masked }: Visit, frame: Frame): Content =>
  what === undefined ? frame.texts.visit[masked ? 'busy' : 'unnamed'] : danish(what, frame);

/** The sender's words of a place that has a name or an address; of others ours. */
export function placeWords(place: VisitPlace, frame: Frame): Content {
  const text = frame.texts.visit.place(place);
  const isSenders = (place.kind === 'unit' || place.kind === 'address') && place.certainty !== 'uncertain';
  return isSenders && (place.name !== undefined || place.lines.length > 0) ? danish(text, frame) : text;
}

export const sectorLabel = (sector: Sector | undefined, frame: Frame): Content => sector !== undefined && frame.texts.visit.sector[sector];

/** One sentence, the API's own; its day is for those who do not see the heading that it stands under. */
export function whenOf(visit: Visit, { texts: t }: Frame): Html {
  const { day, clock, note } = t.visit.when(visit);
  return html`<p class="when">${day !== '' && html`<span class="day">${day}</span> `}<strong>${clock}</strong>${note !== '' && html` <span class="note-s">${note}</span>`}</p>`;
}

function lengthOf({ time, end }: Visit, { frame: { texts: t }, short }: CardContext): Content {
  const { kind, minutes } = time;
  switch (kind) {
    case 'exact':
      return minutes !== undefined && !/\(/.test(time.text) && html`<p class="len">${t.visit.length(minutes)}</p>`;
    case 'window':
      return !short && end !== undefined && html`<p class="len">${t.visit.window}</p>`;
    case 'day':
      return html`<p class="len">${t.visit.dayOnly}</p>`;
    case 'open-end':
      return html`<p class="len">${minutes === undefined ? t.visit.openEnd : t.visit.about(minutes)}</p>`;
    case 'multi-day':
      return undefined;
    default:
      return kind satisfies never;
  }
}

const seriesChip = ({ series, frame }: CardContext): Content =>
  series !== undefined && html` <a class="chip" href="#${series.anchor}">${icon(frame, 'sync')}${series.pattern}</a>`;

function changesOf({ changes, cancelled, place }: Visit, frame: Frame): Content {
  const { texts: t } = frame;
  const told = changes.filter(({ what }) => what !== 'cancelled');
  return [
    cancelled && html`<p class="chg">${place?.kind === 'home' ? t.visit.cancelledNote.home : t.visit.cancelledNote.other}</p>`,
    told.length > 0 &&
      html`<p class="chg">${icon(frame, 'info')}<span><strong>${t.visit.changed}:</strong> ${told.map((change) => t.visit.change(change)).join('. ')}.</span></p>`,
  ];
}

function placeOf(visit: Visit, { frame, short }: CardContext): Content {
  const { place } = visit;
  const { texts: t } = frame;
  if (place === undefined) return visit.masked && html`<p>${t.visit.busyNote}</p>`;
  const doubt = t.visit.uncertain[place.certainty];
  const todo = short
    ? undefined
    : html`<span class="todo">${t.visit.todo[place.kind]}${doubt !== undefined && place.kind !== 'unknown' && ` ${doubt}`}</span>`;
  return html`<p class="at at-${place.kind}"><span>${placeWords(place, frame)}${todo !== undefined && html`<br>${todo}`}</span></p>`;
}

/** Whom to call: what a citizen needs most after time and place. */
export function contactOf({ performer, phone, preparation, masked, id }: Visit, frame: Frame): Content {
  const { texts: t } = frame;
  return [
    preparation !== undefined && html`<p class="prep"><strong>${t.visit.preparation}:</strong> ${danish(preparation, frame)}</p>`,
    !masked &&
      html`<p class="call">${phone === undefined ? performer !== undefined && html`${t.visit.by} ${danish(performer, frame)}` : html`${t.visit.contact} ${performer === undefined ? t.visit.contactUnnamed : danish(performer, frame)}: ${telephone(phone)}`}
<a class="ics" href="/aftaler/${id}.ics">${t.visit.calendar}</a></p>`,
  ];
}

export const telephone = (phone: string): Html => html`<a class="tel" href="tel:${dialled(phone)}">${phone}</a>`;

/** RFC 3966, with the country that a number of eight digits is of. */
function dialled(phone: string): string {
  const digits = phone.replaceAll(/[^\d+]/g, '');
  return /^\d{8}$/.test(digits) ? `+45${digits}` : digits;
}
