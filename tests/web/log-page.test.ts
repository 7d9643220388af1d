import { describe, expect, test } from '@jest/globals';
import type { AuditAgent, AuditLine } from '../../src/access/audit-line.ts';
import { layout } from '../../src/web/layout.ts';
import { logPage } from '../../src/web/log-page.ts';
import { da } from '../../src/web/texts.da.ts';
import { wordsOf } from './reader.ts';

const ME = 'c0000000-0000-4000-8000-000000000001';
const me: AuditAgent = { role: 'citizen', client: 'app', id: ME };
const nurse: AuditAgent = { role: 'professional', client: 'epj', id: 'p-1', name: 'Hanne', sor: '306861000016006', purpose: 'TREAT' };
const sender: AuditAgent = { role: 'sender', client: 'nexus', id: 's', name: 'Odense Kommune' };
const register: AuditAgent = { role: 'register', client: 'cpr', id: 'r' };

const told = (line: Partial<AuditLine>): string => {
  const whole: AuditLine = {
    id: 'l',
    citizen: ME,
    at: '2026-03-02T08:00:00Z',
    interaction: 'operation',
    type: 'Appointment',
    who: me,
    rows: 2,
    withheld: false,
    request: 'r',
    token: 't',
    ...line,
  };
  const frame = { texts: da, assets: { stylesheets: [], icons: '', favicon: '' }, path: '/minlog', development: false, person: undefined };
  const view = {
    frame,
    citizenId: ME,
    total: 1,
    next: undefined,
    isFirst: true,
    othersOnly: false,
    organisations: new Map([['306861000016006', 'Hospitalet']]),
  };
  const lines = [{ recordedAt: new Date(whole.at), line: whole }];
  return wordsOf(layout(frame, logPage({ ...view, lines, looking: { otherName: undefined, switchTo: undefined, csrf: '' } })));
};

describe('the log tells in a sentence', () => {
  test.each<readonly [string, Partial<AuditLine>]>([
    ['kl. 9.00 Du selv så 2 aftaler.', { operation: '$aftaleoversigt' }],
    ['Du selv slog dine aftaler op; der var ingen at vise.', { operation: '$aftaleoversigt', rows: 0 }],
    ['Hanne fra Hospitalet så 1 aftale. Formål: behandling.', { who: nurse, interaction: 'read', rows: 1 }],
    ['Hanne fra enheden med SOR-nummer 999', { who: { ...nurse, sor: '999' }, interaction: 'read' }],
    ['Hanne fra Hospitalet så dit stamkort.', { who: nurse, operation: '$stamkort', type: 'Patient' }],
    ['Hanne fra Hospitalet forsøgte at se dine oplysninger og blev afvist. Intet blev vist.', { who: nurse, denied: true, withheld: true }],
    ['Noget blev holdt tilbage', { who: nurse, withheld: true }],
    ['Begrundelse: “Fald”', { who: nurse, override: { code: 'consent', reason: 'Fald' } }],
    ['Systemet hos Odense Kommune slettede en aftale.', { who: sender, interaction: 'delete' }],
    ['Du selv ophævede en spærring eller et fravalg.', { interaction: 'delete', type: 'Consent' }],
    ['Et register ændrede dit stamkort.', { who: register, interaction: 'create', type: 'Consent' }],
    ['Hanne fra Hospitalet ændrede dit stamkort.', { who: nurse, interaction: 'update', type: 'CareTeam' }],
    [
      'Bo, på dine vegne (fuldmagt) læste denne log.',
      { who: { ...me, id: 'other', name: 'Bo', relation: 'power-of-attorney' }, interaction: 'search', type: 'AuditEvent' },
    ],
  ])('%s', (sentence, line) => {
    expect(told(line)).toContain(sentence);
  });
});
