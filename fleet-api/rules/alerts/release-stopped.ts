import { RINGS, type Ring } from '../../../contract/release.ts'
import type { Offerable } from '../releases.ts'
import type { Finding } from './snapshot.ts'

/** How it stands with a version; times in ms since 1970. */
export interface WatchedRelease extends Pick<Offerable, 'version' | 'sequence' | 'ring' | 'braked'> {
  /** Gateways that went back from it since somebody last said who is to have it, and when the last one did. */
  rolledBack: number
  rolledBackAt: number | null
  /** How many it is for; asked of those that are stopped alone. */
  gateways: number
}

/** Versions that went no further because gateways rolled them back. One whose gateways are all offered a newer one is history. */
export function stoppedFindings(releases: readonly WatchedRelease[]): Finding[] {
  return releases.filter((release) => release.braked && !isReplaced(release, releases)).map(findingOf)
}

const widthOf = (ring: Ring) => RINGS.indexOf(ring)

function isReplaced({ sequence, ring }: WatchedRelease, releases: readonly WatchedRelease[]): boolean {
  return releases.some((other) => other.sequence > sequence && !other.braked && widthOf(other.ring) >= widthOf(ring))
}

function findingOf({ version, rolledBack, rolledBackAt, gateways }: WatchedRelease): Finding {
  return {
    kind: 'release-stopped',
    scope: 'fleet',
    subjectId: version,
    part: '',
    routeId: '',
    since: rolledBackAt ?? 0,
    cause: 'new-version',
    facts: { version, wentBack: rolledBack, ring: gateways },
    holdMinutes: 0,
    partOf: null,
  }
}
