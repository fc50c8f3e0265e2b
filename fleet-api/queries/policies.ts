import { and, eq } from 'drizzle-orm'
import type { PolicyLayer } from '../../contract/policy.ts'
import type { FleetDatabase, FleetTransaction } from '../../db/fleet/open.ts'
import { policyLayer, policyVersion, setting } from '../../db/fleet/schema.ts'
import { perConnection } from './per-connection.ts'

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
/** The policy of fleets before there were layers. */
const OLD_POLICY = 'policy'

const revisionReader = perConnection((db) =>
  db.select({ value: setting.value }).from(setting).where(eq(setting.name, REVISION)).prepare(),
)

/** Another one whenever a layer has changed, whoever changed it. Read with every report: one row by its key. */
export async function layersRevision(db: FleetDatabase): Promise<string> {
  return revisionReader(db).get()?.value ?? ''
}

export async function readLayers(db: FleetDatabase): Promise<LayersRead> {
  return db.transaction((tx) => {
    const revision = revisionNow(tx)
    const layers = tx.select().from(policyLayer).orderBy(policyLayer.scope, policyLayer.scopeId).all()
    return { revision, changedAt: Number(revision.split(' ')[1] ?? 0), layers }
  })
}

/** Writes a layer, or takes it away (`fields` null). `now`: ms since 1970. */
export async function writeLayer(
  db: FleetDatabase,
  { scope, scopeId, fields }: { scope: Scope; scopeId: string; fields: PolicyLayer | null },
  now: number,
): Promise<void> {
  db.transaction(
    (tx) => {
      const one = and(eq(policyLayer.scope, scope), eq(policyLayer.scopeId, scopeId))
      if (fields === null) tx.delete(policyLayer).where(one).run()
      else {
        tx.insert(policyLayer)
          .values({ scope, scopeId, fields, updatedAt: now })
          .onConflictDoUpdate({ target: [policyLayer.scope, policyLayer.scopeId], set: { fields, updatedAt: now } })
          .run()
      }
      nextRevision(tx, now)
    },
    { behavior: 'immediate' },
  )
}

/** The number of a policy's content, and when it was given. `first` is number 1, whatever is asked for first. */
export async function versionOf(
  db: FleetDatabase,
  content: NumberedContent,
  first: NumberedContent,
  now: number,
): Promise<{ version: number; madeAt: number }> {
  const found = findVersion(db, content.hash)
  if (found) return found
  return db.transaction(
    (tx) => {
      addVersion(tx, { ...first, version: 1, madeAt: now })
      // Asked first, not left to the conflict: that would use a number up.
      if (!findVersion(tx, content.hash)) addVersion(tx, { ...content, madeAt: now })
      const made = findVersion(tx, content.hash)
      if (!made) throw new Error('the policy could not be given a number')
      return made
    },
    { behavior: 'immediate' },
  )
}

/** The policy that a fleet from before there were layers has left, as JSON; null: none. */
export async function oldPolicy(db: FleetDatabase): Promise<string | null> {
  return db.select().from(setting).where(eq(setting.name, OLD_POLICY)).get()?.value ?? null
}

/** Makes that policy the fleet's layer, under the number that gateways already run it by. */
export async function carryOldPolicy(
  db: FleetDatabase,
  old: { fields: PolicyLayer; version: number; content: NumberedContent; first: NumberedContent },
): Promise<void> {
  db.transaction(
    (tx) => {
      addVersion(tx, { ...old.first, version: 1, madeAt: 0 })
      addVersion(tx, { ...old.content, version: old.version, madeAt: 0 })
      tx.insert(policyLayer)
        .values({ scope: 'fleet', scopeId: '', fields: old.fields, updatedAt: 0 })
        .onConflictDoNothing()
        .run()
      nextRevision(tx, 0)
      tx.delete(setting).where(eq(setting.name, OLD_POLICY)).run()
    },
    { behavior: 'immediate' },
  )
}

function findVersion(from: FleetDatabase | FleetTransaction, hash: string) {
  const { version, madeAt } = policyVersion
  return from.select({ version, madeAt }).from(policyVersion).where(eq(policyVersion.hash, hash)).get()
}

/** A number or a content that is there already stays as it is. */
function addVersion(tx: FleetTransaction, row: typeof policyVersion.$inferInsert): void {
  tx.insert(policyVersion).values(row).onConflictDoNothing().run()
}

/** `NUMBER CHANGED_AT`; '' until something was written. */
function revisionNow(tx: FleetTransaction): string {
  return tx.select().from(setting).where(eq(setting.name, REVISION)).get()?.value ?? ''
}

function nextRevision(tx: FleetTransaction, now: number): void {
  const value = `${Number(revisionNow(tx).split(' ')[0]) + 1} ${now}`
  tx.insert(setting)
    .values({ name: REVISION, value })
    .onConflictDoUpdate({ target: setting.name, set: { value } })
    .run()
}
