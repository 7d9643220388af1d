/** The citizen's pages, and those of who acts for them: appointments, log, blocks. */
import { Router } from 'express';
import { requireScope } from '../access/authorise.ts';
import type { CitizenCaller } from '../access/caller.ts';
import { developmentHospital } from '../access/development-senders.ts';
import { type ConsentCall, type ConsentDeps, createConsent, deleteConsent, findOwnConsents } from '../access/keep-consent.ts';
import { readLogLines } from '../access/read-log.ts';
import { fault } from '../fhir/fault.ts';
import { etag } from '../fhir/headers.ts';
import { findOverviewRows, type OverviewDeps } from '../overview/find-overview.ts';
import { readAppointment } from '../overview/read-appointment.ts';
import { renderOccurrence } from '../overview/render-occurrence.ts';
import { parseDate } from '../time/parse-date.ts';
import { addDays, dateOf, type LocalDate } from '../time/zone.ts';
import { type BlockChoice, isBlock, type Organisation, parseBlockChoice, toBlockChoice, toConsent } from './block.ts';
import { type BlocksView, blocksPage, liftPage, meaningOf, reviewPage } from './blocks-page.ts';
import { calendarWords } from './calendar-words.ts';
import { toICalendar } from './icalendar.ts';
import { logPage, organisationNames } from './log-page.ts';
import { askedOf, type Looking, lookingOf } from './looking.ts';
import { comingPage, EARLIER_DAYS, earlierPage } from './overview-page.ts';
import { type Answer, citizenOf, type PageDeps, servePage, type Visitor } from './page.ts';
import { aboutAnother } from './session.ts';
import { toVisit, type Visit } from './visit.ts';

export type CitizenPagesDeps = OverviewDeps & ConsentDeps;

