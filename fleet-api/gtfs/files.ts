/** The files of GTFS Schedule that Abordo reads, in the order in which it reads them: what others refer to comes first. */
export const GTFS_FILES = [
  'feed_info.txt',
  'agency.txt',
  'routes.txt',
  'stops.txt',
  'calendar.txt',
  'calendar_dates.txt',
  'trips.txt',
  'stop_times.txt',
  'frequencies.txt',
  'shapes.txt',
] as const
export type GtfsFile = (typeof GTFS_FILES)[number]

/** Without one of these there is no feed (GTFS Schedule, "Dataset Files"). */
export const REQUIRED_FILES: readonly GtfsFile[] = [
  'agency.txt',
  'routes.txt',
  'trips.txt',
  'stops.txt',
  'stop_times.txt',
]

/** At least one of these says on which days the services run. */
export const CALENDAR_FILES: readonly GtfsFile[] = ['calendar.txt', 'calendar_dates.txt']

const known = new Map<string, GtfsFile>(GTFS_FILES.map((file) => [file, file]))

/** The GTFS file of this name, or null where Abordo does not read it (desktop.ini, fares, translations). */
export function gtfsFile(name: string): GtfsFile | null {
  return known.get(name) ?? null
}
