/** A professional's page: one citizen at a time, chosen by a form and kept in the session. */
import { Router } from 'express';
import { requireScope } from '../access/authorise.ts';
import type { ProfessionalCaller } from '../access/caller.ts';
import { type Override, parseOverride } from '../access/override.ts';
import { findOverviewRows, type OverviewDeps } from '../overview/find-overview.ts';
import { renderOccurrence } from '../overview/render-occurrence.ts';
import { parseDate } from '../time/parse-date.ts';
import { addDays, dateOf } from '../time/zone.ts';
import { type Ask, askPage, COORDINATION_DAYS, type Coordination, coordinationPage } from './coordination-page.ts';
import type { Period } from './overview-page.ts';
import { type Answer, type PageDeps, professionalOf, servePage, type Visitor } from './page.ts';
import { aboutAnother, type Session } from './session.ts';
import { parseTypedNumber } from './typed-number.ts';
import { toVisit } from './visit.ts';

export function coordinationRoutes(deps: OverviewDeps & PageDeps): Router {
  const { clock } = deps;

  const ask = ({ frame, session, form }: Visitor, errors: Ask['errors'] = []): Answer => ({
    page: askPage({ frame, csrf: session.csrf, errors, form }),
    ...(errors.length > 0 && { status: 422 }),
  });

  function periodOf(from: string | null): Period {
    const first = parseDate(from ?? '') ?? dateOf(clock());
    return { from: first, to: addDays(first, COORDINATION_DAYS - 1) };
  }

  async function show(
    caller: ProfessionalCaller,
    { frame, session, requestId, form }: Visitor,
    chosen: NonNullable<Session['chosen']>,
    period: Period,
    override: Override | undefined,
    overrideErrors: Coordination['overrideErrors'] = [],
  ): Promise<Answer> {
    requireScope(caller, 'Appointment', 's');
    const request = { asked: { identifier: chosen }, ...period, ...(override !== undefined && { override }) };
    const { rows } = await findOverviewRows(deps, caller, request, requestId);
    const page = coordinationPage({
      frame,
      csrf: session.csrf,
      number: chosen.value,
      visits: rows.map((row) => toVisit(renderOccurrence(row))),
      period,
      now: clock(),
      overridden: override !== undefined,
      overrideErrors,
      form,
    });
    return { page, ...(overrideErrors.length > 0 && { status: 422 }) };
  }

  return Router()
    .get(
      '/koordinering',
      servePage(deps, (visitor) => {
        const caller = professionalOf(visitor);
        const { chosen } = visitor.session;
        return chosen === undefined ? ask(visitor) : show(caller, visitor, chosen, periodOf(visitor.query.get('fra')), undefined);
      }),
    )
    .post(
      '/koordinering',
      servePage(deps, (visitor) => {
        professionalOf(visitor);
        const { form, session } = visitor;
        const chosen = parseTypedNumber(form.get('cpr') ?? '', form.get('udsteder') ?? '');
        const purpose = form.get('formaal');
        const errors: Ask['errors'] = [
          ...(typeof chosen === 'string' ? [chosen] : []),
          ...(purpose === 'TREAT' ? [] : (['purposeWrong'] as const)),
        ];
        if (typeof chosen === 'string' || errors.length > 0) return ask(visitor, errors);
        return {
          seeOther: '/koordinering',
          session: aboutAnother({ ...session, chosen, claims: { ...session.claims, purpose: 'TREAT' } }),
        };
      }),
    )
    .post(
      '/koordinering/slip',
      servePage(deps, (visitor) => {
        professionalOf(visitor);
        const { chosen: _, claims: { purpose: __, ...claims } = {}, ...session } = visitor.session;
        return { seeOther: '/koordinering', session: aboutAnother({ ...session, claims }) };
      }),
    )
    .post(
      '/koordinering/vaerdispring',
      servePage(deps, (visitor) => {
        const caller = professionalOf(visitor);
        const { session, form } = visitor;
        if (session.chosen === undefined) return ask(visitor);
        const code = form.get('grundlag');
        const reason = (form.get('begrundelse') ?? '').trim();
        const errors: Coordination['overrideErrors'] = [
          ...(code === 'consent' || code === 'emergency' ? [] : (['overrideCodeWrong'] as const)),
          ...(reason === '' || reason.length > 500 ? (['overrideReasonWrong'] as const) : []),
        ];
        const override =
          errors.length > 0 || code === null
            ? undefined
            : parseOverride({ name: 'override', valueCode: code }, { name: 'override-reason', valueString: reason });
        return show(caller, visitor, session.chosen, periodOf(form.get('fra')), override, errors);
      }),
    );
}
