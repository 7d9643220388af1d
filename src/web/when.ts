/** A visit's time as one sentence, in three parts that stand apart on a page and read as one. */
export interface Sentence {
  /** "onsdag den 4. marts 2026"; empty where the clock times hold their own days. */
  readonly day: string;
  /** "kl. 10.15-10.30", "mellem kl. 7.00 og 9.00", "i løbet af dagen" */
  readonly clock: string;
  /** "(tidspunktet er vejledende, besøget varer ca. 20 min.)" */
  readonly note: string;
}

export const wholeSentence = ({ day, clock, note }: Sentence): string => [day, clock, note].filter((part) => part !== '').join(' ');
