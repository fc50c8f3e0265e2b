import { type Architecture, type ReleaseAnswer, releaseManifestSchema } from '../contract/release.ts'
import type { FleetDatabase, FleetReads } from '../db/fleet/open.ts'
import { architectureOf, noteArchitecture } from './architectures.ts'
import type { GatewayRow } from './queries/gateways.ts'
import {
  countGateways,
  findRelease,
  listCanaries,
  listReleases,
  type ReleaseRow,
  someEnrolled,
} from './queries/releases.ts'
import { rolledBackByVersion, statesOf } from './queries/upgrades.ts'
import { recently } from './recently.ts'
import { isBraked, isDone, isInRing, type Offerable, offeredTo, versionIn } from './rules/releases.ts'
import { upgradeWindowsOf } from './upgrade-windows.ts'

/** Every version and who is first. */
export interface Offers {
  releases: (Offerable & { row: ReleaseRow; rolledBack: number; rolledBackAt: number | null })[]
  canaries: ReadonlySet<string>
}

/** As it is now: which versions there are, for whom, and which are stopped. */
export async function currentOffers(db: FleetReads): Promise<Offers> {
  const [rows, rolledBack] = [await listReleases(db), await rolledBackByVersion(db)]
  const canaries = new Set((await listCanaries(db)).map(({ gatewayId }) => gatewayId))
  const releases: Offers['releases'] = []
  for (const row of rows) {
    const { version, sequence, ring } = row
    // Of others it is no news: one gateway in the wrong hands could keep a mended version from all.
    const failures = (rolledBack.get(version) ?? []).filter(({ gatewayId }) =>
      isInRing(row, { gatewayId, isCanary: canaries.has(gatewayId) }),
    )
    const failed = failures.length
    // How large the ring is has to be counted, and is asked only where it decides.
    const braked = failed > 0 && isBraked({ rolledBack: failed, gateways: await ringSize(db, row, canaries) })
    const architectures = manifestOf(row).files.map(({ architecture }) => architecture)
    releases.push({
      version,
      sequence,
      ring,
      architectures,
      braked,
      row,
      rolledBack: failed,
      rolledBackAt: failed === 0 ? null : Math.max(...failures.map(({ at }) => at)),
    })
  }
  return { releases, canaries }
}

/** How many gateways are in the ring of a version. */
export async function ringSize(
  db: FleetReads,
  release: Pick<ReleaseRow, 'version' | 'ring'>,
  canaries: ReadonlySet<string>,
): Promise<number> {
  if (release.ring === 'all') return countGateways(db)
  if (release.ring !== 'tenth') return release.ring === 'canary' ? canaries.size : 0
  let gateways = 0
  for await (const { gatewayId } of enrolledGateways(db))
    if (isInRing(release, { gatewayId, isCanary: canaries.has(gatewayId) })) gateways += 1
  return gateways
}

/** All enrolled gateways, some at a time. */
export async function* enrolledGateways(db: FleetReads) {
  let after = ''
  for (;;) {
    const some = await someEnrolled(db, after)
    yield* some
    const last = some.at(-1)
    if (!last) return
    after = last.gatewayId
  }
}

export function manifestOf({ manifest }: Pick<ReleaseRow, 'manifest'>) {
  return releaseManifestSchema.parse(JSON.parse(manifest))
}

/** The hot path may lag behind an admin's word by so much: gateways report once a minute. */
const OFFERS_MS = 15_000

/** The version that a gateway is told of with each report; null: it has nothing to take. `now`: ms since 1970. */
export async function offeredVersion(
  db: FleetDatabase,
  gateway: Pick<GatewayRow, 'gatewayId' | 'software'>,
  now: number,
): Promise<string | null> {
  const offers = await recently(db, { key: 'release offers', ms: OFFERS_MS, now }, () => currentOffers(db))
  const architecture = architectureOf(db, gateway.gatewayId, now)
  const chosen = await choose(db, offers, { ...gateway, architecture, running: versionIn(gateway.software) })
  return chosen?.version ?? null
}

/** What a gateway is given to take, and when it may; null: nothing. `now`: ms since 1970. */
export async function releaseFor(
  db: FleetDatabase,
  gateway: GatewayRow,
  { architecture, running }: { architecture: Architecture; running: string | null },
  now: number,
): Promise<ReleaseAnswer | null> {
  const { gatewayId } = gateway
  noteArchitecture(db, gatewayId, architecture, now)
  const chosen = await choose(db, await currentOffers(db), { gatewayId, architecture, running })
  const row = chosen && (await findRelease(db, chosen.version))
  if (!row) return null
  const windows = await upgradeWindowsOf(db, gateway, now)
  const iso = (at: number) => new Date(at * 1000).toISOString()
  return {
    release: { manifest: row.manifest, signature: row.signature },
    windows: windows.map(([from, to]) => ({ from: iso(from), to: iso(to) })),
    serverAt: new Date(now).toISOString(),
  }
}

async function choose(
  db: FleetReads,
  { releases, canaries }: Offers,
  of: { gatewayId: string; architecture: Architecture | null; running: string | null },
): Promise<Offerable | null> {
  const taker = { ...of, isCanary: canaries.has(of.gatewayId) }
  // Most gateways have nothing to take most of the time: they cost no query.
  if (offeredTo(releases, { ...taker, done: new Set() }) === null) return null
  const states = await statesOf(db, of.gatewayId)
  return offeredTo(releases, {
    ...taker,
    done: new Set(states.filter(({ state }) => isDone(state)).map(({ version }) => version)),
  })
}
