/** `/`: what this is. Pure. */
import { exampleLine } from './example-call.ts';
import { html } from './html.ts';
import { type Frame, icon, type Page } from './layout.ts';

export function frontPage(frame: Frame, publicUrl: string): Page {
  const { front: t, layout, signIn } = frame.texts;
  const role = frame.person?.role;
  const [own, ownName] =
    role === 'professional'
      ? ['/koordinering', layout.coordination]
      : role === 'citizen'
        ? ['/aftaler', layout.appointments]
        : ['/kommuner', frame.texts.adoption.link];
  return {
    title: t.title,
    main: html`<div class="hero"><h1>${t.title}</h1><p class="lead">${t.lead}</p>
<p>${role === undefined ? html`<a class="button button-primary" href="/log-ind">${icon(frame, 'lock')}<span>${signIn.title}</span></a>` : html`<a class="button button-primary" href="${own}"><span>${ownName}</span>${icon(frame, 'arrow-forward')}</a>`}</p></div>
<div class="three">
<section><h2>${icon(frame, 'account')}${t.citizenTitle}</h2><p>${t.citizen}</p><p><a href="/aftaler">${layout.appointments}</a> <a href="/stamkort">${layout.card}</a> <a href="/minlog">${layout.log}</a> <a href="/spaerringer">${layout.blocks}</a></p></section>
<section><h2>${icon(frame, 'support-agent')}${t.professionalTitle}</h2><p>${t.professional}</p><p><a href="/koordinering">${layout.coordination}</a></p></section>
<section><h2>${icon(frame, 'calendar-month')}${t.more}</h2><p>${t.moreText}</p><p><a href="/eksempler">${t.examples}</a></p></section>
<section><h2>${icon(frame, 'location')}${t.adoptionTitle}</h2><p>${t.adoption}</p><p><a href="/kommuner">${frame.texts.adoption.link}</a></p></section>
</div>
<section class="dev"><h2>${t.developerTitle}</h2><p>${t.developer}</p><p>${t.call}</p>
<pre tabindex="0" aria-label="${t.callLabel}"><code>${exampleLine(publicUrl)}</code></pre><p>${t.answer}${frame.development && html` <a href="/eksempelkald">${t.live}</a>`}</p>
<h3>${t.links}</h3><ul><li><a href="/fhir/metadata?_format=json">${t.metadata}</a></li><li><a href="/fhir/StructureDefinition/SharedAppointment?_format=json">${t.profile}</a></li><li><a href="/openapi.json">${t.openapi}</a></li></ul></section>`,
  };
}
