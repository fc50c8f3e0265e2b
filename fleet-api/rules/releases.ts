import { createHash } from 'node:crypto'
import type { Architecture, Ring, UpgradeState } from '../../contract/release.ts'

/** What decides who is offered a version of the gateways' program. */
export interface Offerable {
  version: string
  sequence: number
  ring: Ring
  architectures: readonly Architecture[]
  /** Too many gateways have rolled it back: it is offered to nobody. */
  braked: boolean
}

/** The gateway that asks, or is asked about. */
export interface Taker {
  gatewayId: string
  isCanary: boolean
  /** Null: not known, so any. */
  architecture: Architecture | null
  /** The version that it runs; null: not known. */
  running: string | null
  /** Versions that are done with here: proved, refused or rolled back. */
  done: ReadonlySet<string>
}

/** Whether a ring holds a gateway. canary is part of tenth, and tenth of all; which tenth it is changes with each version, so that the risk is shared. */
export function isInRing(
  { version, ring }: Pick<Offerable, 'version' | 'ring'>,
  { gatewayId, isCanary }: Pick<Taker, 'gatewayId' | 'isCanary'>,
): boolean {
  switch (ring) {
    case 'none':
      return false
    case 'canary':
      return isCanary
    case 'tenth':
      return isCanary || tenthOf(gatewayId, version) === 0
    case 'all':
      return true
  }
}

/** 0 to 9: the same for ever. */
export function tenthOf(gatewayId: string, version: string): number {
  return createHash('sha256').update(`${version} ${gatewayId}`).digest().readUInt32BE() % 10
}

/** What a gateway is offered: the newest that its ring lets it have, that it is not done with, and that is newer than what it runs; null: nothing. */
export function offeredTo(releases: readonly Offerable[], taker: Taker): Offerable | null {
  const running = releases.find(({ version }) => version === taker.running)
  const isNewer = ({ version, sequence }: Offerable) => {
    if (running !== undefined) return sequence > running.sequence
    return taker.running === null || compareVersions(version, taker.running) > 0
  }
  let newest: Offerable | null = null
  for (const release of releases) {
    if (newest !== null && newest.sequence > release.sequence) continue
    if (release.braked || taker.done.has(release.version) || !isNewer(release)) continue
    if (taker.architecture !== null && !release.architectures.includes(taker.architecture)) continue
    if (isInRing(release, taker)) newest = release
  }
  return newest
}

/** Below zero where `a` is older. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number))
  for (const index of [0, 1, 2]) {
    const difference = (left?.[index] ?? 0) - (right?.[index] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/** The version in what a gateway says that it runs, such as `abordo 1.4.0`; null: there is none. */
export function versionIn(software: string | null): string | null {
  return /(?:^| )(\d+\.\d+\.\d+)$/.exec(software ?? '')?.[1] ?? null
}

/** So many that rolled a version back stop it, in a ring of any size. */
const ROLLED_BACK_STOPS = 2
/** And so do more than this share of a small ring. */
const SHARE_STOPS = 0.05

/** Whether a version goes no further. `rolledBack`: gateways, since an admin last said which ring it is for; `gateways`: how many are in that ring. */
export function isBraked({ rolledBack, gateways }: { rolledBack: number; gateways: number }): boolean {
  return rolledBack >= ROLLED_BACK_STOPS || rolledBack > gateways * SHARE_STOPS
}

/** What counts most of what a gateway says: whatever order it arrives in, the same is kept. */
const WEIGHT: Record<UpgradeState, number> = { taken: 0, refused: 1, proved: 2, 'rolled-back': 3 }

/** Whether what a gateway says of a version takes the place of what it said before. */
export function supersedes(before: UpgradeState | null, after: UpgradeState): boolean {
  return before === null || WEIGHT[after] > WEIGHT[before]
}

/** Whether a gateway is done with a version: it is not offered it again. */
export function isDone(state: UpgradeState): boolean {
  return state !== 'taken'
}
