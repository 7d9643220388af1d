/** The Danish sentences of `/kvalitet`. */
import { isRuleId, rules } from '../../fhir/rule.ts';
import type { KeyFigure } from '../../quality/key-figures.ts';
import type { Granularity } from '../../quality/period.ts';
import { type RuleAdvice, ruleAdviceDa } from './quality-rules.da.ts';

const numberFormat = new Intl.NumberFormat('da-DK');
const shareFormat = new Intl.NumberFormat('da-DK', { style: 'percent', maximumFractionDigits: 1 });

export const qualityDa = {
  link: 'Kvalitet',
  title: 'Datakvalitet',
  lead: 'Hvor godt er det, kilderne sender? Hver regel, der blev mødt, er talt: hvad der blev afvist, og hvad der blev taget imod med en bemærkning.',
  ofSender: (name: string) => `Datakvalitet: ${name}`,
  system: (vendor: string, name: string, version: string) =>
    ['System:', ...new Set([vendor, name, version])].filter((part) => part !== '').join(' '),
  back: 'Alle kilder',
  none: 'Der er ingen kilder endnu.',
  nothing: 'Der er intet modtaget i måneden.',
  soFar: 'Måneden er ikke slut: tallene er til og med nu.',
  withheldNote:
    'Tal på en eller to vises ikke, og heller ikke de tal, som de kunne regnes ud af. Derfor vises uger og dage kun, hvor alle tallene er store nok. Kilden selv kan hente alle sine tal ved $quality.',
  choose: 'Vælg',
  month: 'Måned',
  by: 'Udvikling',
  show: 'Vis',
  granularities: { day: 'Dag for dag', week: 'Uge for uge', month: 'Måned for måned' } satisfies Record<Granularity, string>,

  number: (count: number) => numberFormat.format(count),
  share: (share: number) => shareFormat.format(share),
  atLeast: (count: number) => `mindst ${numberFormat.format(count)}`,
  withheld: 'vises ikke',
  seconds: (seconds: number) =>
    seconds < 90
      ? `${numberFormat.format(seconds)} sek.`
      : seconds < 5_400
        ? `${numberFormat.format(Math.round(seconds / 60))} min.`
        : seconds < 172_800
          ? `${numberFormat.format(Math.round(seconds / 3_600))} timer`
          : `${numberFormat.format(Math.round(seconds / 86_400))} dage`,

  figures: {
    title: 'Nøgletal',
    tableLabel: 'Nøgletal, kan rulles til siden',
    figure: 'Tal',
    count: 'Antal',
    share: 'Andel',
    before: 'Måneden før',
    versions: 'Nye og ændrede aftaler',
    lagMedian: 'Forsinkelse, halvdelen inden for',
    lagP95: 'Forsinkelse, 95 % inden for',
    lagNote: 'Fra kilden ændrede aftalen, til den kunne læses; hvor kilden sender `source-updated`.',
    names: {
      'uncertain-place': 'Usikkert mødested',
      'unknown-end': 'Ukendt sluttid',
      'window-without-length': 'Tidsrum uden længde',
      'contradicting-length': 'Længde, der modsiger tiden',
      refused: 'Afvist',
      quarantined: 'Heraf i karantæne',
    } satisfies Record<KeyFigure, string>,
  },

  trend: {
    title: 'Udvikling',
    period: 'Periode',
    chart: (figure: string) => `${figure}: søjler over tid; tallene står i tabellen nedenunder`,
    table: 'Tallene i en tabel',
    tableLabel: 'Udvikling, kan rulles til siden',
    missing: 'vises ikke',
  },

  rules: {
    title: 'Hvad der blev bemærket, og hvad der skal rettes',
    none: 'Ingen bemærkninger i måneden.',
    where: 'Hvor',
    mend: 'Ret sådan',
    example: 'Se et opdigtet eksempel',
    wrong: 'Sådan skal det ikke se ud',
    right: 'Sådan skal det se ud',
    madeUp: 'Eksemplet er fundet på og viser kun de elementer, det handler om.',
    count: (count: string, share: string | undefined) => (share === undefined ? count : `${count} (${share})`),
    /** By a rule, or by the code of an issue. */
    advice: (name: string): RuleAdvice | undefined => (isRuleId(name) ? ruleAdviceDa[name] : undefined),
    sentence: (name: string): string => (isRuleId(name) ? rules[name] : name),
  },
  refusals: {
    title: 'Hvad der fik beskeder afvist',
    hint: 'Det hyppigste først. Regler, der afviste færre end tre beskeder, er ikke med.',
    none: 'Ingen regel afviste tre beskeder eller flere.',
  },

  vendors: {
    title: 'Leverandører side om side',
    hint: 'Andele af nye og ændrede aftaler; af afvisninger: af det, der blev sendt for at ændre noget.',
    all: 'Alle',
    tableLabel: 'Leverandører side om side, kan rulles til siden',
  },
  senders: { title: 'Kilder', name: 'Kilde', vendor: 'Leverandør', municipality: 'Kommune', tableLabel: 'Kilder, kan rulles til siden' },
  export: { title: 'Hent tallene', csv: 'CSV', json: 'JSON' },
  section: { title: 'Datakvalitet', more: 'Se det hele' },
};

export type QualityTexts = typeof qualityDa;
