import { and, eq } from 'drizzle-orm'
import type { ThresholdFields } from '../../contract/alerts.ts'
import type { FleetDatabase } from '../../db/fleet/open.ts'
import { alertThreshold } from '../../db/fleet/schema.ts'
import type { By } from '../audit.ts'
import { changedFields } from '../rules/changed-fields.ts'
import { recorded } from './audit-log.ts'

/** Writes a layer of thresholds, or takes it away (`fields` null). */
export async function writeThresholds(
  db: FleetDatabase,
  { scope, scopeId, fields }: { scope: 'fleet' | 'route' | 'gateway'; scopeId: string; fields: ThresholdFields | null },
  by: By,
): Promise<void> {
  await recorded(db, by, async (tx) => {
    const one = and(eq(alertThreshold.scope, scope), eq(alertThreshold.scopeId, scopeId))
    const [before] = await tx.select({ fields: alertThreshold.fields }).from(alertThreshold).where(one)
    if (fields === null) await tx.delete(alertThreshold).where(one)
    else {
      const set = { fields, updatedAt: by.now }
      await tx
        .insert(alertThreshold)
        .values({ scope, scopeId, ...set })
        .onConflictDoUpdate({ target: [alertThreshold.scope, alertThreshold.scopeId], set })
    }
    // There was nothing to take away.
    if (fields === null && !before) return { result: undefined, deed: null }
    const target = { kind: 'threshold', id: scope === 'fleet' ? 'fleet' : `${scope} ${scopeId}` } as const
    const details = changedFields(before?.fields ?? {}, fields ?? {})
    return {
      result: undefined,
      deed: { action: fields === null ? 'threshold clear' : 'threshold set', target, details },
    }
  })
}
