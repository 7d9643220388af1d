/** Whether resuscitation is opted out of: three states that look different, and never nothing. Pure. */
import type { Card, OptOutSource } from '../../stamkort/card.ts';
import type { Statement } from '../../stamkort/decide-resuscitation.ts';
import type { IconName } from '../assets.ts';
import { type Content, type Html, html } from '../html.ts';
import { type Frame, icon } from '../layout.ts';
import { momentText } from './card-source.ts';
import type { CardVoice } from './card-texts.da.ts';

export interface ResuscitationView {
  readonly frame: Frame;
  readonly card: Pick<Card, 'resuscitation' | 'standings'>;
  readonly as: CardVoice;
}

const looks: Readonly<Record<'true' | 'false' | 'temp-unknown', { readonly name: string; readonly icon: IconName }>> = {
  true: { name: 'out', icon: 'error' },
  false: { name: 'in', icon: 'check' },
  'temp-unknown': { name: 'unknown', icon: 'help' },
};

/** @param more what may be done about it */
export function resuscitationBox({ frame, card, as }: ResuscitationView, more: Content): Html {
  const { resuscitation: t, asOf } = frame.texts.card;
  const { optedOut, by, pending } = card.resuscitation;
  const at = card.standings.get('fravalg')?.asOf;
  const look = looks[`${optedOut}`];
  return html`<section class="res res-${look.name}" aria-labelledby="res"><h2 id="res">${t.heading}</h2>
<p class="state">${icon(frame, look.icon)}<strong>${optedOut === true ? t.optedOut : optedOut === false ? t.notOptedOut : t.unknown}</strong></p>
<p>${optedOut === true ? t.optedOutText : optedOut === false ? t.notOptedOutText : t.unknownText[as]}</p>
${typeof optedOut === 'boolean' && by !== undefined && saidBy(by, as, frame)}
${at !== undefined && html`<p class="src">${frame.texts.card.resuscitation.saidBy.register}: ${asOf(momentText(at, frame.texts))}</p>`}
${pending !== undefined && html`<p class="mark">${icon(frame, 'hourglass')}<span>${t.pending(momentText(pending.saidAt, frame.texts), momentText(pending.from, frame.texts))}</span></p>`}
${more}</section>`;
}

function saidBy({ source, saidAt, from, isDated, optsOut }: Statement<OptOutSource>, as: CardVoice, { texts }: Frame): Html {
  const { resuscitation: t, source: s } = texts.card;
  const who = source.of === 'register' ? t.saidBy.register : as === 'self' ? t.saidBy.self : t.saidBy.citizen;
  const when = isDated ? ` ${s.at(momentText(saidAt, texts))}` : `, ${s.noTime}`;
  return html`<p class="src">${who}${when}.${optsOut && isDated && ` ${t.from(momentText(from, texts))}`}</p>`;
}
