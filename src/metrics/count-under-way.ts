/** The same work, and how many pieces of it are under way. */
export function countUnderWay<A extends readonly unknown[], R>(work: (...given: A) => Promise<R>) {
  let underWay = 0;
  return {
    work: async (...given: A): Promise<R> => {
      underWay++;
      try {
        return await work(...given);
      } finally {
        underWay--;
      }
    },
    underWay: () => underWay,
  };
}
