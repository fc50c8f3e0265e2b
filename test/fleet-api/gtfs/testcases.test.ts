import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { importFeed } from '../../../fleet-api/gtfs/import.ts'
import { NOW, openDatabase, stored, TESTCASES } from './feeds.ts'

const names = readdirSync(TESTCASES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)

describe('a folder of GTFS files is imported as its expected.json says', () => {
  test.each(names)('%s', async (name) => {
    const db = await openDatabase()
    const expected = JSON.parse(readFileSync(join(TESTCASES, name, 'expected.json'), 'utf8'))

    const summary = await importFeed({ source: join(TESTCASES, name), db, now: NOW })

    expect(summary).toMatchObject(expected.summary)
    const { routes, stops } = await stored(db)
    expect({ routes, stops }).toEqual({ routes: expected.routes, stops: expected.stops })
  })
})
