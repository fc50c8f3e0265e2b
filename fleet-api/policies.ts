import { type Policy, type PolicyLayer, policySchema } from '../contract/policy.ts'
import { DEFAULT_CONTENT, effectivePolicy, type PolicyContent } from '../contract/policy-layers.ts'
import type { FleetDatabase } from '../db/fleet/open.ts'
import type { By } from './audit.ts'
import { type FleetMended, mendedOn, readMended } from './mended.ts'
import {
  carryOldPolicy,
  type LayersRead,
  layersRevision,
  type NumberedContent,
  oldPolicy,
  readLayers,
  versionOf,
  writeLayer,
} from './queries/policies.ts'
import { findTerms } from './queries/terms.ts'
import { contentHash } from './rules/policy-content.ts'

/** What the fleet wants a gateway to run by, and since when at the earliest (ms since 1970). */
export interface Wanted {
  policy: Policy
  since: number
}

/** What a gateway's policy follows from, besides the layers. */
export interface PolicyPlace {
  gatewayId: string
  routeId: string | null
}

/** A gateway on no route and without a layer of its own: what the fleet asks of all. */
export const ANYWHERE: PolicyPlace = { gatewayId: '', routeId: null }

/** The policy that a gateway is to run by. Its version is made where the content is new. `now`: ms since 1970. */
export async function wantedPolicy(db: FleetDatabase, place: PolicyPlace, now: number): Promise<Wanted> {
  return wantedOf(db, await knownOf(db), place, now)
}

/** The same for many gateways, by their ids. */
export async function wantedPolicies(
  db: FleetDatabase,
  places: PolicyPlace[],
  now: number,
): Promise<Map<string, Wanted>> {
  const known = await knownOf(db)
  const wanted = new Map<string, Wanted>()
  for (const place of places) wanted.set(place.gatewayId, await wantedOf(db, known, place, now))
  return wanted
}

/** Every layer as it was last written. */
export async function policyLayers(db: FleetDatabase): Promise<LayersRead['layers']> {
  return (await knownOf(db)).layers
}

/** Asks all gateways, those of a route or one for these fields; null: for nothing of their own. */
export async function askFor(
  db: FleetDatabase,
  layer: { scope: LayersRead['layers'][number]['scope']; scopeId: string; fields: PolicyLayer | null },
  by: By,
): Promise<void> {
  // First what an older fleet has left: it must not come over this later.
  await knownOf(db)
  await writeLayer(db, layer, by)
}

/** One revision of the layers and of what was mended, and what has followed from it so far. */
interface Known extends LayersRead {
  bySource: Map<string, PolicyLayer>
  wanted: Map<string, Wanted>
  /** Null: nobody has asked for it yet. */
  mended: FleetMended | null
}

const memory = new WeakMap<FleetDatabase, Known>()

/** Other processes change these too, so their revision is asked for each time. */
async function knownOf(db: FleetDatabase): Promise<Known> {
  const before = memory.get(db)
  if (before && before.revision === (await layersRevision(db))) return before
  await carryOver(db)
  const read = await readLayers(db)
  const bySource = new Map(read.layers.map(({ scope, scopeId, fields }) => [sourceOf(scope, scopeId), fields]))
  const known = { ...read, bySource, wanted: new Map(), mended: null }
  memory.set(db, known)
  return known
}

const sourceOf = (scope: string, scopeId: string) => `${scope} ${scopeId}`

async function wantedOf(db: FleetDatabase, known: Known, place: PolicyPlace, now: number): Promise<Wanted> {
  known.mended ??= await readMended(db, now)
  const { fixed, since } = mendedOn(known.mended, place.gatewayId, now)
  const sources = [sourceOf('fleet', ''), sourceOf('route', place.routeId ?? ''), sourceOf('gateway', place.gatewayId)]
  // Gateways that share their layers, and of which riders are told the same, share their policy.
  const key = JSON.stringify([sources.filter((source) => known.bySource.has(source)), fixed])
  const found = known.wanted.get(key) ?? (await makeWanted(db, known, { sources, fixed, now }))
  known.wanted.set(key, found)
  // A gateway that goes back to an old policy has been asked for it since then only.
  return { ...found, since: Math.max(found.since, since) }
}

async function makeWanted(
  db: FleetDatabase,
  known: Known,
  { sources, fixed, now }: { sources: string[]; fixed: Policy['fixed']; now: number },
): Promise<Wanted> {
  const asked = effectivePolicy(sources.map((source) => known.bySource.get(source)))
  const terms = await findTerms(db, asked.termsVersion)
  const content = { ...asked, termsText: terms && { es: terms.es, en: terms.en }, fixed }
  const { version, madeAt } = await versionOf(db, numbered(content), numbered(DEFAULT_CONTENT), now)
  return { policy: { ...content, version }, since: Math.max(known.changedAt, madeAt) }
}

/** A policy from before there were layers becomes the fleet's layer, and keeps its number. */
async function carryOver(db: FleetDatabase): Promise<void> {
  const old = await oldPolicy(db)
  if (old === null) return
  const { version, ...content } = policySchema.parse(JSON.parse(old))
  const { termsText: _termsText, fixed: _fixed, ...fields } = content
  await carryOldPolicy(db, { fields, version, content: numbered(content), first: numbered(DEFAULT_CONTENT) })
}

function numbered(content: PolicyContent): NumberedContent {
  return { hash: contentHash(content), body: JSON.stringify(content) }
}
