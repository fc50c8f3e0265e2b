import { stateFileOf, trialFileOf, type UpgradePlaces } from './places.ts'
import { readRecord, readTrial } from './records.ts'
import { runningVersion } from './root/installed.ts'

const LAST = 5

/** What runs here, what waits, and what became of the last versions, a line each. */
export function upgradeStatus(places: Pick<UpgradePlaces, 'versions' | 'program'>): string[] {
  const { waiting, previous, outcomes } = readRecord(stateFileOf(places.versions))
  const trial = readTrial(trialFileOf(places.versions))
  return [
    `running    ${runningVersion(places) ?? 'a program that says no version'}`,
    `before it  ${previous ?? "the package's own"}`,
    trial ? `on trial   ${trial.to}` : waiting ? `waiting    ${waiting.version}` : 'waiting    none',
    ...outcomes
      .slice(-LAST)
      .reverse()
      .map(({ at, version, state, reason }) => `${at}  ${version}  ${state}${reason === null ? '' : `: ${reason}`}`),
  ]
}