export function citizenRoutes(deps: CitizenPagesDeps & PageDeps): Router {
  const { clock, citizenIdOf, windowDays, senders } = deps;

  const asked = (caller: CitizenCaller, visitor: Visitor) => askedOf(caller, visitor, dateOf(clock()));
  const askedId = (caller: CitizenCaller, visitor: Visitor): string => citizenIdOf(asked(caller, visitor).identifier);
  const looking = (caller: CitizenCaller, visitor: Visitor): Looking => lookingOf(caller, visitor, dateOf(clock()));

  async function visitsOf(caller: CitizenCaller, visitor: Visitor, from?: LocalDate, to?: LocalDate): Promise<readonly Visit[]> {
    requireScope(caller, 'Appointment', 's');
    const { rows } = await findOverviewRows(deps, caller, { asked: asked(caller, visitor), from, to }, visitor.requestId);
    return rows.map((row) => toVisit(renderOccurrence(row)));
  }

  const consentCall = (caller: CitizenCaller, { requestId }: Visitor, scope: string): ConsentCall => {
    requireScope(caller, 'Consent', scope);
    return { caller, requestId };
  };

  const organisations = async (): Promise<readonly Organisation[]> =>
    (await senders.all()).filter(({ sor, cvr }) => sor !== null || cvr !== null).map(({ name, sor, cvr }) => ({ name, sor, cvr }));

  async function blocks(visitor: Visitor, view: Partial<Pick<BlocksView, 'error' | 'form' | 'notice'>> = {}): Promise<Answer> {
    const caller = citizenOf(visitor);
    const found = await findOwnConsents(deps, consentCall(caller, visitor, 's'), asked(caller, visitor));
    const consents = found.filter(({ consent }) => isBlock(consent));
    const page = blocksPage({
      frame: visitor.frame,
      looking: looking(caller, visitor),
      consents,
      organisations: await organisations(),
      now: clock(),
      ...view,
    });
    return { page, ...(view.error !== undefined && { status: 422 }) };
  }

  async function choiceOf({ form }: Visitor): Promise<BlockChoice | 'until'> {
    const choice = parseBlockChoice(form, await organisations(), dateOf(clock()));
    if (choice === undefined) throw fault('value', 'The form holds what it does not offer');
    return choice;
  }

  return Router()
    .get(
      '/aftaler',
      servePage(deps, async (visitor) => {
        const caller = citizenOf(visitor);
        const visits = await visitsOf(caller, visitor);
        return { page: comingPage({ frame: visitor.frame, looking: looking(caller, visitor), visits, now: clock() }, windowDays) };
      }),
    )
    .get(
      '/aftaler/tidligere',
      servePage(deps, async (visitor) => {
        const caller = citizenOf(visitor);
        const now = clock();
        const newest = addDays(dateOf(now), -1);
        const until = parseDate(visitor.query.get('til') ?? '');
        const to = until !== undefined && until < newest ? until : newest;
        const from = addDays(to, 1 - EARLIER_DAYS);
        const visits = await visitsOf(caller, visitor, from, to);
        return { page: earlierPage({ frame: visitor.frame, looking: looking(caller, visitor), visits, now }, { from, to }) };
      }),
    )
    .get(
      '/aftaler.ics',
      servePage(deps, async (visitor) => {
        const visits = await visitsOf(citizenOf(visitor), visitor);
        return { file: calendarFile(visits, visitor, clock()) };
      }),
    )
    .get(
      '/aftaler/:file',
      servePage(deps, async (visitor) => {
        const caller = citizenOf(visitor);
        const [, id] = /^(.+)\.ics$/.exec(visitor.parameters['file'] ?? '') ?? [];
        if (id === undefined) throw fault('not-found', 'There is nothing at this address');
        requireScope(caller, 'Appointment', 'r');
        const { json } = await readAppointment(deps, caller, id, visitor.requestId);
        return { file: calendarFile([toVisit(json)], visitor, clock()) };
      }),
    )
    .post(
      '/skift',
      servePage(deps, (visitor) => {
        citizenOf(visitor);
        const { forOther: _, ...session } = visitor.session;
        const to = visitor.form.get('til');
        const seeOther =
          ['/aftaler', '/aftaler/tidligere', '/minlog', '/spaerringer', '/stamkort'].find((path) => path === to) ?? '/aftaler';
        return { seeOther, session: aboutAnother(visitor.form.get('hvem') === 'anden' ? { ...session, forOther: true } : session) };
      }),
    )
    .get(
      '/minlog',
      servePage(deps, async (visitor) => {
        const caller = citizenOf(visitor);
        requireScope(caller, 'AuditEvent', 's');
        const cursor = visitor.query.get('fra');
        const citizenId = askedId(caller, visitor);
        const query = new URLSearchParams({ patient: `Patient/${citizenId}`, ...(cursor !== null && { _cursor: cursor }) });
        const log = await readLogLines(deps, caller, query, visitor.requestId);
        const page = logPage({
          ...log,
          frame: visitor.frame,
          looking: looking(caller, visitor),
          isFirst: cursor === null,
          othersOnly: visitor.query.get('vis') === 'andre',
          organisations: organisationNames([...(await senders.all()), ...(deps.development ? [developmentHospital] : [])]),
        });
        return { page };
      }),
    )
    .get(
      '/spaerringer',
      servePage(deps, (visitor) => blocks(visitor, { notice: noticeOf(visitor.query.get('nu')) })),
    )
    .post(
      '/spaerringer/gennemse',
      servePage(deps, async (visitor) => {
        const caller = citizenOf(visitor);
        const choice = await choiceOf(visitor);
        if (choice === 'until') return blocks(visitor, { error: 'untilWrong', form: visitor.form });
        const { frame, session, form } = visitor;
        return { page: reviewPage({ frame, csrf: session.csrf, choice, form, visits: await visitsOf(caller, visitor) }) };
      }),
    )
    .post(
      '/spaerringer',
      servePage(deps, async (visitor) => {
        const caller = citizenOf(visitor);
        const choice = await choiceOf(visitor);
        if (choice === 'until') return blocks(visitor, { error: 'untilWrong', form: visitor.form });
        await createConsent(deps, consentCall(caller, visitor, 'c'), toConsent(choice, askedId(caller, visitor), clock()));
        return { seeOther: '/spaerringer?nu=sat' };
      }),
    )
    .post(
      '/spaerringer/ophaev',
      servePage(deps, async (visitor) => {
        const caller = citizenOf(visitor);
        const [id, version] = [visitor.form.get('id') ?? '', visitor.form.get('version') ?? ''];
        if (visitor.form.get('ja') === 'ja') {
          await deleteConsent(deps, consentCall(caller, visitor, 'd'), id, etag(Number(version)));
          return { seeOther: '/spaerringer?nu=ophaevet' };
        }
        const consents = await findOwnConsents(deps, consentCall(caller, visitor, 's'), asked(caller, visitor));
        const found = consents.find(({ consent }) => consent.id === id && isBlock(consent));
        if (found === undefined) throw fault('not-found', 'There is nothing here by this id');
        const choice = toBlockChoice(found.consent, await organisations());
        const what = choice === undefined ? visitor.texts.blocks.other : meaningOf(choice, visitor.texts);
        return { page: liftPage({ frame: visitor.frame, csrf: visitor.session.csrf, id, version, what }) };
      }),
    );
}

const noticeOf = (word: string | null): BlocksView['notice'] => (word === 'sat' ? 'done' : word === 'ophaevet' ? 'lifted' : undefined);

const calendarFile = (visits: readonly Visit[], { texts }: Visitor, now: Date) => ({
  name: 'aftaler.ics',
  type: 'text/calendar',
  text: toICalendar(visits, calendarWords(texts), now),
});
