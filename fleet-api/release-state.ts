import { AbordoError } from '../contract/problem.ts'
import type { UpgradeState } from '../contract/release.ts'
import {
  type GatewayUpgradesAnswer,
  MOST_FAILURES,
  type ReleaseState,
  type ReleasesAnswer,
  type UpgradeOnGateway,
} from '../contract/releases.ts'
import type { FleetDatabase } from '../db/fleet/open.ts'
import { findGateway } from './queries/gateways.ts'
import { isCanary, listCanaries } from './queries/releases.ts'
import { countStates, failuresOf, newestUpgrades, statesOfVersion } from './queries/upgrades.ts'
import { currentOffers, enrolledGateways, manifestOf, type Offers, offeredVersion, ringSize } from './release-offers.ts'
import { isDone, offeredTo, versionIn } from './rules/releases.ts'

/** So many of its versions a gateway's page shows. */
const SHOWN_ON_A_GATEWAY = 5

const iso = (at: number) => new Date(at).toISOString()

/** Every version and how it fares, and which gateways get each first. */
export async function releasesState(db: FleetDatabase): Promise<ReleasesAnswer> {
  const offers = await currentOffers(db)
  const counts = await countStates(db)
  const waiting = await waitingFor(db, offers)
  const canaries = (await listCanaries(db)).map(({ chosenAt, ...rest }) => ({ ...rest, chosenAt: iso(chosenAt) }))
  const releases: ReleaseState[] = []
  for (const release of offers.releases) {
    const { version, sequence, ring, braked, row } = release
    const { madeAt, notes, files } = manifestOf(row)
    const many = (state: UpgradeState) =>
      counts.find((one) => one.version === version && one.state === state)?.gateways ?? 0
    releases.push({
      version,
      sequence,
      madeAt,
      addedAt: iso(row.addedAt),
      notes,
      files: files.map(({ architecture, octets }) => ({ architecture, octets })),
      ring,
      ringAt: iso(row.ringAt),
      gateways: await ringSize(db, row, offers.canaries),
      counts: {
        proved: many('proved'),
        taken: many('taken'),
        rolledBack: many('rolled-back'),
        refused: many('refused'),
        waiting: waiting.get(version) ?? 0,
      },
      braked,
      failures: (await failuresOf(db, version, MOST_FAILURES)).map(onGateway),
    })
  }
  return { releases, canaries }
}

function onGateway({ at, ...rest }: Omit<UpgradeOnGateway, 'at'> & { at: number }): UpgradeOnGateway {
  return { ...rest, at: iso(at) }
}

/** How many gateways are offered each version and have said nothing of it. What stopped it keeps them waiting. */
async function waitingFor(db: FleetDatabase, { releases, canaries }: Offers): Promise<Map<string, number>> {
  const waiting = new Map<string, number>()
  const asIfNotStopped = releases.map((release) => ({ ...release, braked: false }))
  if (releases.every(({ ring }) => ring === 'none')) return waiting
  // Of old versions nobody asks: what was said of them is not read.
  const read = new Map<string, ReadonlyMap<string, UpgradeState>>()
  for await (const { gatewayId, software } of enrolledGateways(db)) {
    const taker = { gatewayId, isCanary: canaries.has(gatewayId), architecture: null, running: versionIn(software) }
    const done = new Set<string>()
    for (;;) {
      const version = offeredTo(asIfNotStopped, { ...taker, done })?.version
      if (version === undefined) break
      const states = read.get(version) ?? (await statesOfVersion(db, version))
      read.set(version, states)
      const state = states.get(gatewayId)
      if (state === undefined) waiting.set(version, (waiting.get(version) ?? 0) + 1)
      if (state === undefined || !isDone(state)) break
      done.add(version)
    }
  }
  return waiting
}

/** What became of versions on one gateway. Throws AbordoError: not-found. `now`: ms since 1970. */
export async function upgradesOf(db: FleetDatabase, gatewayId: string, now: number): Promise<GatewayUpgradesAnswer> {
  const gateway = await findGateway(db, gatewayId)
  if (!gateway) throw new AbordoError('not-found', 'There is no gateway of this id.')
  const rows = await newestUpgrades(db, gatewayId, SHOWN_ON_A_GATEWAY)
  return {
    canary: await isCanary(db, gatewayId),
    offered: await offeredVersion(db, gateway, now),
    upgrades: rows.map(({ at, ...rest }) => ({ ...rest, at: iso(at) })),
  }
}
