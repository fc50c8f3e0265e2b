import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AbordoError } from '../../../contract/problem.ts'
import type { FleetDatabase } from '../../../db/fleet/open.ts'
import { stop as stopTable } from '../../../db/fleet/schema.ts'
import { importFeed } from '../../../fleet-api/gtfs/import.ts'
import { feedWith, GOOD_FEED, NOW, openDatabase, scratch, zipped } from './feeds.ts'

/** Imports octets, again and again into one database; a refusal is an answer, anything else thrown is a fault. */
async function attempts(): Promise<{
  db: FleetDatabase
  attempt: (octets: Uint8Array) => Promise<'imported' | 'refused'>
}> {
  const db = await openDatabase()
  const source = join(await scratch(), 'feed.zip')
  return {
    db,
    attempt: async (octets) => {
      await writeFile(source, octets)
      return importFeed({ source, db, now: NOW }).then(
        () => 'imported',
        (error: unknown) => {
          if (error instanceof AbordoError && error.code === 'bad-feed') return 'refused'
          throw error
        },
      )
    },
  }
}

describe('whatever it is given, an import ends with a feed or a refusal', () => {
  test('given octets that are no ZIP', async () => {
    const { attempt } = await attempts()
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 500 }), fc.constantFrom('', 'PK\x03\x04'), async (octets, start) => {
        expect(await attempt(Buffer.concat([Buffer.from(start), octets]))).toBe('refused')
      }),
      { numRuns: 100 },
    )
  })

  test('given a ZIP with some octets changed', async () => {
    const { attempt } = await attempts()
    const zip = await zipped(GOOD_FEED)
    const changes = fc.array(fc.tuple(fc.nat(zip.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(changes, async (edits) => {
        const copy = Buffer.from(zip)
        for (const [at, octet] of edits) copy[at] = octet
        expect(['imported', 'refused']).toContain(await attempt(copy))
      }),
      { numRuns: 200 },
    )
  })

  test('given files of any octets', async () => {
    const { attempt } = await attempts()
    const file = fc.constantFrom(...Object.keys(GOOD_FEED), 'shapes.txt', 'frequencies.txt', 'feed_info.txt')
    const octet = fc.oneof(fc.constantFrom(...Buffer.from('",\r\n0')), fc.nat(255))
    await fc.assert(
      fc.asyncProperty(file, fc.array(octet, { maxLength: 200 }), fc.boolean(), async (name, octets, headed) => {
        const header = headed ? `${(feedWith({})[name] ?? 'trip_id').toString().split('\n')[0]}\n` : ''
        const zip = await zipped(feedWith({ [name]: Buffer.concat([Buffer.from(header), Buffer.from(octets)]) }), false)
        expect(['imported', 'refused']).toContain(await attempt(zip))
      }),
      { numRuns: 200 },
    )
  })
})

/** CSV as any program may write it. */
const cell = fc.string({
  unit: fc.oneof(fc.constantFrom('"', ',', '\n', '\r\n', ' ', 'é', '🚌'), fc.string({ minLength: 1, maxLength: 1 })),
})
const isBlank = (text: string) => text.trim() === ''
function csv(text: string, alwaysQuoted: boolean): string {
  return alwaysQuoted || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

describe('a good row is never lost', () => {
  test('whatever names the stops have, and however they are quoted and their lines end', async () => {
    const { db, attempt } = await attempts()
    const names = fc.array(cell, { minLength: 1, maxLength: 30 })
    await fc.assert(
      fc.asyncProperty(names, fc.boolean(), fc.constantFrom('\n', '\r\n'), async (stopNames, quotes, end) => {
        const rows = stopNames.map((name, index) => `S${index + 1},${csv(name, quotes)},21.1,-101.6`)
        const stops = ['stop_id,stop_name,stop_lat,stop_lon', ...rows, 'S1000,last,21.1,-101.6', 'S2,again,0,0'].join(
          end,
        )
        const stopTimes = 'trip_id,arrival_time,departure_time,stop_id,stop_sequence\nT2-1,,,S1,1\n'
        await attempt(await zipped(feedWith({ 'stops.txt': stops, 'stop_times.txt': stopTimes }), false))

        const stored = (
          await db.select({ stop_id: stopTable.stopId, stop_name: stopTable.stopName }).from(stopTable)
        ).sort(byNumber)
        const expected = stopNames.map((name, index) => ({
          stop_id: `S${index + 1}`,
          stop_name: isBlank(name) ? null : name.trim(),
        }))
        const second = stopNames.length < 2 ? [{ stop_id: 'S2', stop_name: 'again' }] : []
        expect(stored).toEqual([...expected, ...second, { stop_id: 'S1000', stop_name: 'last' }])
      }),
      { numRuns: 200 },
    )
  })

  test('where characters and quoted fields lie across the chunks in which a file is read', async () => {
    const { db, attempt } = await attempts()
    const names = Array.from({ length: 4000 }, (_, index) => `Ñandú 🚌, "${index}"\r\n${'€'.repeat(index % 7)}.`)
    const rows = names.map((name, index) => `S${index + 1},"${name.replaceAll('"', '""')}",21.1,-101.6\r\n`)
    const stops = `stop_id,stop_name,stop_lat,stop_lon\r\n${rows.join('')}`
    await attempt(await zipped(feedWith({ 'stops.txt': stops }), false))

    const stored = (await db.select({ stop_id: stopTable.stopId, stop_name: stopTable.stopName }).from(stopTable)).sort(
      byNumber,
    )
    expect(stored.map(({ stop_name }) => stop_name)).toEqual(names)
  })

  test('whatever bad rows stand between', async () => {
    const db = await openDatabase()
    const source = join(await scratch(), 'feed.zip')
    const bad = fc.constantFrom(
      ',Nameless,1,1',
      'B,Nowhere,,',
      'B,Pole,91,1',
      'B,A "quote",1,1',
      'B,Too,many,values,1,1',
      'B',
    )
    const lines = fc.array(fc.oneof(fc.constant('good'), bad), { minLength: 1, maxLength: 40 })
    await fc.assert(
      fc.asyncProperty(lines, async (kinds) => {
        const good = kinds.filter((kind) => kind === 'good').length
        const rows = kinds.map((kind, index) => (kind === 'good' ? `G${index},Stop,1,1` : kind))
        // As many good rows again, so that no file is refused for being mostly bad.
        const rest = kinds.map((_, index) => `R${index},Stop,1,1`)
        const stops = ['stop_id,stop_name,stop_lat,stop_lon', ...rows, ...rest].join('\n')
        const stopTimes = 'trip_id,arrival_time,departure_time,stop_id,stop_sequence\nT2-1,,,R0,1\n'
        await writeFile(source, await zipped(feedWith({ 'stops.txt': stops, 'stop_times.txt': stopTimes }), false))
        const summary = await importFeed({ source, db, now: NOW })

        expect([summary.counts['stops.txt'], summary.skipped['stops.txt'] ?? 0]).toEqual([
          good + kinds.length,
          kinds.length - good,
        ])
        const lost = kinds.flatMap((kind, index) => (kind === 'good' ? [] : [index + 2]))
        const warned = new Set(summary.warnings.filter(({ file }) => file === 'stops.txt').map(({ line }) => line))
        expect([...warned]).toEqual(lost.slice(0, warned.size))
      }),
      { numRuns: 200 },
    )
  })
})

/** S2 before S10. */
function byNumber(a: { stop_id: string }, b: { stop_id: string }): number {
  return Number(a.stop_id.slice(1)) - Number(b.stop_id.slice(1))
}
