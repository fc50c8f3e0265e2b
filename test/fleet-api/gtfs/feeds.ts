import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { ZipFile } from 'yazl'
import { type FleetDatabase, openFleetDatabase } from '../../../db/fleet/open.ts'
import { agency, feed, route, stop } from '../../../db/fleet/schema.ts'
import { type FeedSummary, importFeed } from '../../../fleet-api/gtfs/import.ts'
import type { Limits } from '../../../fleet-api/gtfs/limits.ts'
import { freshDatabase } from '../../fakes/database.ts'

/** Within the service of the feeds made here. */
export const NOW = Date.parse('2026-06-01T12:00:00-06:00')

export const TESTCASES = fileURLToPath(new URL('./testcases/', import.meta.url))

/** A small feed without a fault. */
export const GOOD_FEED = {
  'agency.txt': 'agency_id,agency_name,agency_url,agency_timezone\nSIT,SIT,https://example.org,America/Mexico_City\n',
  'routes.txt': 'route_id,agency_id,route_short_name,route_type\nT2,SIT,T2,3\nT10,SIT,T10,3\n',
  'stops.txt': 'stop_id,stop_name,stop_lat,stop_lon\nS1,Centro,21.122,-101.684\nS2,Poliforum,21.114,-101.657\n',
  'calendar.txt':
    'service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\nWK,1,1,1,1,1,0,0,20260105,20261218\n',
  'trips.txt': 'route_id,service_id,trip_id\nT2,WK,T2-1\nT10,WK,T10-1\n',
  'stop_times.txt':
    'trip_id,arrival_time,departure_time,stop_id,stop_sequence\nT2-1,06:00:00,06:00:30,S1,1\nT2-1,06:10:00,06:10:00,S2,2\n',
}

export type Files = Record<string, string | Buffer>

/** GOOD_FEED with other files in place of some of its own, or without those that are null. */
export function feedWith(files: Record<string, string | Buffer | null>): Files {
  const all: Record<string, string | Buffer | null> = { ...GOOD_FEED, ...files }
  return Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, string | Buffer] => entry[1] !== null),
  )
}

export async function zipped(files: Files, compress = true): Promise<Buffer> {
  const zip = new ZipFile()
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content), name, { compress })
  zip.end()
  return buffer(zip.outputStream)
}

/** A folder that goes away after the test. */
export async function scratch(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'abordo-gtfs-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** A file feed.zip with these octets. */
export async function saved(octets: Buffer | string): Promise<string> {
  const path = join(await scratch(), 'feed.zip')
  await writeFile(path, octets)
  return path
}

export async function zipPath(files: Files): Promise<string> {
  return saved(await zipped(files))
}

export async function openDatabase(): Promise<FleetDatabase> {
  const db = await openFleetDatabase(await freshDatabase())
  onTestFinished(() => db.close())
  return db
}

/** Imports a feed of these files. */
export async function imported(db: FleetDatabase, files: Files, limits: Partial<Limits> = {}): Promise<FeedSummary> {
  return importFeed({ source: await zipPath(files), db, now: NOW, limits })
}

/** Everything of GTFS that the database holds. */
export async function stored(db: FleetDatabase) {
  return {
    feeds: await db.select().from(feed).orderBy(feed.feedId),
    agencies: await db.select().from(agency).orderBy(agency.agencyId),
    routes: await db.select().from(route).orderBy(route.routeId),
    stops: await db.select().from(stop).orderBy(stop.stopId),
  }
}
