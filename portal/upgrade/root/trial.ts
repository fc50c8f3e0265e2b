import { randomBytes } from 'node:crypto'
import type { Trial } from '../records.ts'
import { keepOnly, pointedVersion, pointTo } from './installed.ts'
import type { Record } from './record.ts'

export interface TrialDeps {
  places: { versions: string; program: string }
  /** Has the portal start anew, with the program that runs now. Rejects where it does not start. */
  restart: () => Promise<void>
  /** Why a phone would not get online with the version that is to run now; null: it would. Must not reject. */
  prove: (trial: Trial) => Promise<string | null>
  uptime: () => number
  /** Ms since 1970, as well as it is known. */
  now: () => number
  wait: (ms: number) => Promise<void>
  /** So long a version has, ms. */
  deadlineMs: number
  /** So long it has to go on after it was proved first, ms. */
  holdMs: number
  log: (message: string, error?: unknown) => void
}

/** A trial that the power or somebody interrupted says nothing of the version. But something that ends every trial is no accident. */
const MOST_ATTEMPTS = 3
const LOOK_MS = 1000

/** Puts the version that waits in the place of the running one, and proves it, or goes back. */
export async function tryOut(record: Record, deps: TrialDeps): Promise<void> {
  const { places, log } = deps
  const { waiting } = record.current()
  if (!waiting) return
  const to = waiting.version
  const trial: Trial = {
    from: pointedVersion(places),
    to,
    clientMac: trialMac(),
    deadlineUptimeMs: deps.uptime() + deps.deadlineMs,
  }
  record.change({ waiting: { ...waiting, attempts: waiting.attempts + 1 } })
  record.beginTrial(trial)
  log(`version ${to} is on trial`)
  pointTo(places.versions, to)
  const failure = oneLine(await judge(trial, deps))
  if (failure === null) {
    record.outcome(to, 'proved', null, deps.now(), { waiting: null, previous: trial.from })
    record.endTrial()
    keepOnly(places.versions, [to, trial.from])
    log(`version ${to} is proved and stays`)
    return
  }
  log(`version ${to} goes back: ${failure}`)
  goBack(record, trial, failure, deps)
  await deps.restart().catch((error: unknown) => log('the portal could not be started again', error))
  record.endTrial()
}

/** Why the version fails; null: it was proved twice, with the hold between. */
async function judge(trial: Trial, deps: TrialDeps): Promise<string | null> {
  try {
    await deps.restart()
  } catch (error) {
    return `its portal does not start: ${error instanceof Error ? error.message : String(error)}`
  }
  for (;;) {
    let failure = await deps.prove(trial)
    if (failure === null) {
      await deps.wait(deps.holdMs)
      failure = await deps.prove(trial)
      return failure === null ? null : `it worked at first, and then no more: ${failure}`
    }
    if (deps.uptime() + LOOK_MS >= trial.deadlineUptimeMs) return failure
    await deps.wait(LOOK_MS)
  }
}

/** The verdict is on the disk before anything else is done: a version that went back is not tried again. */
function goBack(
  record: Record,
  { from, to }: Trial,
  reason: string,
  { places, now }: Pick<TrialDeps, 'places' | 'now'>,
) {
  pointTo(places.versions, from)
  record.outcome(to, 'rolled-back', reason, now(), { waiting: null })
  keepOnly(places.versions, [from, record.current().previous])
}

/**
 * Ends a trial that was interrupted: the version of before runs again. Where there was no verdict, the new one is tried again at its next
 * time, three times at most. Returns whether the portal has to be started again, if it runs.
 */
export function recoverTrial(record: Record, deps: Pick<TrialDeps, 'places' | 'now' | 'log'>): boolean {
  const trial = record.trial()
  const { waiting, outcomes } = record.current()
  if (!trial) {
    // Without a verdict it may not run, whatever has become of the trial's own file.
    if (!waiting || pointedVersion(deps.places) !== waiting.version) return false
    pointTo(deps.places.versions, null)
    return true
  }
  const proved = outcomes.findLast(({ version }) => version === trial.to)?.state === 'proved'
  const isWaiting = waiting?.version === trial.to
  if (!proved || isWaiting) {
    pointTo(deps.places.versions, trial.from)
    if (waiting && isWaiting && waiting.attempts >= MOST_ATTEMPTS)
      goBack(record, trial, `its trial was interrupted ${MOST_ATTEMPTS} times`, deps)
    deps.log(`the trial of version ${trial.to} was interrupted; the version of before runs`)
  }
  record.endTrial()
  return !proved || isWaiting
}

/** As it may stand in a log and on a terminal: some of it is what programs said. */
function oneLine(reason: string | null): string | null {
  return reason === null ? null : reason.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim()
}

/** An address that no maker gives, another for each trial. */
function trialMac(): string {
  const octets = randomBytes(6)
  octets[0] = ((octets[0] ?? 0) & 0xfc) | 0x02
  return [...octets].map((octet) => octet.toString(16).padStart(2, '0')).join(':')
}
