import type { z } from 'zod'
import { type Agreement, agreementSchema } from '../contract/agreement.ts'
import { type Assumptions, assumptionsSchema } from '../contract/assumptions.ts'
import type { FleetSettings } from '../contract/fleet-settings.ts'
import { type MapSettings, mapSettingsSchema, NO_MAP } from '../contract/map-settings.ts'
import { type Publication, publicationSchema } from '../contract/publication.ts'
import { type Retention, retentionSchema } from '../contract/retention.ts'
import type { FleetDatabase, FleetReads } from '../db/fleet/open.ts'
import type { By } from './audit.ts'
import { recorded } from './queries/audit-log.ts'
import { lockByName, readSetting, writeSetting } from './queries/settings.ts'
import { changedFields } from './rules/changed-fields.ts'
import { keptSince } from './rules/retention.ts'

interface Kept {
  retention: Retention
  assumptions: Assumptions
  map: MapSettings
  agreement: Agreement
  publication: Publication
}
type Name = keyof Kept

/** What each setting may be, and what it is until somebody sets it. */
const SETTINGS: { [N in Name]: { schema: z.ZodType<Kept[N]>; byDefault: object } } = {
  retention: { schema: retentionSchema, byDefault: {} },
  assumptions: { schema: assumptionsSchema, byDefault: {} },
  map: { schema: mapSettingsSchema, byDefault: NO_MAP },
  agreement: { schema: agreementSchema, byDefault: {} },
  publication: { schema: publicationSchema, byDefault: {} },
}

const LOCK = 'settings-lock'

/** One of the fleet's settings. */
export async function fleetSetting<N extends Name>(from: FleetReads, name: N): Promise<Kept[N]> {
  const { schema, byDefault } = SETTINGS[name]
  const kept = await readSetting(from, name)
  return schema.parse(kept === null ? byDefault : JSON.parse(kept))
}

/** All of them. `now`: ms since 1970. */
export async function fleetSettings(db: FleetDatabase, now: number): Promise<FleetSettings> {
  const retention = await fleetSetting(db, 'retention')
  const { minutes, hours } = keptSince(retention, now)
  return {
    retention,
    keptSince: { minutes: utcDay(minutes), hours: utcDay(hours) },
    assumptions: await fleetSetting(db, 'assumptions'),
    map: await fleetSetting(db, 'map'),
    agreement: await fleetSetting(db, 'agreement'),
    publication: await fleetSetting(db, 'publication'),
  }
}

/** Sets one of them, whole. */
export async function setFleetSetting<N extends Name>(
  db: FleetDatabase,
  name: N,
  value: Kept[N],
  by: By,
): Promise<void> {
  await recorded(db, by, async (tx) => {
    await lockByName(tx, LOCK)
    const before = await fleetSetting(tx, name)
    await writeSetting(tx, name, JSON.stringify(value))
    const details = changedFields(before, value)
    if (Object.keys(details).length === 0) return { result: undefined, deed: null }
    return { result: undefined, deed: { action: 'setting change', target: { kind: 'setting', id: name }, details } }
  })
}

const utcDay = (at: number) => new Date(at * 1000).toISOString().slice(0, 10)
