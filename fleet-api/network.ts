import { courseOf } from '../contract/along.ts'
import type { FleetDatabase, FleetReads } from '../db/fleet/open.ts'
import { liveFeedId, networkRows, timetableRows } from './queries/network.ts'
import type { Network, Timetable } from './rules/network.ts'

/**
 * The network of the feed in use; null: there is none. Kept in memory until another feed goes into use, whichever process has put it
 * there: what it costs to ask again is one row.
 */
export const loadNetwork = perLiveFeed(readNetwork)

/** When that network is served: its trips and services, read at the first asking. */
export const loadTimetable = perLiveFeed(readTimetable)

async function readNetwork(db: FleetReads, feedId: number): Promise<Network> {
  const { routes, shapes, patterns, ...rest } = await networkRows(db, feedId)
  const indexOf = new Map(shapes.map(({ shapeId }, index) => [shapeId, index]))
  return {
    feedId,
    ...rest,
    routes: new Map(routes.map(({ feedId: _, ...route }) => [route.routeId, route])),
    shapes: shapes.map(({ shapeId, shapeKey, points, fromStops }) => ({
      shapeId,
      shapeKey,
      course: courseOf(points),
      fromStops,
    })),
    patterns: patterns.flatMap(({ patternId, routeId, directionId, shapeId, headsign, stops }) => {
      const shapeIndex = indexOf.get(shapeId)
      return shapeIndex === undefined ? [] : [{ patternId, routeId, directionId, shapeIndex, headsign, stops }]
    }),
  }
}

async function readTimetable(db: FleetReads, feedId: number): Promise<Timetable> {
  const { timezone, services, trips } = await timetableRows(db, feedId)
  return {
    feedId,
    timezone,
    services: new Map(services.map(({ feedId: _, ...service }) => [service.serviceId, service])),
    trips: trips.map(({ feedId: _, ...trip }) => trip),
  }
}

/** Remembers what is read of the live feed, for each database. */
function perLiveFeed<T>(
  read: (db: FleetReads, feedId: number) => Promise<T>,
): (db: FleetDatabase) => Promise<T | null> {
  const memory = new WeakMap<FleetDatabase, { feedId: number; reading: Promise<T | null> }>()
  return async (db) => {
    const feedId = await liveFeedId(db)
    if (feedId === null) return null
    const known = memory.get(db)
    if (known?.feedId === feedId) return known.reading
    const reading = db.snapshot(async (reads) => {
      // A newer one may have come between; its rows are whole in here.
      const live = await liveFeedId(reads)
      return live === null ? null : read(reads, live)
    })
    memory.set(db, { feedId, reading })
    return reading.catch((error) => {
      if (memory.get(db)?.reading === reading) memory.delete(db)
      throw error
    })
  }
}
