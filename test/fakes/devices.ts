import { createHmac, randomUUID } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import type { DeviceDayAnswer, SketchesAnswer } from '../../contract/devices.ts'
import { addHash, emptySketch, encodeSketch } from '../../contract/sketch.ts'
import type { FleetDatabase } from '../../db/fleet/open.ts'
import { deviceCount } from '../../db/fleet/schema.ts'
import type { TestFleet } from './fleet.ts'

export async function dayOf(fleet: TestFleet, credential: string): Promise<DeviceDayAnswer> {
  return (await fleet.asGateway(credential, 'GET', '/v1/device-day')).json() as Promise<DeviceDayAnswer>
}

/** The text of a gateway's sketch of phones, by their numbers. */
export function sketchOfPhones(key: string, phones: number[]): string {
  const registers = emptySketch()
  for (const phone of phones) addHash(registers, createHmac('sha256', key).update(`phone ${phone}`).digest())
  return encodeSketch(registers)
}

export async function bring(fleet: TestFleet, credential: string, sketches: unknown[]) {
  const headers = { authorization: `Bearer ${credential}` }
  const answer = await fleet.post('/v1/device-sketches', sketches, headers)
  const { verdicts } = (await answer.json()) as SketchesAnswer
  return verdicts
}

/** Estimates by their rows: devices, and hours of gateways that went into it and that there were. */
export async function countsOf(
  db: FleetDatabase,
): Promise<Record<string, [devices: number, pieces: number, due: number]>> {
  const rows = await db.select().from(deviceCount)
  return Object.fromEntries(rows.map(({ rowKey, estimate, pieces, due }) => [rowKey, [estimate, pieces, due]]))
}

/** Phones from one number to another, both included. */
export const phones = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index)

/** Every file in which a database keeps anything: its log too. */
export async function filesOf(databaseUrl: string): Promise<string[]> {
  if (databaseUrl.startsWith('file:')) return sqliteFiles(databaseUrl.slice('file:'.length))
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  // What is only in memory so far would be missed. CHECKPOINT leaves tables that are UNLOGGED there; before files are copied all go.
  const name = `flushed_${randomUUID().replaceAll('-', '')}`
  await client.query(`CREATE DATABASE ${name} TEMPLATE template0 STRATEGY file_copy`)
  await client.query(`DROP DATABASE ${name}`)
  const { rows } = await client.query<{ folder: string }>("SELECT current_setting('data_directory') AS folder")
  await client.end()
  const folder = rows[0]?.folder ?? ''
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true)
}

export function sqliteFiles(path: string): string[] {
  return [path, `${path}-wal`, `${path}-shm`].filter((file) => statSync(file, { throwIfNoEntry: false }) !== undefined)
}

/** The names of those secrets of which some octets are found in files. */
export function foundIn(files: string[], secrets: Record<string, Buffer>): string[] {
  const found = new Set<string>()
  for (const file of files) {
    // One that PostgreSQL deletes meanwhile.
    if (statSync(file, { throwIfNoEntry: false }) === undefined) continue
    const octets = readFileSync(file)
    for (const [name, secret] of Object.entries(secrets)) if (octets.includes(secret)) found.add(name)
  }
  return [...found].sort()
}

/** A key in every way in which it could be written down. */
export function waysToWrite(name: string, key: string): Record<string, Buffer> {
  const raw = Buffer.from(key, 'base64url')
  return {
    [`${name} as it is`]: Buffer.from(key),
    [`${name} raw`]: raw,
    [`${name} in base64`]: Buffer.from(raw.toString('base64')),
    [`${name} in hexadecimal`]: Buffer.from(raw.toString('hex')),
  }
}
