import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'

const ROUTES = 100
const STOPS = 4000
const TRIPS = 12_500
const STOPS_A_TRIP = 40
const POINTS_A_SHAPE = 500

/** A feed of 500,000 stop_times: 12,500 trips of 40 stops on 200 shapes of 500 points, as a ZIP. */
export async function writeLargeFeed(path: string): Promise<void> {
  const zip = new ZipFile()
  const add = (name: string, header: string, rows: Iterable<string>) =>
    zip.addReadStream(Readable.from(inChunks(header, rows)), name)
  add('agency.txt', 'agency_id,agency_name,agency_url,agency_timezone', [
    'A,Bench,https://a.example,America/Mexico_City',
  ])
  add('routes.txt', 'route_id,agency_id,route_short_name,route_long_name,route_type,route_color', routes())
  add('stops.txt', 'stop_id,stop_name,stop_lat,stop_lon', stops())
  add('calendar.txt', 'service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date', [
    'WK,1,1,1,1,1,0,0,20260101,20271231',
    'SA,0,0,0,0,0,1,0,20260101,20271231',
    'SU,0,0,0,0,0,0,1,20260101,20271231',
  ])
  add('trips.txt', 'route_id,service_id,trip_id,trip_headsign,direction_id,block_id,shape_id', trips())
  add('stop_times.txt', 'trip_id,arrival_time,departure_time,stop_id,stop_sequence,timepoint', stopTimes())
  add('shapes.txt', 'shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence', shapes())
  zip.end()
  await pipeline(zip.outputStream, createWriteStream(path))
}

/** Metres east and north of a place on a route: a wave of 20 km, each route elsewhere. */
function place(route: number, share: number): [lat: number, lon: number] {
  return [21 + route * 0.004 + Math.sin(share * 12) * 0.01, -101.8 + share * 0.2]
}

function* inChunks(header: string, rows: Iterable<string>): Generator<string> {
  let chunk = `${header}\n`
  for (const row of rows) {
    chunk += `${row}\n`
    if (chunk.length > 65_536) {
      yield chunk
      chunk = ''
    }
  }
  yield chunk
}

function* routes(): Generator<string> {
  for (let route = 0; route < ROUTES; route += 1) yield `R${route},A,${route + 1},Route ${route + 1},3,0055A4`
}

function* stops(): Generator<string> {
  for (let stop = 0; stop < STOPS; stop += 1) {
    const [lat, lon] = place(Math.floor(stop / STOPS_A_TRIP), (stop % STOPS_A_TRIP) / (STOPS_A_TRIP - 1))
    yield `S${stop},Stop number ${stop},${(lat + 0.0001).toFixed(6)},${lon.toFixed(6)}`
  }
}

function* trips(): Generator<string> {
  for (let trip = 0; trip < TRIPS; trip += 1) {
    const [route, direction] = [trip % ROUTES, Math.floor(trip / ROUTES) % 2]
    const service = ['WK', 'WK', 'WK', 'SA', 'SU'][Math.floor(trip / ROUTES / 2) % 5]
    yield `R${route},${service},trip-2026-${trip},${direction === 0 ? 'Centro' : 'Norte'},${direction},B${trip % 900},R${route}-${direction}`
  }
}

function* stopTimes(): Generator<string> {
  for (let trip = 0; trip < TRIPS; trip += 1) {
    const [route, direction] = [trip % ROUTES, Math.floor(trip / ROUTES) % 2]
    const start = 5 * 3600 + Math.floor(trip / ROUTES) * 600
    for (let i = 0; i < STOPS_A_TRIP; i += 1) {
      const stop = route * STOPS_A_TRIP + (direction === 0 ? i : STOPS_A_TRIP - 1 - i)
      const at = clock(start + i * 90)
      yield `trip-2026-${trip},${at},${at},S${stop},${i + 1},1`
    }
  }
}

function* shapes(): Generator<string> {
  for (let shape = 0; shape < ROUTES * 2; shape += 1) {
    const [route, direction] = [Math.floor(shape / 2), shape % 2]
    for (let i = 0; i < POINTS_A_SHAPE; i += 1) {
      const share = i / (POINTS_A_SHAPE - 1)
      const [lat, lon] = place(route, direction === 0 ? share : 1 - share)
      yield `R${route}-${direction},${lat.toFixed(6)},${lon.toFixed(6)},${i}`
    }
  }
}

function clock(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, '0')
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}
