/** Gives the present instant. The domain asks a clock; nothing in it, and no SQL, asks the machine. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();

export const fixedClock =
  (at: Date): Clock =>
  () =>
    new Date(at);
