/** What every page has around it. */
import type { Assets, IconName } from './assets.ts';
import { type Content, type Html, html } from './html.ts';
import type { Texts } from './texts.da.ts';

/** What is the same whatever the page: in which language, for whom. */
export interface Frame {
  readonly texts: Texts;
  readonly assets: Pick<Assets, 'stylesheets' | 'icons' | 'favicon'>;
  /** Path and query, for the way back from another language. */
  readonly path: string;
  readonly development: boolean;
  /** Who is signed in. */
  readonly person: Person | undefined;
}

export interface Person {
  readonly name: string;
  readonly role: string;
  readonly csrf: string;
}

export interface Page {
  readonly title: string;
  readonly main: Content;
  /** Whether it is wide: a time line. */
  readonly wide?: boolean;
}

export function layout(frame: Frame, { title, main, wide = false }: Page): string {
  const { texts: t, assets, person, path } = frame;
  return `<!doctype html>\n${html`<html lang="${t.language.code}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} – ${t.layout.product}</title>
<link rel="icon" type="image/svg+xml" href="${assets.favicon}">
${assets.stylesheets.map((href) => html`<link rel="stylesheet" href="${href}">`)}
</head>
<body>
<a class="skipnav" href="#main">${t.layout.skip}</a>
<header class="top">
<div class="top-in">
<a class="brand" href="/">${icon(frame, 'calendar-month')} ${t.layout.product}</a>
<div class="top-side">
<a class="lang" href="${withLanguage(path, t.language.switchToCode)}" hreflang="${t.language.switchToCode}" lang="${t.language.switchToCode}">${icon(frame, 'language')} ${t.language.switchTo}</a>
${person === undefined ? html`<a class="button button-secondary" href="/log-ind">${t.layout.signIn}</a>` : signedIn(frame, person)}
</div>
</div>
${navigation(frame)}
</header>
<main id="main" tabindex="-1"${wide ? html` class="wide"` : ''}>
${main}
</main>
<footer class="foot"><div class="foot-in"><p>${t.layout.footer}</p>${frame.development && html`<p>${t.layout.testData}</p>`}</div></footer>
</body>
</html>`.toString()}\n`;
}

const signedIn = ({ texts: t }: Frame, person: Person): Html => html`<span class="who">${t.layout.signedInAs(person.name)}</span>
<form method="post" action="/log-ud">${token(person.csrf)}<button class="button button-secondary">${t.layout.signOut}</button></form>`;

function navigation({ texts: t, person, path }: Frame): Html {
  const figures = person?.role === 'coordinator' || person?.role === 'admin' ? [['/kvalitet', t.quality.link] as const] : [];
  const links = [
    ...pagesOf(person?.role).map(([href, name]) => [href, t.layout[name]] as const),
    ['/kommuner', t.adoption.link] as const,
    ...figures,
  ];
  const here = path.split('?', 1)[0] ?? '';
  return html`<nav class="nav" aria-label="${t.layout.navigation}"><ul>${links.map(
    ([href, name]) =>
      html`<li><a href="${href}"${here === href || here.startsWith(`${href}/`) ? html` aria-current="page"` : ''}>${name}</a></li>`,
  )}</ul></nav>`;
}

type PageLink = readonly [href: string, name: 'appointments' | 'log' | 'blocks' | 'card' | 'coordination'];

function pagesOf(role: string | undefined): readonly PageLink[] {
  if (role === 'citizen')
    return [
      ['/aftaler', 'appointments'],
      ['/stamkort', 'card'],
      ['/minlog', 'log'],
      ['/spaerringer', 'blocks'],
    ];
  return role === 'professional' ? [['/koordinering', 'coordination']] : [];
}

function withLanguage(path: string, code: string): string {
  const [address = '/', query = ''] = path.split('?', 2);
  const parameters = new URLSearchParams(query);
  parameters.set('sprog', code);
  return `${address}?${parameters}`;
}

/** Beside words that say the same. */
export const icon = ({ assets }: Pick<Frame, 'assets'>, name: IconName): Html =>
  html`<svg aria-hidden="true"><use href="${assets.icons}#${name}"/></svg>`;

/** Words that are Danish in whatever language the page is. */
export const danish = (words: string | undefined, { texts }: Pick<Frame, 'texts'>): Content =>
  words === undefined || texts.language.code === 'da' ? words : html`<span lang="da">${words}</span>`;

/** What a form has to bring back. */
export const token = (csrf: string): Html => html`<input type="hidden" name="_csrf" value="${csrf}">`;

export const alertBox = (
  frame: Pick<Frame, 'assets'>,
  kind: 'info' | 'success' | 'warning' | 'error',
  content: Content,
  role?: 'status' | 'alert',
): Html =>
  html`<div class="note note-${kind}"${role === undefined ? '' : html` role="${role}"`}>${icon(frame, kind === 'success' ? 'check' : kind)}<div>${content}</div></div>`;
