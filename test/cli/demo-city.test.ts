import { readdirSync, readFileSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { demand, ROUTE_DEMAND } from '../../cli/demo/city/demand.ts'
import { DEPOT, onRoute } from '../../cli/demo/city/drive.ts'
import { buildFeed } from '../../cli/demo/city/feed.ts'
import { FAULTS, fleet } from '../../cli/demo/city/fleet.ts'
import { ROUTE_IDS } from '../../cli/demo/city/network.ts'

const FOLDER = fileURLToPath(new URL('../../cli/demo/city/feed/', import.meta.url))

type Row = Record<string, string>

function table(name: string): Row[] {
  return parse(readFileSync(`${FOLDER}${name}.txt`), { columns: true }) as Row[]
}

function groupBy(rows: Row[], column: string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) groups.set(row[column] ?? '', [...(groups.get(row[column] ?? '') ?? []), row])
  return groups
}

const routes = table('routes')
const trips = table('trips')
const stops = table('stops')
const stopTimes = table('stop_times')
const shapePoints = table('shapes')
const frequencies = table('frequencies')
const shapes = groupBy(shapePoints, 'shape_id')
const timesByTrip = groupBy(stopTimes, 'trip_id')
const stopById = new Map(stops.map((stop) => [stop.stop_id, stop]))

const seconds = (clock = '') => clock.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)
const steps = (values: number[]) => values.slice(1).map((value, i) => value - (values[i] ?? 0))
const values = (rows: Row[], column: string) => rows.map((row) => row[column] ?? '')
const strangers = (rows: Row[], column: string, known: string[]) =>
  values(rows, column).filter((value) => !known.includes(value))

/** Metres east and north of the main square: flat enough for a city. */
function metres(lat: string | undefined, lon: string | undefined): [number, number] {
  return [(Number(lon) + 101.75) * 111_195 * Math.cos((20.84 * Math.PI) / 180), (Number(lat) - 20.84) * 111_195]
}

function awayFrom(line: [number, number][], [x, y]: [number, number]): number {
  const distances = line.slice(1).map(([bx, by], i) => {
    const [ax, ay] = line[i] ?? [bx, by]
    const share = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2)
    const on = Math.min(1, Math.max(0, share))
    return Math.hypot(x - ax - (bx - ax) * on, y - ay - (by - ay) * on)
  })
  return Math.min(...distances)
}

const shapeLine = (id = '') => (shapes.get(id) ?? []).map((point) => metres(point.shape_pt_lat, point.shape_pt_lon))

