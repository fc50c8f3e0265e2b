import { z } from 'zod'

/** The most that one page holds. */
const LONGEST_PAGE = 1000

/** What a list takes that can be asked for in pages. Without `limit` all of it is answered. */
export const pageQuerySchema = z.object({
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(LONGEST_PAGE)
    .optional()
    .meta({ description: 'How many at most; without it, all.', example: 100 }),
  after: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: 'What `next` said in the page before.', example: 'bus-0100' }),
})

export interface Keyset {
  after: string | undefined
  /** Rows to read: one more than the page holds tells whether there is a next. */
  rows: number | undefined
}

/** What to read of a table for a page. */
export function keysetOf({ limit, after }: z.infer<typeof pageQuerySchema>): Keyset {
  return { after, rows: limit === undefined ? undefined : limit + 1 }
}

/** The page, and the key that the next one comes after: null where this is the last, none where no page was asked for. */
export function pageOf<T>(rows: T[], limit: number | undefined, keyOf: (row: T) => string) {
  if (limit === undefined) return { page: rows }
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return { page, next: rows.length > limit && last !== undefined ? keyOf(last) : null }
}
