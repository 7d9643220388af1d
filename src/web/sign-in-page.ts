/** `/log-ind`. Pure. */
import { type Content, type Html, html } from './html.ts';
import { alertBox, type Frame, icon, type Page, token } from './layout.ts';
import { type TestPerson, testPeople } from './test-people.ts';

export interface SignIn {
  readonly frame: Frame;
  readonly how: 'oidc' | 'development' | 'none';
  /** Where to go then. */
  readonly to: string;
  readonly csrf: string;
  readonly notice?: 'signedOut' | 'lapsed' | 'failed' | 'unavailable' | undefined;
}

export function signInPage({ frame, how, to, csrf, notice }: SignIn): Page {
  const { signIn: t } = frame.texts;
  const told = notice !== undefined && alertBox(frame, kinds[notice], html`<p>${t[notice]}</p>`, 'status');
  return {
    title: t.title,
    main: html`<h1>${how === 'development' ? t.development : t.title}</h1>${told}${waysIn({ frame, how, to, csrf })}`,
  };
}

const kinds = { signedOut: 'success', lapsed: 'info', failed: 'error', unavailable: 'error' } as const;

function waysIn({ frame, how, to, csrf }: SignIn): Content {
  const { signIn: t } = frame.texts;
  switch (how) {
    case 'none':
      return html`<p class="lead">${t.none}</p>`;
    case 'oidc':
      return html`<p class="lead">${t.intro} ${t.oidcIntro}</p><p><a class="button button-primary" href="/log-ind/start?${new URLSearchParams({ til: to }).toString()}">${icon(frame, 'lock')}<span>${t.oidc}</span></a></p>`;
    case 'development': {
      const groups = ['citizens', 'relatives', 'professionals', 'coordinators'] as const;
      return html`<p class="lead">${t.developmentIntro}</p>
<form method="post" action="/log-ind">${token(csrf)}<input type="hidden" name="til" value="${to}">
${groups.map((group) => html`<h2>${t[group]}</h2><ul class="people">${testPeople.filter((one) => one.group === group).map((one) => choice(one, frame))}</ul>`)}
</form>`;
    }
    default:
      return how satisfies never;
  }
}

const choice = ({ id, name, note, group }: TestPerson, frame: Frame): Html =>
  html`<li><button name="hvem" value="${id}">${icon(frame, group === 'citizens' ? 'account' : group === 'relatives' ? 'persons' : 'support-agent')}<span><strong>${name}</strong><br>${note}</span></button></li>`;
