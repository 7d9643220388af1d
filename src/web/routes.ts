/** The pages' addresses. They call the same recipes as the API: nothing is visible here that the API would withhold. */
import { Router, text } from 'express';
import type { Config } from '../config.ts';
import type { StamkortDeps } from '../stamkort/deps.ts';
import { type AdoptionPagesDeps, adoptionRoutes } from './adoption/adoption-routes.ts';
import { createAssets } from './assets.ts';
import { cardRoutes } from './card/card-routes.ts';
import { type CitizenPagesDeps, citizenRoutes } from './citizen-routes.ts';
import { coordinationRoutes } from './coordination-routes.ts';
import { exampleAnswerPage } from './example-answer-page.ts';
import { askExample } from './example-call.ts';
import { examplesPage, readExamples } from './examples-page.ts';
import { type FaultPageDeps, faultPage, unknownPage } from './fault-page.ts';
import { frontPage } from './front-page.ts';
import { onThisMachine } from './on-this-machine.ts';
import { type PageDeps, servePage } from './page.ts';
import { type QualityPagesDeps, qualityPages } from './quality/quality-routes.ts';
import { qualitySection } from './quality/quality-section.ts';
import { createSessions } from './session.ts';
import { signInRoutes } from './sign-in-routes.ts';

export type WebDeps = CitizenPagesDeps &
  StamkortDeps &
  AdoptionPagesDeps &
  QualityPagesDeps &
  Omit<FaultPageDeps, keyof PageDeps> & {
    readonly config: Pick<Config, 'oidc' | 'tokenIssuers'>;
    readonly sessionKey: Uint8Array;
  };

/** Form fields, not files. */
const FORM = text({ type: 'application/x-www-form-urlencoded', limit: '16kb' });

export function webRoutes(given: WebDeps): Router {
  const { config, publicUrl, sessionKey } = given;
  const deps = {
    ...given,
    sessions: createSessions(sessionKey, publicUrl.startsWith('https:')),
    assets: createAssets(),
    development: config.tokenIssuers === undefined && config.oidc === undefined,
    formAction: config.oidc === undefined ? "'self'" : `'self' ${new URL(config.oidc.issuer).origin}`,
  };
  const examples = readExamples();
  const developing = Router();
  if (deps.development) {
    developing.get(
      '/eksempelkald',
      onThisMachine,
      servePage(deps, async ({ frame, requestId }) => ({ page: exampleAnswerPage(frame, publicUrl, await askExample(deps, requestId)) })),
    );
  }
  return Router()
    .use(deps.assets.routes)
    .use(FORM)
    .get(
      '/',
      servePage(deps, ({ frame }) => ({ page: frontPage(frame, publicUrl) })),
    )
    .get(
      '/eksempler',
      servePage(deps, ({ frame }) => ({ page: examplesPage(frame, examples) })),
    )
    .use(developing)
    .use(signInRoutes(deps))
    .use(citizenRoutes(deps))
    .use(cardRoutes(deps))
    .use(coordinationRoutes(deps))
    .use(adoptionRoutes(deps, [qualitySection(deps)]))
    .use(qualityPages(deps))
    .use(unknownPage)
    .use(faultPage(deps));
}
