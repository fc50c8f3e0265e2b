import { z } from 'zod'

/** One line about something in a feed that is not right; line 0: the file as a whole. */
export const feedWarningSchema = z.object({
  file: z.string(),
  line: z.int(),
  field: z.string().optional(),
  message: z.string(),
})

const changes = z.object({ added: z.array(z.string()), changed: z.array(z.string()), removed: z.array(z.string()) })

/** What a feed holds, and what changes against the one in use when it goes into use. */
export const feedSummarySchema = z.object({
  sha256: z.string(),
  feedVersion: z.string().nullable(),
  /** Rows in use, by file, and those left out. */
  counts: z.record(z.string(), z.int()),
  skipped: z.record(z.string(), z.int()),
  agencies: z.array(z.object({ agencyId: z.string(), agencyName: z.string() })),
  timezone: z.string(),
  /** First and last service date, YYYYMMDD. */
  startDate: z.string().nullable(),
  endDate: z.string().nullable(),
  /** The last service date has passed. */
  expired: z.boolean(),
  routes: changes,
  /** Of stops and shapes: how many. */
  stops: z.object({ added: z.int(), changed: z.int(), removed: z.int() }),
  shapes: z.object({ added: z.int(), removed: z.int() }),
  trips: z.object({ before: z.int(), after: z.int() }),
  warnings: z.array(feedWarningSchema),
  warningsTotal: z.int(),
})
export type FeedSummary = z.infer<typeof feedSummarySchema>
