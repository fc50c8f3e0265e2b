import type { About } from '../../check/about.ts'
import { isItsTime, quietSince } from './its-time.ts'
import { openRecord } from './record.ts'
import { type TakeDeps, takeReady } from './take.ts'
import { recoverTrial, type TrialDeps, tryOut } from './trial.ts'

export interface ApplyDeps extends Omit<TakeDeps, 'now'>, Omit<TrialDeps, 'places' | 'now' | 'prove' | 'log'> {
  askPortal: () => Promise<About | null>
  /** A proof for a trial that begins with the uplink up or not; see prove. */
  proofFor: (uplinkWorked: boolean) => TrialDeps['prove']
  /** Takes the one place that there is for this work; null: another has it. */
  lock: () => Promise<(() => void) | null>
  /** The kernel's id of this boot. */
  bootId: string
  /** The machine's own clock, ms since 1970: right or wrong. */
  systemNow: () => number
  /** Takes a release that waits at once, whatever the hour and whoever is online: for a technician in the workshop. */
  atOnce: boolean
}

export type Applied = 'busy' | 'nothing' | 'waits' | 'tried'

/**
 * One turn of root's side: ends a trial that was interrupted, takes what the portal has laid ready, and tries out what waits once its time
 * has come. To be called whenever something is ready, and every minute while something waits.
 */
export async function applyUpgrades(deps: ApplyDeps): Promise<Applied> {
  const { places, log, bootId, uptime } = deps
  const release = await deps.lock()
  if (!release) return 'busy'
  try {
    const record = openRecord(places.versions)
    const about = await deps.askPortal()
    // The portal's time is repaired; the machine's own may be years off.
    const now = () => about?.atMs ?? deps.systemNow()
    if (recoverTrial(record, { places, now, log }))
      await deps.restart().catch((error: unknown) => log('the portal could not be started again', error))
    await takeReady(record, { ...deps, now })
    const { waiting } = record.current()
    if (!waiting) return 'nothing'
    const moment = { now: about?.atMs ?? null, uptime: uptime(), bootId, ridersConnected: about?.ridersConnected ?? 0 }
    const takenAtMs = waiting.takenAtMs ?? moment.now
    const quiet = about === null ? null : quietSince(waiting.quiet, moment)
    const next = { ...waiting, takenAtMs, quiet }
    if (JSON.stringify(next) !== JSON.stringify(waiting)) record.change({ waiting: next })
    if (!deps.atOnce && !isItsTime(next, moment)) return 'waits'
    await tryOut(record, { ...deps, now, prove: deps.proofFor(about?.uplinkUp ?? false) })
    return 'tried'
  } finally {
    release()
  }
}

/** At a start, before the portal: a version whose trial the power ended does not run. */
export function recoverAtStart(deps: Pick<ApplyDeps, 'places' | 'systemNow' | 'log'>): void {
  recoverTrial(openRecord(deps.places.versions), { ...deps, now: deps.systemNow })
}
