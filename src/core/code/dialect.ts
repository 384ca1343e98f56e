/** The languages in which the lesson is written out. */
export const dialects = ['pytorch', 'tfjs'] as const
export type Dialect = (typeof dialects)[number]
