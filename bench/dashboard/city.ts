import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { openFleetDatabase } from '../../db/fleet/open.ts'
import { rebuildWhereNeeded } from '../../fleet-api/rebuild.ts'
import { makeCity } from '../fleet/city.ts'
import type { Engine } from '../fleet/engine.ts'
import { alive, boot, hours, routeMinutes } from '../fleet/fill.ts'

const ABORDO = fileURLToPath(new URL('../../dist/abordo.js', import.meta.url))
export const ROUTES = 26
const GATEWAYS = 260
const DAY_S = 86_400

export const READER = { email: 'operator@bench.example', password: 'correct horse battery staple' }

/** DATABASE_URL of a city with 26 routes whose gateways have reported for 24 hours, and one operator who may read it. */
export async function makeReadersCity(engine: Engine): Promise<string> {
  const url = await engine.make()
  const now = Math.floor(Date.now() / 60_000) * 60
  const day = { from: now - DAY_S, to: now }
  const db = await openFleetDatabase(url)
  await makeCity(db, GATEWAYS, ROUTES)
  await rebuildWhereNeeded(db, () => undefined)
  await db.prepareMinutes([day.from, now])
  await db.close()
  const hour = Math.floor(now / 3600) * 3600
  await engine.fill(url, [routeMinutes(day), ...hours({ from: hour - DAY_S, to: hour + 3600 }), boot(day), alive(now)])
  const added = spawnSync(
    process.execPath,
    [ABORDO, 'user', 'add', READER.email, '--role', 'operator', '--password-stdin'],
    {
      env: { ...process.env, DATABASE_URL: url },
      input: `${READER.password}\n`,
      encoding: 'utf8',
    },
  )
  if (added.status !== 0) throw new Error(`abordo user add: ${added.stderr}`)
  return url
}