function luminance(color: string): number {
  const [r = 0, g = 0, b = 0] = [0, 2, 4]
    .map((i) => Number.parseInt(color.slice(i, i + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(one = '', other = ''): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (high + 0.05) / (low + 0.05)
}

describe('the feed that ships', () => {
  it('is, byte for byte, what the generator makes', () => {
    const shipped = readdirSync(FOLDER).sort()
    const made = buildFeed()
    expect(shipped).toEqual([...made.keys()].sort())
    for (const name of shipped) expect(readFileSync(`${FOLDER}${name}`, 'utf8')).toBe(made.get(name))
  })

  it('is the same however often it is made', () => {
    expect(buildFeed(7)).toEqual(buildFeed(7))
  })

  it('weighs at most 600 kB', () => {
    const bytes = readdirSync(FOLDER).reduce((sum, name) => sum + statSync(`${FOLDER}${name}`).size, 0)
    expect(bytes).toBeLessThanOrEqual(600_000)
  })

  it('belongs to an agency of an invented city in Mexico’s central time zone', () => {
    expect(table('agency')).toEqual([
      {
        agency_id: 'SITSA',
        agency_name: 'Sistema Integrado de Transporte de Santa Aurelia',
        agency_url: 'https://sitsa.example/',
        agency_timezone: 'America/Mexico_City',
        agency_lang: 'es',
      },
    ])
    expect(values(table('feed_info'), 'feed_lang')).toEqual(['es'])
  })
})

describe('routes', () => {
  it('are eight: three trunks, two feeders, three auxiliaries', () => {
    expect(values(routes, 'route_id')).toEqual(['T1', 'T2', 'T3', 'A1', 'A2', 'X1', 'X2', 'X3'])
  })

  it('have colours of their own, that read with their text and as a line on white', () => {
    expect(new Set(values(routes, 'route_color')).size).toBe(8)
    for (const route of routes) {
      expect(route.route_color).toMatch(/^[0-9A-F]{6}$/)
      expect(contrast(route.route_color, route.route_text_color)).toBeGreaterThanOrEqual(4.5)
      expect(contrast(route.route_color, 'FFFFFF')).toBeGreaterThanOrEqual(3)
    }
  })

  it('have a shape for each direction, of 8 to 22 km', () => {
    expect(shapes.size).toBe(16)
    for (const points of shapes.values()) {
      const length = Number(points.at(-1)?.shape_dist_traveled)
      expect(length).toBeGreaterThan(8_000)
      expect(length).toBeLessThan(22_000)
    }
  })
})

describe('shapes', () => {
  it('measure along the ground, in metres, point after point', () => {
    for (const [id, points] of shapes) {
      const line = shapeLine(id)
      const ground = line.slice(1).map(([x, y], i) => Math.hypot(x - (line[i]?.[0] ?? 0), y - (line[i]?.[1] ?? 0)))
      const travelled = steps(values(points, 'shape_dist_traveled').map(Number))
      expect(points[0]?.shape_dist_traveled).toBe('0.0')
      expect(steps(values(points, 'shape_pt_sequence').map(Number)).every((step) => step === 1)).toBe(true)
      expect(Math.max(...travelled.map((step, i) => Math.abs(step - (ground[i] ?? 0))))).toBeLessThan(0.5)
    }
  })

  it('have a point at least every 150 m, and every 80 to 150 m but at corners', () => {
    const gaps = [...shapes.values()].flatMap((points) => steps(values(points, 'shape_dist_traveled').map(Number)))
    expect(Math.max(...gaps)).toBeLessThanOrEqual(150)
    expect(Math.min(...gaps)).toBeGreaterThan(5)
    expect(gaps.filter((gap) => gap >= 80).length / gaps.length).toBeGreaterThan(0.97)
  })

  it('pass within 30 m of each stop of their trips', () => {
    for (const trip of trips) {
      const line = shapeLine(trip.shape_id)
      const away = (timesByTrip.get(trip.trip_id ?? '') ?? []).map((time) => {
        const stop = stopById.get(time.stop_id)
        return awayFrom(line, metres(stop?.stop_lat, stop?.stop_lon))
      })
      expect(Math.max(...away)).toBeLessThan(30)
    }
  })

  it('are beside each stop at the distance that its stop time gives', () => {
    const lines = new Map([...shapes.keys()].map((id) => [id, shapeLine(id)]))
    for (const trip of trips) {
      const line = lines.get(trip.shape_id ?? '') ?? []
      const marks = values(shapes.get(trip.shape_id ?? '') ?? [], 'shape_dist_traveled').map(Number)
      const away = (timesByTrip.get(trip.trip_id ?? '') ?? []).map((time) => {
        const travelled = Number(time.shape_dist_traveled)
        const after = marks.findIndex((mark) => mark >= travelled)
        const stop = stopById.get(time.stop_id)
        return awayFrom(line.slice(after - 1, after + 1), metres(stop?.stop_lat, stop?.stop_lon))
      })
      expect(Math.max(...away)).toBeLessThan(30)
    }
  })
})

describe('stops', () => {
  it('are between 180 and 260 kerbs and platforms, with three stations above the platforms', () => {
    const stations = stops.filter((stop) => stop.location_type === '1')
    const platforms = stops.filter((stop) => stop.parent_station !== '')
    expect(values(stations, 'stop_name')).toEqual(['Terminal Norte', 'Estación Centro', 'Terminal Oriente'])
    expect(new Set(values(platforms, 'parent_station'))).toEqual(new Set(['E1', 'E2', 'E3']))
    expect(stops.length - stations.length).toBeGreaterThanOrEqual(180)
    expect(stops.length - stations.length).toBeLessThanOrEqual(260)
  })

  it('have a name, their own id, a place in the city, and a trip that calls there', () => {
    expect(new Set(values(stops, 'stop_id')).size).toBe(stops.length)
    const called = new Set(values(stopTimes, 'stop_id'))
    for (const stop of stops) {
      expect(stop.stop_name).toMatch(/^\S.*\S$/u)
      expect(Math.hypot(...metres(stop.stop_lat, stop.stop_lon))).toBeLessThan(8_500)
      expect(stop.location_type === '1' || called.has(stop.stop_id ?? '')).toBe(true)
    }
  })
})

describe('trips', () => {
  it('refer only to what the feed has', () => {
    const services = values(table('calendar'), 'service_id')
    expect(strangers(routes, 'agency_id', values(table('agency'), 'agency_id'))).toEqual([])
    expect(strangers(trips, 'route_id', values(routes, 'route_id'))).toEqual([])
    expect(strangers(trips, 'service_id', services)).toEqual([])
    expect(strangers(table('calendar_dates'), 'service_id', services)).toEqual([])
    expect(strangers(trips, 'shape_id', [...shapes.keys()])).toEqual([])
    expect(strangers(stopTimes, 'trip_id', values(trips, 'trip_id'))).toEqual([])
    expect(strangers(stopTimes, 'stop_id', values(stops, 'stop_id'))).toEqual([])
    expect(strangers(frequencies, 'trip_id', values(trips, 'trip_id'))).toEqual([])
    expect(strangers(stops, 'parent_station', ['', 'E1', 'E2', 'E3'])).toEqual([])
  })

  it('have ids of their own, stop times and frequencies', () => {
    expect(new Set(values(trips, 'trip_id')).size).toBe(64)
    expect(trips).toHaveLength(64)
    expect(timesByTrip.size).toBe(64)
    expect(groupBy(frequencies, 'trip_id').size).toBe(64)
  })

  it('call at their stops one after another, later each time, further each time', () => {
    for (const times of timesByTrip.values()) {
      expect(values(times, 'stop_sequence').map(Number)).toEqual(times.map((_, i) => i + 1))
      const clock = times.flatMap((time) => [seconds(time.arrival_time), seconds(time.departure_time)])
      expect(Math.min(...steps(clock))).toBeGreaterThanOrEqual(0)
      expect(Math.min(...steps(values(times, 'arrival_time').map(seconds)))).toBeGreaterThan(0)
      expect(Math.min(...steps(values(times, 'shape_dist_traveled').map(Number)))).toBeGreaterThan(0)
    }
  })

  it('travel at 16 to 22 km/h from end to end', () => {
    for (const times of timesByTrip.values()) {
      const metresAll = steps([times[0], times.at(-1)].map((time) => Number(time?.shape_dist_traveled)))
      const secondsAll = steps([times[0], times.at(-1)].map((time) => seconds(time?.arrival_time)))
      const kmh = ((metresAll[0] ?? 0) / (secondsAll[0] ?? 0)) * 3.6
      expect(kmh).toBeGreaterThanOrEqual(15.9)
      expect(kmh).toBeLessThanOrEqual(22.1)
    }
  })

  it('write every time as HH:MM:SS', () => {
    const times = [stopTimes, frequencies].flatMap((rows) =>
      rows.flatMap((row) => [row.arrival_time, row.departure_time, row.start_time, row.end_time]),
    )
    const written = times.filter((time) => time !== undefined)
    expect(written.length).toBeGreaterThan(2_000)
    expect(written.filter((time) => !/^\d\d:[0-5]\d:[0-5]\d$/.test(time))).toEqual([])
  })
})

describe('service', () => {
  /** The hours of a direction on a kind of day, as spans one after another. */
  const span = (direction: string, service: string) =>
    frequencies
      .filter((row) => row.trip_id?.startsWith(`${direction}-${service}-`))
      .map((row) => [row.start_time ?? '', row.end_time ?? ''] as const)
      .sort(([a], [b]) => a.localeCompare(b))

  it('runs around the clock without a gap or an overlap, every day, both ways', () => {
    const directions = ROUTE_IDS.flatMap((route) => [`${route}-0`, `${route}-1`])
    for (const direction of directions) {
      for (const service of ['LAB', 'SAB', 'DOM']) {
        const spans = span(direction, service)
        expect(spans[0]?.[0]).toBe('05:00:00')
        expect(spans.at(-1)?.[1]).toBe('29:00:00')
        expect(spans.slice(1).map(([from]) => from)).toEqual(spans.slice(0, -1).map(([, to]) => to))
      }
    }
  })

  it('goes on all night on every route, once an hour', () => {
    const night = frequencies.filter((row) => row.start_time === '24:30:00')
    expect(night).toHaveLength(48)
    expect(new Set(values(night, 'trip_id').map((id) => id.slice(0, 2)))).toEqual(new Set(ROUTE_IDS))
    expect(new Set(values(night, 'end_time'))).toEqual(new Set(['29:00:00']))
    expect(new Set(values(night, 'headway_secs'))).toEqual(new Set(['3600']))
  })

  it('is Sunday’s on Mexico’s public holidays of 2026 and 2027', () => {
    const exceptions = table('calendar_dates')
    const sunday = exceptions.filter((row) => row.service_id === 'DOM' && row.exception_type === '1')
    expect(values(sunday, 'date')).toEqual([
      ...['20260101', '20260202', '20260316', '20260501', '20260916', '20261116', '20261225'],
      ...['20270101', '20270201', '20270315', '20270501', '20270916', '20271115', '20271225'],
    ])
    const off = exceptions.filter((row) => row.exception_type === '2')
    expect(values(off, 'date')).toEqual(values(sunday, 'date'))
    expect(
      values(
        off.filter((row) => row.service_id === 'SAB'),
        'date',
      ),
    ).toEqual(['20270501', '20271225'])
  })

  it('is valid from the first day of 2026 to the last of 2027', () => {
    expect(table('calendar').map(({ service_id, start_date, end_date }) => [service_id, start_date, end_date])).toEqual(
      [
        ['LAB', '20260101', '20271231'],
        ['SAB', '20260101', '20271231'],
        ['DOM', '20260101', '20271231'],
      ],
    )
  })

  it('needs no more buses at its peak than a fleet of 60 has on the route', () => {
    for (const routeId of ROUTE_IDS) {
      const cycle = [0, 1].reduce((sum, way) => {
        const times = values(timesByTrip.get(`${routeId}-${way}-LAB-pico`) ?? [], 'arrival_time').map(seconds)
        return sum + (times.at(-1) ?? 0) - (times[0] ?? 0) + 300
      }, 0)
      const peak = frequencies.find((row) => row.trip_id === `${routeId}-0-LAB-pico`)
      expect(Math.ceil(cycle / Number(peak?.headway_secs))).toBeLessThanOrEqual(ROUTE_DEMAND[routeId].weight)
    }
  })
})

describe('demand', () => {
  const MINUTES = Array.from({ length: 1440 }, (_, minute) => minute)
  const DAYS = [0, 1, 2, 3, 4, 5, 6]
  const at = (hour: number, minute = 0) => hour * 60 + minute
  const peakMinute = (routeId: (typeof ROUTE_IDS)[number], day: number, from: number, to: number) =>
    MINUTES.slice(from, to).reduce((best, m) => (demand(routeId, m, day) > demand(routeId, best, day) ? m : best), from)

  it('stays above 0, never passes 1, and reaches 1 on a weekday on every route', () => {
    for (const routeId of ROUTE_IDS) {
      const week = DAYS.flatMap((day) => MINUTES.map((minute) => demand(routeId, minute, day)))
      expect(Math.min(...week)).toBeGreaterThanOrEqual(0.03)
      expect(Math.max(...week)).toBe(1)
      expect(Math.max(...MINUTES.map((minute) => demand(routeId, minute, 3)))).toBe(1)
    }
  })

  it('is smooth, over midnight and the change of days too', () => {
    for (const routeId of ROUTE_IDS) {
      const week = DAYS.flatMap((day) => MINUTES.map((minute) => demand(routeId, minute, day)))
      expect(Math.max(...steps([...week, week[0] ?? 0]).map(Math.abs))).toBeLessThan(0.035)
    }
  })

  it('peaks on the trunk between 7 and 8:30, at the end of school, and between 18 and 19:30', () => {
    expect(peakMinute('T1', 2, 0, 720)).toBeGreaterThanOrEqual(at(7))
    expect(peakMinute('T1', 2, 0, 720)).toBeLessThanOrEqual(at(8, 30))
    expect(peakMinute('T1', 2, at(12), at(16))).toBeGreaterThanOrEqual(at(13, 30))
    expect(peakMinute('T1', 2, at(12), at(16))).toBeLessThanOrEqual(at(14, 30))
    expect(peakMinute('T1', 2, at(16), at(23))).toBeGreaterThanOrEqual(at(18))
    expect(peakMinute('T1', 2, at(16), at(23))).toBeLessThanOrEqual(at(19, 30))
    expect(demand('T1', at(3), 2)).toBeLessThan(0.1)
  })

  it('has no morning rush on a Sunday', () => {
    expect(demand('T1', at(7, 40), 0)).toBeLessThan(0.15)
    expect(demand('T1', at(12, 30), 0)).toBeGreaterThan(0.3)
  })

  it('crowds the industrial route around the changes of shift at 6, 14 and 22 h', () => {
    expect(demand('T3', at(5, 35), 3)).toBeGreaterThan(0.8)
    expect(demand('T3', at(14), 3)).toBeGreaterThan(0.8)
    expect(demand('T3', at(22), 3)).toBeGreaterThan(0.5)
    expect(demand('T3', at(11), 3)).toBeLessThan(0.3)
  })

  it('empties the university route on Sundays and keeps the hospital route busy with visits', () => {
    expect(demand('X1', at(14), 3)).toBeGreaterThan(0.8)
    expect(Math.max(...MINUTES.map((minute) => demand('X1', minute, 0)))).toBeLessThan(0.25)
    expect(demand('X2', at(16, 30), 0)).toBeGreaterThan(0.4)
  })
})

describe('the fleet', () => {
  it('is 60 buses on the eight routes by weight', () => {
    const buses = fleet(60)
    expect(buses.map((bus) => bus.id).slice(0, 2)).toEqual(['bus-1001', 'bus-1002'])
    expect(buses.at(-1)).toMatchObject({ id: 'bus-1060', label: 'SA-1060' })
    const perRoute = ROUTE_IDS.map((routeId) => buses.filter((bus) => bus.routeId === routeId).length)
    expect(perRoute).toEqual([13, 11, 8, 6, 5, 7, 6, 4])
  })

  it('has each fault on one bus of sixty, none of them the first, and no data on bus-1043', () => {
    const buses = fleet(60)
    expect(buses.flatMap(({ fault }) => fault ?? []).sort()).toEqual([...FAULTS].sort())
    expect(buses[0]?.fault).toBeNull()
    expect(buses.find(({ id }) => id === 'bus-1043')).toMatchObject({ fault: 'no-data', isAssigned: false })
  })

  it('has a bus without data in a small fleet too', () => {
    expect(fleet(6).flatMap(({ id, fault }) => (fault ? [[id, fault]] : []))).toEqual([['bus-1004', 'no-data']])
  })

  it('tells the fleet of one bus of each route which one it runs, and of one that cannot tell its place', () => {
    const assigned = fleet(60).filter(({ isAssigned }) => isAssigned)
    expect(new Set(assigned.map(({ routeId }) => routeId))).toEqual(new Set(ROUTE_IDS))
    expect(assigned).toHaveLength(9)
    expect(assigned.filter(({ fault }) => fault === 'wrong-clock')).toHaveLength(1)
  })

  it('keeps most buses of every route in order', () => {
    for (const routeId of ROUTE_IDS) {
      const buses = fleet(60).filter((bus) => bus.routeId === routeId)
      expect(buses.filter((bus) => bus.fault === null).length).toBeGreaterThan(buses.length / 2)
    }
  })

  it('scales from one bus to the size of León’s', () => {
    expect(fleet(1)).toEqual([
      {
        id: 'bus-1001',
        label: 'SA-1001',
        routeId: 'T1',
        isAssigned: false,
        orderOnRoute: 0,
        busesOnRoute: 1,
        fault: null,
      },
    ])
    const leon = fleet(1750)
    expect(new Set(leon.map((bus) => bus.id)).size).toBe(1750)
    expect(leon.filter((bus) => bus.fault === 'no-data')).toHaveLength(29)
    expect(fleet(10).map((bus) => bus.routeId)).toEqual(leon.slice(0, 10).map((bus) => bus.routeId))
  })

  it('numbers the buses of a route from 0', () => {
    const onX1 = fleet(60).filter((bus) => bus.routeId === 'X1')
    expect(onX1.map((bus) => bus.orderOnRoute)).toEqual([0, 1, 2, 3, 4, 5, 6])
    expect(onX1.every((bus) => bus.busesOnRoute === 7)).toBe(true)
  })

  it('refuses a number of buses that is none', () => {
    expect(() => fleet(0)).toThrow(RangeError)
    expect(() => fleet(2.5)).toThrow(RangeError)
  })
})

describe('drives', () => {
  const AT = Date.UTC(2026, 10, 26, 18)
  const SECOND = 1000
  const buses = fleet(60)
  const place = (at: readonly [number, number]) => metres(String(at[0]), String(at[1]))
  const ride = (at: number) => buses.map((bus) => ({ bus, ...onRoute(bus, at) }))

  it('are on the shape of the bus’s own route, within 5 m', () => {
    const away = ride(AT).map(({ bus, directionId, at }) =>
      awayFrom(shapeLine(`${bus.routeId}-${directionId}`), place(at)),
    )
    expect(Math.max(...away)).toBeLessThan(5)
  })

  it('go to and fro at the pace of a bus, day and night, without a leap', () => {
    const speeds = buses.flatMap((bus) => {
      const way = Array.from({ length: 1440 }, (_, i) => place(onRoute(bus, AT + i * 10 * SECOND).at))
      return way.slice(1).map(([x, y], i) => Math.hypot(x - (way[i]?.[0] ?? 0), y - (way[i]?.[1] ?? 0)) / 10)
    })
    expect(Math.max(...speeds)).toBeLessThan(60 / 3.6)
    expect(speeds.filter((speed) => speed > 3).length / speeds.length).toBeGreaterThan(0.6)
  })

  it('keep the buses of a route apart, in both directions', () => {
    const onT1 = ride(AT).filter(({ bus }) => bus.routeId === 'T1')
    expect(new Set(onT1.map(({ directionId, alongM }) => `${directionId} ${Math.round(alongM / 100)}`)).size).toBe(13)
    expect(new Set(onT1.map(({ directionId }) => directionId))).toEqual(new Set([0, 1]))
  })

  it('end in a depot that lies beside no route', () => {
    const away = [...shapes.keys()].map((id) => awayFrom(shapeLine(id), place(DEPOT)))
    expect(Math.min(...away)).toBeGreaterThan(1000)
  })
})
