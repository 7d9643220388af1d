/** A start that fails for a reason the person who starts it can mend: its message is all they need, without a stack. */
export class CannotStart extends Error {
  override readonly name = 'CannotStart';
}

/** What to print of a start that failed. */
export const whyNotStarted = (cause: unknown): string => {
  if (cause instanceof CannotStart) return cause.message;
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
};
