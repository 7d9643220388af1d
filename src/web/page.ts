/** What every page's handler has in common: session in, answer out, and the headers that keep a page to itself. */
import type { RequestHandler, Response } from 'express';
import type { Reader } from '../access/bind-citizen.ts';
import type { Caller, CitizenCaller, ProfessionalCaller } from '../access/caller.ts';
import { parseCaller } from '../access/parse-caller.ts';
import { Fault, fault } from '../fhir/fault.ts';
import type { Trace } from '../trace-context.ts';
import type { Assets } from './assets.ts';
import { type Frame, layout, type Page } from './layout.ts';
import { bringsToken, newSession, readCookie, type Session, type Sessions } from './session.ts';
import { da, type Texts } from './texts.da.ts';
import { en } from './texts.en.ts';

export interface PageDeps {
  readonly sessions: Sessions;
  readonly assets: Assets;
  /** Whether the claims of a session are development's own. */
  readonly development: boolean;
  /** Where a form may lead, as the policy says it: here, and to the identity provider, where signing out goes on. */
  readonly formAction: string;
}

/** One call to a page. */
export interface Visitor {
  readonly session: Session;
  /** Whether the session came with the call; else it is a new one, kept only where an answer says so. */
  readonly known: boolean;
  /** There was a session that somebody was signed in to: too long ago. */
  readonly lapsed: boolean;
  readonly caller: Caller | undefined;
  readonly texts: Texts;
  readonly frame: Frame;
  readonly query: URLSearchParams;
  readonly form: URLSearchParams;
  readonly parameters: Readonly<Record<string, string>>;
  readonly requestId: string;
  readonly trace: Trace | undefined;
}

export type Answer =
  | { readonly page: Page; readonly status?: number; readonly session?: Session }
  | { readonly seeOther: string; readonly session?: Session | 'ended' }
  | { readonly file: { readonly name: string; readonly type: string; readonly text: string } };

export type Handle = (visitor: Visitor) => Answer | Promise<Answer>;

export const servePage =
  (deps: PageDeps, handle: Handle): RequestHandler =>
  async (req, res) => {
    const language = changedLanguage(req.originalUrl);
    if (req.method === 'GET' && language !== undefined) {
      res.append('Set-Cookie', `sprog=${language.code}; Path=/; SameSite=Lax; Max-Age=31536000`).redirect(303, language.path);
      return;
    }
    const visitor = await visitorOf(
      deps,
      req.get('Cookie'),
      req.originalUrl,
      req.body,
      req.params as Readonly<Record<string, string>>,
      res,
    );
    res.locals['visitor'] = visitor;
    if (req.method === 'POST' && !bringsToken(visitor.session, visitor.form.get('_csrf'))) {
      throw visitor.lapsed ? new SignInNeeded() : new StaleForm();
    }
    await send(res, deps, visitor, await handle(visitor));
  };

/** A form of another session, or of none. */
export class StaleForm extends Fault {
  constructor() {
    super([{ severity: 'error', code: 'forbidden', text: 'The form does not belong to this session' }]);
  }
}

/** Nobody is signed in: the answer is the way to sign-in. */
export class SignInNeeded extends Fault {
  constructor() {
    super([{ severity: 'error', code: 'login', text: 'Sign in to see this page' }]);
  }
}

export async function visitorOf(
  { sessions, assets, development }: PageDeps,
  cookies: string | undefined,
  path: string,
  body: unknown,
  parameters: Readonly<Record<string, string>>,
  res: Response,
): Promise<Visitor> {
  const opened = await sessions.open(cookies);
  const session = opened ?? newSession();
  const caller = callerOf(session, development);
  const texts = readCookie(cookies, 'sprog') === 'en' ? en : da;
  const [, query = ''] = path.split('?', 2);
  if (caller !== undefined) res.locals['caller'] = caller;
  return {
    session,
    known: opened !== undefined,
    lapsed: opened === undefined && sessions.wasSignedIn(cookies),
    caller,
    texts,
    frame: {
      texts,
      assets,
      path,
      development,
      person: caller && { name: caller.name ?? texts.layout.somebody, role: caller.role, csrf: session.csrf },
    },
    query: new URLSearchParams(query),
    form: new URLSearchParams(typeof body === 'string' ? body : ''),
    parameters,
    requestId: res.locals['requestId'],
    trace: res.locals['trace'],
  };
}

export function callerOf({ claims }: Session, development: boolean): Caller | undefined {
  const caller = claims && parseCaller(claims, development);
  return caller === undefined || 'wrong' in caller ? undefined : caller;
}

/** @throws SignInNeeded; Fault 403 for one of another role */
export function citizenOf({ caller }: Visitor): CitizenCaller {
  if (caller === undefined) throw new SignInNeeded();
  if (caller.role !== 'citizen') throw fault('forbidden', 'This page is for citizens');
  return caller;
}

export function professionalOf({ caller }: Visitor): ProfessionalCaller {
  if (caller === undefined) throw new SignInNeeded();
  if (caller.role !== 'professional') throw fault('forbidden', 'This page is for professionals');
  return caller;
}

/** @throws SignInNeeded; Fault 403 for one of another role */
export function readerOf({ caller }: Visitor): Reader {
  if (caller === undefined) throw new SignInNeeded();
  if (caller.role !== 'citizen' && caller.role !== 'professional') throw fault('forbidden', 'This page is for citizens and professionals');
  return caller;
}

const POLICY =
  "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'; form-action ";

export async function send(res: Response, { sessions, formAction }: PageDeps, visitor: Visitor, answer: Answer): Promise<void> {
  res.set({
    'Content-Security-Policy': POLICY + formAction,
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'same-origin',
    Vary: 'Cookie',
  });
  const given = 'file' in answer ? undefined : answer.session;
  const kept = given ?? (visitor.known ? visitor.session : undefined);
  if (kept === 'ended') res.append('Set-Cookie', [sessions.ended, sessions.unmark]);
  else if (kept !== undefined) {
    res.append('Set-Cookie', [await sessions.seal(kept), kept.claims === undefined ? sessions.unmark : sessions.mark]);
  }
  if ('seeOther' in answer) {
    res.redirect(303, answer.seeOther);
  } else if ('file' in answer) {
    const { name, type, text } = answer.file;
    res.set({ 'Content-Type': `${type}; charset=utf-8`, 'Content-Disposition': `attachment; filename="${name}"` }).send(text);
  } else {
    res
      .status(answer.status ?? 200)
      .type('html')
      .send(layout(visitor.frame, answer.page));
  }
}

function changedLanguage(url: string): { code: string; path: string } | undefined {
  const [path = '/', query = ''] = url.split('?', 2);
  const parameters = new URLSearchParams(query);
  const code = parameters.get('sprog');
  if (code !== 'da' && code !== 'en') return undefined;
  parameters.delete('sprog');
  const rest = parameters.toString();
  // A path that begins with two slashes would lead to another host.
  return { code, path: `${path.replace(/^\/{2,}/, '/')}${rest === '' ? '' : `?${rest}`}` };
}
