import { createJsonLog } from '../../fleet-api/log.ts'
import { startFleet } from '../../fleet-api/main.ts'
import { type Pace, paceNow } from './pace.ts'

// `abordo fleet` as it is, its limits too, but on a time that runs faster. SOAK_PACE: a Pace, as JSON. SOAK_SKEW_MS: by how much its clock is wrong.
const pace = JSON.parse(process.env.SOAK_PACE ?? '') as Pace
const skewMs = Number(process.env.SOAK_SKEW_MS ?? 0)
const { log } = createJsonLog(process.stderr)
const fleet = await startFleet({
  config: { databaseUrl: process.env.DATABASE_URL ?? '', host: '0.0.0.0', port: 8080, publicUrl: null },
  log,
  onRequest: () => undefined,
  dashboardDir: null,
  now: () => paceNow(pace, Date.now()) + skewMs,
})
log(`serving on port ${fleet.port}`)
process.once('SIGTERM', () => void fleet.close().then(() => process.exit(0)))
