/** Figures as the words of a table's cells. */

import type { Figure } from '../../quality/key-figures.ts';
import type { CellQuality, Lag } from '../../quality/month-quality.ts';
import type { Told } from '../../quality/publish.ts';
import type { QualityTexts } from './quality-texts.da.ts';

export const countText = (t: QualityTexts, figure: Figure): string => {
  switch (figure.how) {
    case 'exact':
      return t.number(figure.count);
    case 'at-least':
      return t.atLeast(figure.count);
    case 'withheld':
      return t.withheld;
    default:
      return figure satisfies never;
  }
};

export const shareText = (t: QualityTexts, figure: Figure): string =>
  figure.how === 'exact' && figure.share !== undefined ? t.share(figure.share) : '';

/** The share where there is one, else the count. */
export const shortText = (t: QualityTexts, figure: Figure): string => shareText(t, figure) || countText(t, figure);

export const toldText = (t: QualityTexts, told: Told): string => (told === 'withheld' ? t.withheld : t.number(told));

export const lagText = (t: QualityTexts, lag: Lag | undefined, which: keyof Lag): string =>
  lag === undefined ? '' : t.seconds(lag[which]);

export const isEmpty = ({ versions, figures }: CellQuality): boolean =>
  versions === 0 && figures.refused.how === 'exact' && figures.refused.count === 0;
