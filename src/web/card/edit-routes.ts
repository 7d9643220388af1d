/** `/stamkort/…`: each item that is typed in, in a form. */
import { type RequestHandler, Router } from 'express';
import { requireScope } from '../../access/authorise.ts';
import { fault } from '../../fhir/fault.ts';
import type { Card } from '../../stamkort/card.ts';
import type { StamkortDeps } from '../../stamkort/deps.ts';
import { lookUpCard } from '../../stamkort/find-card.ts';
import { dateOf } from '../../time/zone.ts';
import { type Answer, type PageDeps, servePage, type Visitor } from '../page.ts';
import { type CardCall, cardCallOf } from './card-call.ts';
import type { CardForm } from './card-form.ts';
import { noticeWords } from './card-notice.ts';
import { contactForm } from './contact-form.ts';
import { dentistForm } from './dentist-form.ts';
import { editPage, removePage } from './edit-page.ts';
import { editPaths, newRelativePath } from './edit-paths.ts';
import { languageForm } from './language-form.ts';
import { relativeForm } from './relative-form.ts';
import { saveItem } from './save-item.ts';
import { temporaryAddressForm } from './temporary-address-form.ts';

const singles: readonly CardForm[] = [contactForm, temporaryAddressForm, languageForm, dentistForm];

export function editRoutes(deps: StamkortDeps & PageDeps): Router {
  const { clock } = deps;

  /** What a handler of these addresses does, once it is known of whom; a professional who has chosen nobody chooses first. */
  const serve = (handle: (visitor: Visitor, found: CardCall, id: string | undefined) => Promise<Answer>): RequestHandler =>
    servePage(deps, async (visitor) => {
      const found = cardCallOf(visitor, dateOf(clock()));
      if (found === undefined) return { seeOther: '/koordinering' };
      requireScope(found.call.caller, 'Patient', 'r');
      return handle(visitor, found, visitor.parameters['id']);
    });

  const actionOf = (form: CardForm, id: string | undefined): string => {
    const path = editPaths[form.kind];
    if (form.kind !== 'relative') return path;
    return id === undefined ? newRelativePath : `${path}/${id}`;
  };

  const open = (form: CardForm): RequestHandler =>
    serve(async ({ frame }, { call, asked, reader }, id) => {
      const card = await lookUpCard(deps, call, { asked });
      const item = form.find(card, id);
      if (id !== undefined && item === undefined) throw fault('not-found', 'There is nothing here by this id');
      const values = form.values(card, id);
      const action = actionOf(form, id);
      const version = String(item?.version ?? 0);
      return { page: editPage({ frame, reader, form, action, card, item, version, values, errors: [], isOutdated: false, now: clock() }) };
    });

  const save = (form: CardForm): RequestHandler =>
    serve(async ({ frame, form: values, texts }, found, id) => {
      const version = values.get('version') ?? '';
      const outcome = await saveItem(deps, found, { form, id, version, fill: (card) => form.fill(values, card, id) }, texts);
      if (outcome.how === 'saved' || outcome.how === 'unchanged') return { seeOther: `/stamkort?nu=${noticeWords[outcome.how]}` };
      const { call, asked, reader } = found;
      const card = await lookUpCard(deps, call, { asked });
      const item = form.find(card, id);
      // What is gone can be written anew.
      const action = actionOf(form, item === undefined ? undefined : id);
      const view = { frame, reader, form, action, card, item, values, now: clock() };
      return outcome.how === 'outdated'
        ? { page: editPage({ ...view, version: String(item?.version ?? 0), errors: [], isOutdated: true }), status: 409 }
        : { page: editPage({ ...view, version, errors: outcome.errors, isOutdated: false }), status: 422 };
    });

  const askToRemove = (form: CardForm): RequestHandler =>
    serve(async ({ frame }, { call, asked, reader }, id) => {
      const card = await lookUpCard(deps, call, { asked });
      const item = form.find(card, id);
      if (item === undefined) throw fault('not-found', 'There is nothing here by this id');
      const action = `${actionOf(form, id)}/slet`;
      return { page: removePage({ frame, reader, form, action, card, item, isOutdated: false, now: clock() }) };
    });

  const remove = (form: CardForm): RequestHandler =>
    serve(async ({ frame, form: values, texts }, found, id) => {
      const wish = {
        form,
        id,
        version: values.get('version') ?? '',
        fill: (card: Card) => ({ change: form.remove(card, id), paths: new Map<string, string>() }),
      };
      const { how } = await saveItem(deps, found, wish, texts);
      const { call, asked, reader } = found;
      const card = await lookUpCard(deps, call, { asked });
      const item = form.find(card, id);
      if (how !== 'outdated' || item === undefined) return { seeOther: `/stamkort?nu=${noticeWords.deleted}` };
      const action = `${actionOf(form, id)}/slet`;
      return { page: removePage({ frame, reader, form, action, card, item, isOutdated: true, now: clock() }), status: 409 };
    });

  const routes = Router();
  const add = (path: string, form: CardForm): void => {
    routes.get(path, open(form)).post(path, save(form));
    if (form.removable) routes.get(`${path}/slet`, askToRemove(form)).post(`${path}/slet`, remove(form));
  };
  for (const form of singles) add(editPaths[form.kind], form);
  routes.get(newRelativePath, open(relativeForm)).post(newRelativePath, save(relativeForm));
  add(`${editPaths.relative}/:id`, relativeForm);
  return routes;
}
