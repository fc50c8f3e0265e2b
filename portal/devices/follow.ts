import { SKETCHES_PER_REQUEST } from '../../contract/devices.ts'
import type { GatewayDatabase } from '../../db/gateway/open.ts'
import type { Clock } from '../clock.ts'
import type { FleetAddress } from '../fleet-ask.ts'
import { createFollower, type FollowerDeps } from '../follow.ts'
import { forgetHour, type HourSketch, hoursUpTo } from '../queries/devices.ts'
import { waitingReports } from '../queries/outbox.ts'
import { type DeviceCounter, HOUR_MS } from './counter.ts'
import { bringSketches, pullDay } from './exchange.ts'

export interface FollowDevicesDeps extends Omit<FollowerDeps<boolean>, 'running' | 'follow'> {
  db: GatewayDatabase
  clock: Clock
  devices: Pick<DeviceCounter, 'isDayWanted' | 'hold'>
  /** The fleet, under the credential that is good now. */
  fleet: () => FleetAddress
  log: (message: string, error?: unknown) => void
}

/** An hour's last clients are in its sketch by then: they are kept once a minute. */
const SETTLED_MS = 2 * 60_000
/** So long sketches wait for the reports of their hour, which tell the fleet on which route it was spent. */
const PATIENCE_MS = 2 * HOUR_MS

/** Fetches the day of devices when there is none, and brings the fleet the sketches of hours that are over. */
export function createDeviceFollower({ db, clock, devices, fleet, log, ...deps }: FollowDevicesDeps) {
  function due(): HourSketch[] {
    const over = clock.now() - HOUR_MS - SETTLED_MS
    const upTo = waitingReports(db, 1).length === 0 ? over : over - PATIENCE_MS
    return hoursUpTo(db, upTo, SKETCHES_PER_REQUEST)
  }

  async function bring(rows: HourSketch[]): Promise<void> {
    const verdicts = await bringSketches(fleet(), rows)
    for (const { index, verdict, reason } of verdicts) {
      const row = rows[index]
      if (!row) continue
      if (verdict === 'rejected') log(`the fleet does not take the devices of an hour: ${reason ?? 'no reason given'}`)
      forgetHour(db, row.date, row.hourAt)
    }
    if (verdicts.length === 0) throw new Error('the fleet answered for none of the sketches')
  }

  async function follow(): Promise<boolean> {
    try {
      const rows = due()
      if (rows.length > 0) await bring(rows)
      if (!devices.isDayWanted()) return true
      const day = await pullDay(fleet())
      if (day) devices.hold(day)
      return day !== null
    } catch (error) {
      log('the fleet could not be asked about devices; it is asked again later', error)
      return false
    }
  }
  const follower = createFollower({ ...deps, follow, running: () => !devices.isDayWanted() && due().length === 0 })

  return {
    /** The fleet answers: whatever there is to do with it is done soon. */
    look: () => follower.want(true),
    idle: follower.idle,
    stop: follower.stop,
  }
}
