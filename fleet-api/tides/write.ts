import { createReadStream } from 'node:fs'
import { mkdir, mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { stringify } from 'csv-stringify/sync'
import { ZipFile } from 'yazl'
import type { TidesDay } from './day.ts'
import { TABLES, type TableName, type TidesRow } from './tables.ts'

/** Rows as CSV (RFC 4180); `header`: with the names of the fields before them. */
function csv<T extends TableName>(table: T, rows: TidesRow<T>[], header: boolean): string {
  return stringify(rows, { columns: [...TABLES[table]], header, record_delimiter: 'windows' })
}

function json(day: TidesDay): string {
  return `${JSON.stringify(day.package, null, 2)}\n`
}

/** Writes a day as a folder of datapackage.json and CSV files. */
export async function writeFolder(day: TidesDay, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'datapackage.json'), json(day))
  await writeFile(join(folder, 'vehicles.csv'), csv('vehicles', day.vehicles, true))
  await writeFile(join(folder, 'devices.csv'), csv('devices', day.devices, true))
  const locations = await open(join(folder, 'vehicle_locations.csv'), 'w')
  try {
    for await (const text of locationsOf(day, join(folder, 'trips_performed.csv'))) await locations.write(text)
  } finally {
    await locations.close()
  }
}

/**
 * A day as a ZIP of the same files, made while it is read. Its trips, which come with the locations and stand after them in the ZIP, wait in a
 * temporary file. Who stops reading destroys it.
 */
export function zipOf(day: TidesDay): Readable {
  const zip = new ZipFile()
  const output = zip.outputStream as Readable
  const fail = (error: Error) => void output.destroy(error)
  zip.on('error', fail)
  const waiting = mkdtemp(join(tmpdir(), 'abordo-tides-'))
  output.on('close', () => {
    const gone = waiting.then((folder) => rm(folder, { recursive: true, force: true }))
    gone.catch(() => undefined)
  })
  const add = (name: string, readFrom: (tripsFile: string) => Readable) =>
    zip.addReadStreamLazy(name, (give) => {
      waiting.then((folder) => {
        if (output.destroyed) return
        // yazl does not listen for the errors of what it is given.
        const input = readFrom(join(folder, 'trips_performed.csv')).on('error', fail)
        output.on('close', () => input.destroy())
        give(null, input)
      }, fail)
    })
  zip.addBuffer(Buffer.from(json(day)), 'datapackage.json')
  zip.addBuffer(Buffer.from(csv('vehicles', day.vehicles, true)), 'vehicles.csv')
  zip.addBuffer(Buffer.from(csv('devices', day.devices, true)), 'devices.csv')
  add('vehicle_locations.csv', (tripsFile) => Readable.from(locationsOf(day, tripsFile), { objectMode: false }))
  add('trips_performed.csv', (tripsFile) => createReadStream(tripsFile))
  zip.end()
  return output
}

/** The locations as CSV, piece by piece; the trips are written into a file meanwhile. */
async function* locationsOf(day: TidesDay, tripsFile: string): AsyncGenerator<string> {
  const trips = await open(tripsFile, 'w')
  try {
    await trips.write(csv('trips_performed', [], true))
    yield csv('vehicle_locations', [], true)
    for await (const part of day.parts()) {
      if (part.trips.length > 0) await trips.write(csv('trips_performed', part.trips, false))
      if (part.locations.length > 0) yield csv('vehicle_locations', part.locations, false)
    }
  } finally {
    await trips.close()
  }
}
