import { AbordoError } from '../../contract/problem.ts'
import { agencyTable } from './agency.ts'
import { calendarTable } from './calendar.ts'
import { calendarDatesTable } from './calendar_dates.ts'
import { Warnings } from './complaints.ts'
import { Feed } from './feed.ts'
import { feedInfoTable } from './feed_info.ts'
import { CALENDAR_FILES, GTFS_FILES, type GtfsFile, REQUIRED_FILES } from './files.ts'
import { frequenciesTable } from './frequencies.ts'
import type { Limits } from './limits.ts'
import { readTable, type TableCount } from './read-table.ts'
import { routesTable } from './routes.ts'
import { shapesTable } from './shapes.ts'
import { type FeedSource, totalOctets } from './source.ts'
import { stopTimesTable } from './stop_times.ts'
import { stopsTable } from './stops.ts'
import type { Table } from './table.ts'
import { tripsTable } from './trips.ts'

/** How far an import has come: rows of `file` that are read and used, octets of all files. */
export interface ImportProgress {
  file: GtfsFile
  rows: number
  octets: number
  totalOctets: number
}

/** Progress is told at the end of each file, and within a large one this often. */
const PROGRESS_OCTETS = 256 * 1024

export interface ReadFeed {
  feed: Feed
  counts: Map<GtfsFile, TableCount>
  warnings: Warnings
}

const TABLES: Record<GtfsFile, (feed: Feed) => Table> = {
  'feed_info.txt': feedInfoTable,
  'agency.txt': agencyTable,
  'routes.txt': routesTable,
  'stops.txt': stopsTable,
  'calendar.txt': calendarTable,
  'calendar_dates.txt': calendarDatesTable,
  'trips.txt': tripsTable,
  'stop_times.txt': stopTimesTable,
  'frequencies.txt': frequenciesTable,
  'shapes.txt': shapesTable,
}

/** Reads and checks every file of a GTFS dataset. Throws where the feed as a whole cannot be used. */
export async function readFeed(
  source: FeedSource,
  { rows: mostRows }: Pick<Limits, 'rows'>,
  onProgress: (progress: ImportProgress) => void,
): Promise<ReadFeed> {
  const feed = new Feed()
  const warnings = new Warnings()
  const counts = new Map<GtfsFile, TableCount>()
  for (const warning of source.warnings) warnings.add(warning)
  checkPresent(source)
  const total = totalOctets(source.files)
  let [octets, told] = [0, 0]
  for (const file of GTFS_FILES) {
    const found = source.files.get(file)
    if (found === undefined) continue
    if (found.octets === 0 && !REQUIRED_FILES.includes(file)) {
      warnings.add({ file, line: 0, message: 'is empty; it is taken as missing' })
      continue
    }
    const onChunk = (rows: number, size: number) => {
      octets += size
      if (octets - told < PROGRESS_OCTETS) return
      told = octets
      onProgress({ file, rows, octets, totalOctets: total })
    }
    const count = await readTable(found, TABLES[file](feed), { warnings, mostRows, onChunk })
    checkCount(file, count)
    counts.set(file, count)
    onProgress({ file, rows: count.rows, octets, totalOctets: total })
  }
  checkCalendar(counts)
  return { feed, counts, warnings }
}

function checkPresent({ files }: FeedSource): void {
  const missing = REQUIRED_FILES.filter((file) => !files.has(file))
  if (missing.length > 0)
    throw new AbordoError('bad-feed', `The feed lacks ${missing.join(', ')}; add what is missing and pack it again.`)
  if (!CALENDAR_FILES.some((file) => files.has(file))) {
    throw new AbordoError(
      'bad-feed',
      'The feed has neither calendar.txt nor calendar_dates.txt; add one of them and pack it again.',
    )
  }
}

/** A file that is mostly wrong is not the file that its makers meant: better to keep the old feed. */
function checkCount(file: GtfsFile, { rows, skipped, bad, firstBad }: TableCount): void {
  const isRequired = REQUIRED_FILES.includes(file)
  const where =
    firstBad === null ? '' : `, the first on line ${firstBad.line} (${firstBad.field ?? 'it'} ${firstBad.message})`
  if ((isRequired || CALENDAR_FILES.includes(file)) && bad * 2 > rows + skipped) {
    throw new AbordoError(
      'bad-feed',
      `${file} has ${bad} bad rows of ${rows + skipped}${where}; correct it and pack the feed again.`,
    )
  }
  if (isRequired && rows === 0) {
    throw new AbordoError(
      'bad-feed',
      `${file} has no row that can be used${where}; add its rows and pack the feed again.`,
    )
  }
}

function checkCalendar(counts: Map<GtfsFile, TableCount>): void {
  if (CALENDAR_FILES.every((file) => (counts.get(file)?.rows ?? 0) === 0)) {
    throw new AbordoError(
      'bad-feed',
      'calendar.txt and calendar_dates.txt have no row that can be used; add the days of service and pack the feed again.',
    )
  }
}
