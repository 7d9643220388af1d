/** What was done, as the address of the page that says so has it. */
export const noticeWords = { saved: 'gemt', deleted: 'slettet', unchanged: 'uaendret' } as const;

export type CardNotice = keyof typeof noticeWords;

export const noticeOf = (word: string | null): CardNotice | undefined =>
  (['saved', 'deleted', 'unchanged'] as const).find((notice) => noticeWords[notice] === word);
