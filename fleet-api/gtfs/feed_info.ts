import { z } from 'zod'
import { NO_COMPLAINTS } from './complaints.ts'
import type { Feed } from './feed.ts'
import { date } from './field-types.ts'
import { schemaTable, type Table } from './table.ts'

const schema = z.object({
  feed_version: z.string().optional(),
  feed_start_date: date.optional(),
  feed_end_date: date.optional(),
})

/** GTFS feed_info.txt: its one row says which version this is and for which days it is meant. */
export function feedInfoTable(feed: Feed): Table {
  let isFirst = true
  return schemaTable({
    file: 'feed_info.txt',
    required: [],
    schema,
    take(row) {
      if (!isFirst) return [{ row: 'skipped', message: 'is a second row; the first is used' }]
      isFirst = false
      feed.feedVersion = row.feed_version ?? null
      feed.statedStart = row.feed_start_date ?? null
      feed.statedEnd = row.feed_end_date ?? null
      return NO_COMPLAINTS
    },
  })
}
