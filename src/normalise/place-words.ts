/** What a sender's Danish words alone say of a place. Told apart from codes: the certainty is then `derived` (DESIGN §4.1). */
import type { CodedKind } from './place-kind.ts';

/**
 * Whole words, so that Plejehjemmet, Hjemmeplejen, Hjemmesygeplejen, Video-EEG and "telefon 66 11 33 33" say nothing. "Hjem" alone
 * speaks only as the whole text or as somebody's: "Ungdommens Hjem" is an institution.
 */
const wordsOf: Readonly<Record<CodedKind, RegExp>> = {
  phone:
    /(?<![\p{L}-])(?:telefon(?!\s*(?:nr\.?|nummer)?[\s:.]*\+?\d)|telefonisk|telefon-?(?:konsultation|samtale|møde|opkald|opringning|aftale|tid)\w*|tlf\.?\s?-?(?:konsultation|samtale|møde|opkald|tid)\w*)(?![\p{L}-])/iu,
  video:
    /(?<![\p{L}-])(?:video|video-?(?:konsultation|samtale|møde|opkald|besøg|aftale)\p{L}*|skærm-?(?:besøg|opkald)\p{L}*)(?![\p{L}-])/iu,
  home: /^\s*(?:i\s+)?(?:eget\s+)?hjem(?:met)?\s*\.?\s*$|(?<![\p{L}-])(?:(?:borger|patient|klient)(?:en)?s\s+(?:eget\s+|private\s+)?(?:hjem|bopæl|adresse|bolig)|(?:eget|dit)\s+hjem|(?:egen|din)\s+bolig|i\s+hjemmet|hjemme\s+hos|hjemmeadresse(?:n)?|hjemmebesøg|privatadresse(?:n)?)(?![\p{L}-])/iu,
};

export const kindInWords = (texts: readonly (string | undefined)[]): CodedKind | undefined =>
  (['video', 'phone', 'home'] as const).find((kind) => texts.some((text) => text !== undefined && wordsOf[kind].test(text)));
