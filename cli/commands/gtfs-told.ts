import type { FeedSource, FeedSummary } from '../../contract/feeds.ts'
import { type Fetched, withoutQuery } from '../../fleet-api/feed-source.ts'
import type { ListedFeed } from '../../fleet-api/queries/feeds.ts'
import { isExpired } from '../../fleet-api/rules/feed-changes.ts'
import { table } from './on-fleet.ts'

const OPENINGS = { live: 'In use now', staged: 'Ready, not in use yet', checked: 'It can be used' }

/** What was imported, or would be, in words. */
export function told(summary: FeedSummary, outcome: keyof typeof OPENINGS | 'same'): string {
  if (outcome === 'same') return 'This feed is the one in use already: nothing has changed.\n'
  const rows = Object.entries(summary.counts).map(
    ([file, count]) => `  ${file.padEnd(20)}${count.toLocaleString('en').padStart(9)}`,
  )
  const warnings = summary.warnings.map(
    ({ file, line, message }) => `  ${file}${line > 0 ? `:${line}` : ''}  ${message}`,
  )
  const hidden = summary.warningsTotal - summary.warnings.length
  return [
    `${OPENINGS[outcome]}: the feed of ${summary.agencies.map(({ agencyName }) => agencyName).join(', ')}`,
    `Service from ${date(summary.startDate)} to ${date(summary.endDate)}, time zone ${summary.timezone}`,
    ...changeLines(summary),
    ...rows,
    ...(summary.warningsTotal > 0 ? [`Warnings: ${summary.warningsTotal}`, ...warnings] : []),
    ...(hidden > 0 ? [`  … and ${hidden} more of the same kinds`] : []),
    ...(summary.expired ? ['This feed has expired: ask the agency for a newer one. It is used all the same.'] : []),
    '',
  ].join('\n')
}

/** What changes when it goes into use, route by route. */
export function changesTold(summary: FeedSummary): string {
  const named = (what: string, ids: string[]) =>
    ids.length === 0 ? [] : [`  ${what}: ${ids.slice(0, 20).join(', ')}${ids.length > 20 ? ', …' : ''}`]
  const { added, changed, removed } = summary.routes
  return [
    ...changeLines(summary),
    ...named('added', added),
    ...named('changed', changed),
    ...named('no longer in the feed', removed),
    '',
  ].join('\n')
}

function changeLines({ routes, stops, shapes, trips }: FeedSummary): string[] {
  const { added, changed, removed } = routes
  return [
    `Routes: ${added.length} added, ${changed.length} changed, ${removed.length} no longer in the feed (their history stays)`,
    `Stops: ${stops.added} added, ${stops.changed} changed, ${stops.removed} removed`,
    `Courses: ${shapes.added} added, ${shapes.removed} removed`,
    `Trips with a timetable: ${trips.after.toLocaleString('en')}, before ${trips.before.toLocaleString('en')}`,
  ]
}

export function feedTable(feeds: ListedFeed[], timezone: string, now: number): string {
  if (feeds.length === 0) return 'There is no feed yet: "abordo gtfs import FEED.zip" imports one.\n'
  const rows = feeds.map((feed) => {
    const expired = isExpired(feed.endDate, feed.summary?.timezone ?? timezone, now) ? ' (expired)' : ''
    return [
      String(feed.feedId),
      feed.state,
      day(feed.importedAt),
      `${date(feed.startDate)} to ${date(feed.endDate)}${expired}`,
      feed.feedVersion ?? '',
      feed.sourceUrl ?? 'a file',
    ]
  })
  return table(['FEED', 'STATE', 'IMPORTED', 'SERVICE', 'VERSION', 'FROM'], rows)
}

/** Where the feed is fetched from and what came of it last; nothing where it is brought as a file. */
export function sourceTold(source: FeedSource | null, last: Fetched | null): string {
  if (source === null) return ''
  const where = `Fetched from ${withoutQuery(source.url)} every ${source.everyMinutes} minutes.`
  if (last === null) return `${where} Not fetched yet.\n`
  return `${where} Last on ${day(last.at)}: ${last.result}.${last.message === null ? '' : ` ${last.message}`}\n`
}

function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}

/** A GTFS date, YYYYMMDD, as people write it. */
function date(text: string | null): string {
  return text === null ? 'an unknown date' : `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`
}
