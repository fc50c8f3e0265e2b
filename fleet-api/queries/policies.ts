import { and, eq, max } from 'drizzle-orm'
import type { PolicyLayer } from '../../contract/policy.ts'
import type { FleetDatabase, FleetReads, FleetTransaction } from '../../db/fleet/open.ts'
import { policyLayer, policyVersion, setting } from '../../db/fleet/schema.ts'
import type { By } from '../audit.ts'
import { changedFields } from '../rules/changed-fields.ts'
import { recorded } from './audit-log.ts'
import { lockByName, readSetting, writeSetting } from './settings.ts'

export type LayerRow = typeof policyLayer.$inferSelect
export type Scope = LayerRow['scope']

/** All layers as they are, and the revision that they are of. */
export interface LayersRead {
  revision: string
  /** When they last changed, ms since 1970. */
  changedAt: number
  layers: LayerRow[]
}

/** A policy as it is numbered: by the hash of its content. */
export interface NumberedContent {
  hash: string
  body: string
}

const REVISION = 'policy-revision'
const LOCK = 'policy-lock'
/** The policy of fleets before there were layers. */
const OLD_POLICY = 'policy'

/** Another one whenever a layer has changed, whoever changed it. Read with every report: one row by its key. */
export async function layersRevision(db: FleetDatabase): Promise<string> {
  return revisionNow(db)
}

export async function readLayers(db: FleetDatabase): Promise<LayersRead> {
  // The revision first: layers that are newer than it are read again, for then it is another one.
  const revision = await revisionNow(db)
  const layers = await db.select().from(policyLayer).orderBy(policyLayer.scope, policyLayer.scopeId)
  return { revision, changedAt: Number(revision.split(' ')[1] ?? 0), layers }
}

/** Writes a layer, or takes it away (`fields` null). */
export async function writeLayer(
  db: FleetDatabase,
  { scope, scopeId, fields }: { scope: Scope; scopeId: string; fields: PolicyLayer | null },
  by: By,
): Promise<void> {
  const { now } = by
  await recorded(db, by, async (tx) => {
    const one = and(eq(policyLayer.scope, scope), eq(policyLayer.scopeId, scopeId))
    const [before] = await tx.select({ fields: policyLayer.fields }).from(policyLayer).where(one)
    if (fields === null) await tx.delete(policyLayer).where(one)
    else {
      await tx
        .insert(policyLayer)
        .values({ scope, scopeId, fields, updatedAt: now })
        .onConflictDoUpdate({ target: [policyLayer.scope, policyLayer.scopeId], set: { fields, updatedAt: now } })
    }
    await nextRevision(tx, now)
    // There was nothing to take away.
    if (fields === null && !before) return { result: undefined, deed: null }
    const target = { kind: 'policy', id: scope === 'fleet' ? 'fleet' : `${scope} ${scopeId}` } as const
    const details = changedFields(before?.fields ?? {}, fields ?? {})
    return { result: undefined, deed: { action: fields === null ? 'policy clear' : 'policy set', target, details } }
  })
}

/** Has every process look again at what was mended, within the transaction that answers a report or opens it again. */
export async function mendedHasChanged(tx: FleetTransaction): Promise<void> {
  await nextRevision(tx, null)
}

/** Whether any layer asks for this version of the terms; until the transaction ends no layer is written. */
export async function asksForTerms(tx: FleetTransaction, version: string): Promise<boolean> {
  await lockByName(tx, LOCK)
  const layers = await tx.select({ fields: policyLayer.fields }).from(policyLayer)
  return layers.some(({ fields }) => fields.termsVersion === version)
}

/** The number of a policy's content, and when it was given. `first` is number 1, whatever is asked for first. */
export async function versionOf(
  db: FleetDatabase,
  content: NumberedContent,
  first: NumberedContent,
  now: number,
): Promise<{ version: number; madeAt: number }> {
  const found = await findVersion(db, content.hash)
  if (found) return found
  return db.transaction(async (tx) => {
    await lockByName(tx, LOCK)
    await addVersion(tx, { ...first, version: 1, madeAt: now })
    // Asked first, not left to the conflict: that would use a number up.
    if (!(await findVersion(tx, content.hash))) await addNext(tx, content, now)
    const made = await findVersion(tx, content.hash)
    if (!made) throw new Error('the policy could not be given a number')
    return made
  })
}

/** The policy that a fleet from before there were layers has left, as JSON; null: none. */
export async function oldPolicy(db: FleetDatabase): Promise<string | null> {
  return readSetting(db, OLD_POLICY)
}

/** Makes that policy the fleet's layer, under the number that gateways already run it by. */
export async function carryOldPolicy(
  db: FleetDatabase,
  old: { fields: PolicyLayer; version: number; content: NumberedContent; first: NumberedContent },
): Promise<void> {
  await db.transaction(async (tx) => {
    await addVersion(tx, { ...old.first, version: 1, madeAt: 0 })
    await addVersion(tx, { ...old.content, version: old.version, madeAt: 0 })
    await tx
      .insert(policyLayer)
      .values({ scope: 'fleet', scopeId: '', fields: old.fields, updatedAt: 0 })
      .onConflictDoNothing()
    await nextRevision(tx, 0)
    await tx.delete(setting).where(eq(setting.name, OLD_POLICY))
  })
}

async function findVersion(from: FleetReads, hash: string) {
  const { version, madeAt } = policyVersion
  const [row] = await from.select({ version, madeAt }).from(policyVersion).where(eq(policyVersion.hash, hash))
  return row
}

/** A number or a content that is there already stays as it is. */
async function addVersion(tx: FleetTransaction, row: typeof policyVersion.$inferInsert): Promise<void> {
  await tx.insert(policyVersion).values(row).onConflictDoNothing()
}

/** `NUMBER CHANGED_AT`; '' until something was written. */
async function revisionNow(from: FleetReads): Promise<string> {
  return (await readSetting(from, REVISION)) ?? ''
}

/** `now` null: what gateways are asked for has changed, but no layer. */
async function nextRevision(tx: FleetTransaction, now: number | null): Promise<void> {
  await lockByName(tx, LOCK)
  const [number, changedAt = 0] = (await revisionNow(tx)).split(' ')
  await writeSetting(tx, REVISION, `${Number(number) + 1} ${now ?? changedAt}`)
}

/** The number after the last: given by hand, for a number that a database gives by itself is used up by a conflict too. */
async function addNext(tx: FleetTransaction, content: NumberedContent, now: number): Promise<void> {
  const [last] = await tx.select({ version: max(policyVersion.version) }).from(policyVersion)
  await addVersion(tx, { ...content, version: (last?.version ?? 0) + 1, madeAt: now })
}
