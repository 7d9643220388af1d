/** Sign-in and sign-out: at an identity provider, or in development as a test person. */
import { Router } from 'express';
import { parseCaller } from '../access/parse-caller.ts';
import type { Config } from '../config.ts';
import { fault } from '../fhir/fault.ts';
import type { Log } from '../log.ts';
import { onThisMachine } from './on-this-machine.ts';
import { createOpenId } from './open-id.ts';
import { ownPage } from './own-page.ts';
import { type Answer, type PageDeps, servePage, type Visitor } from './page.ts';
import { newSession } from './session.ts';
import { type SignIn, signInPage } from './sign-in-page.ts';
import { claimsOf, testPeople } from './test-people.ts';

export interface SignInDeps extends PageDeps {
  readonly config: Pick<Config, 'oidc' | 'tokenIssuers'>;
  readonly publicUrl: string;
  readonly log: Log;
}

export function signInRoutes(deps: SignInDeps): Router {
  const { config, publicUrl, development, log } = deps;
  const openId = config.oidc && createOpenId(config.oidc, publicUrl);
  const how = openId !== undefined ? 'oidc' : development ? 'development' : 'none';

  const shown = ({ frame, session }: Visitor, to: string, notice?: SignIn['notice']): Answer => ({
    page: signInPage({ frame, how, to, csrf: session.csrf, notice }),
    session,
    ...(notice === 'failed' && { status: 400 }),
    ...(notice === 'unavailable' && { status: 503 }),
  });

  const routes = Router();
  if (how === 'development') routes.use('/log-ind', onThisMachine);
  routes
    .get(
      '/log-ind',
      servePage(deps, (visitor) => shown(visitor, wayBack(visitor.query), endedBy(visitor.query.get('ud')))),
    )
    .post(
      '/log-ud',
      servePage(deps, async () => ({
        seeOther: (await openId?.signOutUrl().catch(() => undefined)) ?? '/log-ind?ud',
        session: 'ended',
      })),
    );

  if (how === 'development') {
    routes.post(
      '/log-ind',
      servePage(deps, ({ form }) => {
        const person = testPeople.find(({ id }) => id === form.get('hvem'));
        if (person === undefined) throw fault('value', 'Choose one of the test persons');
        const { identity, otherName } = person;
        const to = wayBack(form);
        return {
          seeOther: to === '/' ? ownPage(identity) : to,
          session: { ...newSession(), claims: { ...claimsOf(person) }, ...(otherName !== undefined && { otherName }) },
        };
      }),
    );
  }

  if (openId !== undefined) {
    routes
      .get(
        '/log-ind/start',
        servePage(deps, async (visitor) => {
          try {
            const { url, pending } = await openId.start(wayBack(visitor.query));
            return { seeOther: url, session: { ...visitor.session, pending } };
          } catch (cause) {
            log.warn({ err: cause }, 'the identity provider is out of reach');
            return shown(visitor, wayBack(visitor.query), 'unavailable');
          }
        }),
      )
      .get(
        '/log-ind/svar',
        servePage(deps, async (visitor) => {
          const { pending } = visitor.session;
          if (pending === undefined) return shown(visitor, '/', 'failed');
          try {
            const claims = await openId.finish(visitor.frame.path, pending, visitor.trace);
            const caller = parseCaller(claims, false);
            if ('wrong' in caller) throw new Error(`its claims do not hold: ${caller.wrong.join('; ')}`);
            const to = pending.to === '/' ? ownPage(caller) : pending.to;
            return { seeOther: to, session: { ...newSession(), claims: { ...claims } } };
          } catch (cause) {
            log.warn({ requestId: visitor.requestId, why: cause instanceof Error ? cause.message : 'unknown' }, 'a sign-in failed');
            return shown(visitor, pending.to, 'failed');
          }
        }),
      );
  }
  return routes;
}

const endedBy = (word: string | null): SignIn['notice'] => (word === null ? undefined : word === 'inaktiv' ? 'lapsed' : 'signedOut');

/** Only to a page of ours: an address that begins with one slash and nothing that a browser reads as another. */
function wayBack(parameters: URLSearchParams): string {
  const to = parameters.get('til') ?? '/';
  return /^\/(?![/\\])[\w/.?=&%-]*$/.test(to) && !to.startsWith('/log-') ? to : '/';
}
