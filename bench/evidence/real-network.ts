import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openFleetDatabase } from '../../db/fleet/open.ts'
import { importFeed } from '../../fleet-api/gtfs/import.ts'
import { routeIndex } from '../../fleet-api/matching/route-index.ts'
import type { ShapeIndex } from '../../fleet-api/matching/shape-index.ts'
import { loadNetwork } from '../../fleet-api/network.ts'
import { SHARED_GTFS } from '../../test/needs.ts'

export const REAL_FEEDS = ['porto-alegre', 'mexico-city'] as const

/** The shapes of a real feed as a fleet knows them: imported as `abordo gtfs import` does, and read back. */
export async function realIndex(feed: (typeof REAL_FEEDS)[number]): Promise<ShapeIndex> {
  const folder = mkdtempSync(join(tmpdir(), 'abordo-evidence-'))
  const db = await openFleetDatabase(`file:${join(folder, 'fleet.db')}`)
  try {
    await importFeed({ source: `${SHARED_GTFS}${feed}.zip`, db, now: Date.parse('2019-01-01T00:00:00Z') })
    const network = await loadNetwork(db)
    if (network === null) throw new Error(`${feed} has no network`)
    return routeIndex(network)
  } finally {
    await db.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
