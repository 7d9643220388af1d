/** An identity provider of the tests' own. */
import { createServer } from 'node:http';
import Provider from 'oidc-provider';
import { listen, type Site } from './browser.ts';

export const CLIENT = 'aftaledeling';
export const SECRET = 'a secret of the tests';

/** Who the provider lets in, by what it knows them by. */
const accounts: Readonly<Record<string, Record<string, unknown>>> = {
  nancy: { role: 'citizen', name: 'Nancy Ann Test Berggren', cpr: '2512489996' },
  nurse: { role: 'professional', name: 'Hanne', person_id: 'nurse-1', sor: '306861000016006' },
  nobody: { name: 'Uden rolle' },
};

export interface ProviderOptions {
  /** Of the pages that send people here. */
  readonly publicUrl: string;
  /** Who comes next. */
  readonly current: () => string;
  /** Where the `traceparent` of each call for a token is put. */
  readonly tracesOfTokens?: unknown[];
}

/** OpenID's own reference provider; whoever comes is at once the one that `current` names. */
export async function startProvider({ publicUrl, current, tracesOfTokens = [] }: ProviderOptions): Promise<Site> {
  const server = createServer();
  server.on('request', (req) => {
    if (req.url === '/token') tracesOfTokens.push(req.headers['traceparent']);
  });
  const site = await listen((req, res) => server.emit('request', req, res));
  const provider = new Provider(site.origin, {
    clients: [
      {
        client_id: CLIENT,
        client_secret: SECRET,
        redirect_uris: [`${publicUrl}/log-ind/svar`],
        post_logout_redirect_uris: [`${publicUrl}/`],
      },
    ],
    claims: { openid: ['sub'], profile: ['name', 'role', 'cpr', 'person_id', 'sor'] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    cookies: { keys: ['of the tests'] },
    findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ sub, ...accounts[sub] }) }),
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    features: { devInteractions: { enabled: false } },
    loadExistingGrant: async (context) => {
      const grant = new context.oidc.provider.Grant({
        clientId: context.oidc.client?.clientId ?? '',
        accountId: context.oidc.session?.accountId ?? '',
      });
      grant.addOIDCScope('openid profile');
      await grant.save();
      return grant;
    },
  });
  const answer = provider.callback();
  server.on('request', (req, res) => {
    if (req.url?.startsWith('/interaction/')) void provider.interactionFinished(req, res, { login: { accountId: current() } });
    else void answer(req, res);
  });
  return site;
}
