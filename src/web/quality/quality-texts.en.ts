/** The English sentences of `/kvalitet`. */
import { isRuleId, rules } from '../../fhir/rule.ts';
import type { QualityTexts } from './quality-texts.da.ts';

const numberFormat = new Intl.NumberFormat('en-GB');
const shareFormat = new Intl.NumberFormat('en-GB', { style: 'percent', maximumFractionDigits: 1 });

export const qualityEn: QualityTexts = {
  link: 'Quality',
  title: 'Data quality',
  lead: 'How good is what the sources send? Every rule that was met is counted: what was refused, and what was taken with a remark.',
  ofSender: (name) => `Data quality: ${name}`,
  system: (vendor, name, version) => ['System:', ...new Set([vendor, name, version])].filter((part) => part !== '').join(' '),
  back: 'All sources',
  none: 'There are no sources yet.',
  nothing: 'Nothing was received in the month.',
  soFar: 'The month is not over: the figures are until now.',
  withheldNote:
    'Figures of one or two are not shown, nor those that they could be worked out from. So weeks and days are shown only where all of them are large enough. The source itself gets all its figures by $quality.',
  choose: 'Choose',
  month: 'Month',
  by: 'Trend',
  show: 'Show',
  granularities: { day: 'Day by day', week: 'Week by week', month: 'Month by month' },

  number: (count) => numberFormat.format(count),
  share: (share) => shareFormat.format(share),
  atLeast: (count) => `at least ${numberFormat.format(count)}`,
  withheld: 'not shown',
  seconds: (seconds) =>
    seconds < 90
      ? `${numberFormat.format(seconds)} s`
      : seconds < 5_400
        ? `${numberFormat.format(Math.round(seconds / 60))} min`
        : seconds < 172_800
          ? `${numberFormat.format(Math.round(seconds / 3_600))} hours`
          : `${numberFormat.format(Math.round(seconds / 86_400))} days`,

  figures: {
    title: 'Key figures',
    tableLabel: 'Key figures, scrolls sideways',
    figure: 'Figure',
    count: 'Count',
    share: 'Share',
    before: 'Month before',
    versions: 'New and changed appointments',
    lagMedian: 'Lag, half of them within',
    lagP95: 'Lag, 95 % within',
    lagNote: 'From the source’s change until it could be read; where the source sends `source-updated`.',
    names: {
      'uncertain-place': 'Uncertain place',
      'unknown-end': 'Unknown end',
      'window-without-length': 'Window without length',
      'contradicting-length': 'Length that contradicts the time',
      refused: 'Refused',
      quarantined: 'Of these in quarantine',
    },
  },

  trend: {
    title: 'Trend',
    period: 'Period',
    chart: (figure) => `${figure}: bars over time; the figures are in the table below`,
    table: 'The figures in a table',
    tableLabel: 'Trend, scrolls sideways',
    missing: 'not shown',
  },

  rules: {
    title: 'What was remarked, and what to mend',
    none: 'No remarks in the month.',
    where: 'Where',
    mend: 'How to mend it',
    example: 'See a made-up example',
    wrong: 'Not like this',
    right: 'But like this',
    madeUp: 'The example is made up and shows only the elements that it is about.',
    count: (count, share) => (share === undefined ? count : `${count} (${share})`),
    advice: () => undefined,
    sentence: (name) => (isRuleId(name) ? rules[name] : name),
  },
  refusals: {
    title: 'What had messages refused',
    hint: 'The most frequent first. Rules that refused fewer than three messages are left out.',
    none: 'No rule refused three messages or more.',
  },

  vendors: {
    title: 'Vendors side by side',
    hint: 'Shares of new and changed appointments; of refusals: of what was sent to change something.',
    all: 'All',
    tableLabel: 'Vendors side by side, scrolls sideways',
  },
  senders: { title: 'Sources', name: 'Source', vendor: 'Vendor', municipality: 'Municipality', tableLabel: 'Sources, scrolls sideways' },
  export: { title: 'Take the figures', csv: 'CSV', json: 'JSON' },
  section: { title: 'Data quality', more: 'See all of it' },
};
