import { z } from 'zod'
import { AbordoError } from '../../contract/problem.ts'
import { NO_COMPLAINTS, quoted } from './complaints.ts'
import type { Feed } from './feed.ts'
import { isTimezone, optionalText, requiredText } from './field-types.ts'
import { schemaTable, type Table } from './table.ts'

const schema = z.object({
  agency_id: optionalText,
  agency_name: requiredText,
  agency_url: requiredText,
  agency_timezone: requiredText,
})

/**
 * GTFS agency.txt. A single agency needs no agency_id. All agencies share one time zone; where a feed breaks that rule, the first
 * agency's is used for all, since a city's days are cut in one.
 */
export function agencyTable(feed: Feed): Table {
  return schemaTable({
    file: 'agency.txt',
    required: ['agency_name', 'agency_url', 'agency_timezone'],
    schema,
    id: { column: 'agency_id', ids: feed.agencyIds },
    take(row) {
      if (!isTimezone(row.agency_timezone)) {
        const zone = quoted(row.agency_timezone)
        throw new AbordoError(
          'bad-feed',
          `agency.txt has the time zone ${zone}, which does not exist; use one like America/Mexico_City.`,
        )
      }
      const agencyTimezone = feed.agencies[0]?.agencyTimezone ?? row.agency_timezone
      feed.agencies.push({
        agencyId: row.agency_id,
        agencyName: row.agency_name,
        agencyUrl: row.agency_url,
        agencyTimezone,
      })
      if (agencyTimezone === row.agency_timezone) return NO_COMPLAINTS
      return [
        {
          row: 'kept',
          field: 'agency_timezone',
          message: `differs from the first agency's ${agencyTimezone}, which is used for all`,
        },
      ]
    },
  })
}
