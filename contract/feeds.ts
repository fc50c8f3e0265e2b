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

const at = z.iso.datetime({ offset: true })

/** A GTFS feed that the fleet has taken in, or waits to. */
export const feedSchema = z
  .object({
    id: z.int(),
    state: z
      .enum(['staged', 'live', 'retired'])
      .describe('staged: read and checked, not in use; live: in use; retired: was in use.'),
    feedVersion: z.string().nullable(),
    startDate: z.string().nullable().describe('First service date, YYYYMMDD.'),
    endDate: z.string().nullable().describe('Last service date, YYYYMMDD.'),
    expired: z.boolean().describe('The last service date has passed; the feed is used all the same.'),
    importedAt: at,
    liveAt: at.nullable().describe('When it went into use.'),
    retiredAt: at.nullable().describe('When another one took its place.'),
    source: z.string().nullable().describe('Where it was fetched from; null: it was brought as a file.'),
    summary: feedSummarySchema
      .nullable()
      .describe('What it holds and what it changed, or would; null: imported by an older fleet.'),
  })
  .meta({ id: 'Feed' })
export type FeedAnswer = z.infer<typeof feedSchema>
export const feedsAnswerSchema = z.object({ feeds: z.array(feedSchema) })

/** Where the feed is fetched from, how often, and whether it may go into use by itself. */
export const feedSourceSchema = z.strictObject({
  url: z
    .url({ protocol: /^https?$/, error: 'write an address that begins with https:// or http://' })
    .max(2000)
    .refine((url) => !URL.canParse(url) || new URL(url).username + new URL(url).password === '', {
      message: 'leave user name and password out of the address',
    }),
  everyMinutes: z.int().min(60).max(43_200).default(1440),
  autoLive: z
    .boolean()
    .default(false)
    .describe('Goes into use by itself where no route disappears and it has not expired.'),
})
export type FeedSource = z.infer<typeof feedSourceSchema>

/** What came of the last fetch. */
export const FETCH_RESULTS = ['live', 'staged', 'unchanged', 'failed'] as const

export const feedSourceAnswerSchema = z.object({
  source: feedSourceSchema.nullable(),
  last: z
    .object({
      at,
      result: z.enum(FETCH_RESULTS),
      message: z.string().nullable().describe('What went wrong, or why it was not put in use.'),
      feedId: z.int().nullable().describe('The feed that came of it.'),
    })
    .nullable(),
  nextAt: at.nullable().describe('When it is fetched next; null: no source is set.'),
})

/** What a route was called, the newest first. */
export const routeHistorySchema = z.object({
  routeId: z.string(),
  versions: z.array(
    z.object({
      feedId: z.int(),
      validFrom: at,
      validUntil: at.nullable().describe('null: it is still called so.'),
      shortName: z.string(),
      longName: z.string(),
      agencyId: z.string(),
      routeType: z.int(),
      color: z.string().nullable().describe('Six hex digits; null: the feed is silent.'),
      textColor: z.string().nullable(),
    }),
  ),
})
