import { AGENCY, CITY, ROUTES, type RouteDefinition, STATIONS } from './network.ts'
import { directions, type Shape, shapeOf, toPosition } from './paths.ts'
import { placeStops, type Stop } from './stops.ts'
import { exceptions, patterns, SERVICES, stopTimes, VALID } from './timetable.ts'

export const SEED = 2026

type Cell = string | number
type Rows = readonly (readonly Cell[])[]

/** Every direction of every route with its shape and its calls, and all stops. The same seed gives the same plan. */
export function cityPlan(seed: number = SEED) {
  const rides = ROUTES.flatMap((route) => directions(route))
  const { stops, calls } = placeStops(rides, mulberry32(seed))
  return { rides, shapes: rides.map(shapeOf), calls, stops }
}

/** The whole feed: file name to content. The same seed gives the same bytes. */
export function buildFeed(seed: number = SEED): Map<string, string> {
  const { rides, shapes, calls, stops } = cityPlan(seed)
  const trips: Cell[][] = []
  const times: Cell[][] = []
  const frequencies: Cell[][] = []
  for (const [i, ride] of rides.entries()) {
    const { route, directionId } = ride
    const shape = shapes[i] as Shape
    for (const { service, name, kmh, windows } of patterns(route)) {
      const trip = `${route.id}-${directionId}-${service}-${name}`
      trips.push([route.id, service, trip, route.headsigns[directionId], directionId, shape.id, 1])
      const ordered = [...windows].sort((a, b) => a.from - b.from)
      for (const { from, to, headway } of ordered) frequencies.push([trip, clock(from), clock(to), headway, 0])
      const rows = stopTimes(ride, shape, calls[i] ?? [], kmh, ordered[0]?.from ?? 0)
      for (const [sequence, row] of rows.entries()) {
        const { arrival, departure, call, travelled } = row
        times.push([trip, clock(arrival), clock(departure), call.stop.id, sequence + 1, travelled.toFixed(1), 0])
      }
    }
  }
  return new Map([
    ['agency.txt', agency()],
    ['calendar.txt', calendar()],
    ['calendar_dates.txt', calendarDates()],
    ['feed_info.txt', feedInfo()],
    ['frequencies.txt', csv('trip_id,start_time,end_time,headway_secs,exact_times', frequencies)],
    ['routes.txt', routesTable(ROUTES)],
    ['shapes.txt', shapesTable(shapes)],
    [
      'stop_times.txt',
      csv('trip_id,arrival_time,departure_time,stop_id,stop_sequence,shape_dist_traveled,timepoint', times),
    ],
    ['stops.txt', stopsTable(stops)],
    ['trips.txt', csv('route_id,service_id,trip_id,trip_headsign,direction_id,shape_id,wheelchair_accessible', trips)],
  ])
}

function agency(): string {
  const row = [AGENCY.id, AGENCY.name, AGENCY.url, AGENCY.timezone, AGENCY.lang]
  return csv('agency_id,agency_name,agency_url,agency_timezone,agency_lang', [row])
}

function calendar(): string {
  const header = 'service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date'
  const rows = SERVICES.map(({ id, days }) => [id, ...days, VALID.from, VALID.to])
  return csv(header, rows)
}

function calendarDates(): string {
  const rows = exceptions().map(({ service, date, type }) => [service, date, type])
  return csv('service_id,date,exception_type', rows)
}

function feedInfo(): string {
  const header = 'feed_publisher_name,feed_publisher_url,feed_lang,feed_start_date,feed_end_date,feed_version'
  const publisher = `Abordo (${CITY.name}: ciudad ficticia)`
  return csv(header, [[publisher, AGENCY.url, AGENCY.lang, VALID.from, VALID.to, `demo-${SEED}`]])
}

const ROUTE_DESCRIPTIONS = {
  troncal: 'Ruta troncal',
  alimentadora: 'Ruta alimentadora',
  auxiliar: 'Ruta auxiliar',
} as const

function routesTable(routes: readonly RouteDefinition[]): string {
  const header =
    'route_id,agency_id,route_short_name,route_long_name,route_desc,route_type,route_color,route_text_color,route_sort_order'
  const rows = routes.map(({ id, longName, kind, color, textColor }, i) => {
    return [id, AGENCY.id, id, longName, ROUTE_DESCRIPTIONS[kind], 3, color, textColor, i + 1]
  })
  return csv(header, rows)
}

function shapesTable(shapes: readonly Shape[]): string {
  const rows = shapes.flatMap(({ id, points }) =>
    points.map(({ lat, lon, travelled }, i) => [id, degrees(lat), degrees(lon), i + 1, travelled.toFixed(1)]),
  )
  return csv('shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence,shape_dist_traveled', rows)
}

function stopsTable(stops: readonly Stop[]): string {
  const header = 'stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station,platform_code,wheelchair_boarding'
  const stations = STATIONS.map((station) => {
    const { lat, lon } = toPosition(station.at)
    return [station.id, station.name, degrees(lat), degrees(lon), 1, '', '', 1]
  })
  const kerbs = stops.map(({ id, name, lat, lon, station, platform, accessible }) => {
    return [id, name, degrees(lat), degrees(lon), 0, station?.id ?? '', platform, accessible ? 1 : 2]
  })
  return csv(header, [...stations, ...kerbs])
}

function csv(header: string, rows: Rows): string {
  const quoted = (cell: Cell) => (/[",\n]/.test(String(cell)) ? `"${String(cell).replaceAll('"', '""')}"` : `${cell}`)
  return `${[header, ...rows.map((row) => row.map(quoted).join(','))].join('\n')}\n`
}

function degrees(value: number): string {
  return value.toFixed(6)
}

/** HH:MM:SS, going on past 24:00:00 into the small hours of the same service day. */
function clock(seconds: number): string {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return parts.map((part) => String(part).padStart(2, '0')).join(':')
}

/** A small seeded source of chance: the same seed, the same city. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
