/** `/minlog`: the log's lines as sentences. Pure. */
import type { AuditAgent, AuditLine } from '../access/audit-line.ts';
import { dateOf } from '../time/zone.ts';
import { isoWeek } from './agenda.ts';
import { type Content, type Html, html } from './html.ts';
import { alertBox, danish, type Frame, icon, type Page } from './layout.ts';
import type { Looking } from './looking.ts';
import { switcher } from './overview-page.ts';
import type { Texts } from './texts.da.ts';

export interface LogView {
  readonly frame: Frame;
  readonly looking: Looking;
  readonly citizenId: string;
  readonly total: number;
  readonly lines: readonly { readonly recordedAt: Date; readonly line: AuditLine }[];
  readonly next: string | undefined;
  readonly isFirst: boolean;
  /** Lines of the citizen's own looks are left out. */
  readonly othersOnly: boolean;
  /** The names of organisations, by SOR or CVR number. */
  readonly organisations: ReadonlyMap<string, string>;
}

export function logPage(view: LogView): Page {
  const { frame, looking, total, next, isFirst, othersOnly } = view;
  const { log: t, day } = frame.texts;
  const lines = view.lines.filter(({ line }) => !othersOnly || !isOwn(line, view.citizenId));
  const dates = [...new Set(lines.map(({ recordedAt }) => dateOf(recordedAt)))];
  const title = looking.otherName === undefined ? t.title : t.titleOf(looking.otherName);
  const filter = othersOnly ? '&vis=andre' : '';
  return {
    title,
    main: html`<h1>${title}</h1><p class="lead">${t.intro}</p>
${switcher(looking, frame)}
<nav class="tabs" aria-label="${t.show}"><ul><li><a href="/minlog"${othersOnly ? '' : html` aria-current="page"`}>${t.all}</a></li>
<li><a href="/minlog?vis=andre"${othersOnly ? html` aria-current="page"` : ''}>${t.others}</a></li></ul></nav>
<p class="quiet">${t.total(total)}</p>
${lines.length === 0 && html`<p>${t.none}</p>`}
${dates.map(
  (
    date,
  ) => html`<section class="day"><h2><span class="dayname">${day.nameAndYear(date)}</span> <span class="week">${day.week(isoWeek(date))}</span></h2>
<ul class="log">${lines.filter(({ recordedAt }) => dateOf(recordedAt) === date).map((one) => entry(one, view))}</ul></section>`,
)}
<p class="pager">${next !== undefined && html`<a href="/minlog?fra=${next}${filter}">${t.older}</a>`} ${!isFirst && html`<a href="/minlog${othersOnly ? '?vis=andre' : ''}">${t.newest}</a>`}</p>`,
  };
}

const isOwn = ({ who }: AuditLine, citizenId: string): boolean => who.role === 'citizen' && who.id === citizenId;

function entry({ recordedAt, line }: LogView['lines'][number], view: LogView): Html {
  const { frame, citizenId } = view;
  const { log: t, day } = frame.texts;
  const own = isOwn(line, citizenId);
  const { who, override, withheld, denied } = line;
  const serious = override !== undefined || denied === true;
  return html`<li class="${own ? 'own' : serious ? 'serious' : 'other'}"><span class="clock">${day.clock(recordedAt)}</span>
<div>${serious && html`${icon(frame, 'warning')} `}<strong>${whoText(who, own, t)}</strong>${placeText(who, view)} ${deedText(line, t)}.
${override !== undefined && html`<br>${t.override[override.code]} ${t.reason} “${danish(override.reason, frame)}”`}
${who.purpose === 'TREAT' && html`<br>${t.purpose}`}${withheld && denied !== true && html`<br>${t.withheld}`}
${!own && html`<br><span class="quiet">${t.via(who.client)}</span>`}</div></li>`;
}

function whoText({ role, name, relation }: AuditAgent, own: boolean, t: Texts['log']): string {
  if (own) return t.you;
  if (relation !== undefined) return t.forYou(name ?? t.roles.citizen, t.relations[relation] ?? relation);
  return role === 'sender' ? `${t.roles.sender} ${name ?? ''}`.trim() : (name ?? t.roles[role]);
}

/** Where one works: by name where the registry knows it. A sender is its organisation. */
function placeText({ role, sor, cvr }: AuditAgent, { organisations, frame }: LogView): Content {
  const { log: t } = frame.texts;
  if (role !== 'professional') return undefined;
  const name = organisations.get(sor ?? '') ?? organisations.get(cvr ?? '');
  const place = name ?? (sor !== undefined ? t.organisation.sor(sor) : cvr !== undefined ? t.organisation.cvr(cvr) : undefined);
  return place !== undefined && html` ${t.from} ${name === undefined ? place : danish(place, frame)}`;
}

function deedText({ interaction, operation, type, rows, denied, who }: AuditLine, t: Texts['log']): string {
  if (denied === true) return t.denied;
  const looks = interaction !== 'create' && interaction !== 'update' && interaction !== 'delete';
  if (operation === '$stamkort') return t.sawCard;
  // A register's opt-outs are Consents too.
  if (who.role === 'register') return looks ? t.sawCard : t.changedCard;
  switch (type) {
    case 'Appointment':
      if (looks) return rows === 0 ? t.sawNone : t.saw(rows);
      return { create: t.wrote, update: t.changed, delete: t.deleted }[interaction];
    case 'AuditEvent':
      return t.sawLog;
    case 'Consent':
      if (looks) return t.sawBlocks;
      return { create: t.blockSet, update: t.blockChanged, delete: t.blockLifted }[interaction];
    case 'Patient':
      if (operation === '$aftaleoversigt') return rows === 0 ? t.sawNone : t.saw(rows);
      return looks ? t.sawIdentity : t.changedCard;
    default:
      return looks ? t.sawCard : t.changedCard;
  }
}

/** The organisations of the registry, by what a log line names them by. */
export const organisationNames = (
  senders: readonly { readonly name: string; readonly sor: string | null; readonly cvr: string | null }[],
): ReadonlyMap<string, string> =>
  new Map(senders.flatMap(({ name, sor, cvr }) => [sor, cvr].flatMap((id) => (id === null ? [] : [[id, name] as const]))));

export const noticeBox = (frame: Frame, text: string | undefined): Content =>
  text !== undefined && alertBox(frame, 'success', html`<p>${text}</p>`, 'status');
