/** Who entered an item and when, and what stands against it: overwritten, its register late or down. Pure. */

import { SOR_SYSTEM } from '../../normalise/participants.ts';
import type { Author } from '../../pdc/item.ts';
import { fullName } from '../../pdc/item.ts';
import type { Card, CardItem, Overwritten } from '../../stamkort/card.ts';
import { dateOf } from '../../time/zone.ts';
import { type Content, html } from '../html.ts';
import { danish, type Frame, icon } from '../layout.ts';
import type { Texts } from '../texts.da.ts';
import type { CardVoice } from './card-texts.da.ts';

export interface Sourced {
  readonly frame: Frame;
  readonly as: CardVoice;
  readonly card: Pick<Card, 'standings'>;
}

export function sourceOf(item: CardItem, { frame, as, card }: Sourced): Content {
  const { author, recordedAt, overwritten, register } = item;
  const { card: t } = frame.texts;
  const standing = register === undefined ? undefined : card.standings.get(register);
  const status = standing?.status ?? 'ok';
  const when = recordedAt === undefined ? t.source.noTime : t.source.at(momentText(new Date(recordedAt), frame.texts));
  const name = register === undefined ? undefined : t.registers[register];
  return [
    html`<p class="src">${authorText(author, name, as, frame)}${recordedAt === undefined ? ', ' : ' '}${when}.</p>`,
    overwritten !== undefined &&
      html`<p class="mark">${icon(frame, 'info')}<span>${overwrittenText(overwritten, as, frame.texts)}</span></p>`,
    name !== undefined &&
      status !== 'ok' &&
      html`<p class="mark">${icon(frame, 'hourglass')}<span>${t[status](name)}${standing?.asOf !== undefined && ` ${t.asOf(momentText(standing.asOf, frame.texts))}`}</span></p>`,
  ];
}

/** "2. marts 2026 kl. 9.00" */
export const momentText = (instant: Date, { day }: Texts): string => `${day.plain(dateOf(instant))} ${day.clock(instant)}`;

function authorText({ kind, name, organisation }: Author, register: string | undefined, as: CardVoice, frame: Frame): Content {
  const { source: t } = frame.texts.card;
  const who = name === undefined ? '' : fullName(name);
  switch (kind) {
    case 'register':
      return register === undefined && organisation?.name !== undefined
        ? [t.register(''), danish(organisation.name, frame)]
        : t.register(register ?? t.someRegister);
    case 'citizen':
      return as === 'self' ? t.self : t.citizen(who);
    case 'relative':
      return t.relative(who);
    case 'professional':
      return t.professional(organisationText(organisation, frame.texts));
    default:
      return kind satisfies never;
  }
}

function organisationText(organisation: Author['organisation'], { card, log }: Texts): string {
  const { name, identifier } = organisation ?? {};
  if (name !== undefined || identifier?.value === undefined) return name ?? card.source.someOrganisation;
  return identifier.system === SOR_SYSTEM ? log.organisation.sor(identifier.value) : log.organisation.cvr(identifier.value);
}

function overwrittenText({ author: { kind, name }, recordedAt }: Overwritten, as: CardVoice, texts: Texts): string {
  const { overwritten: t } = texts.card.source;
  const when = recordedAt === undefined ? '' : t.when(momentText(new Date(recordedAt), texts));
  if (kind === 'relative') return t.relative(name === undefined ? t.someRelative : fullName(name), when);
  return as === 'self' ? t.self(when) : t.citizen(when);
}
