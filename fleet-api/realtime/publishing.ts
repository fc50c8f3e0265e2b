import { type Publishing, publishingSchema } from '../../contract/vehicle-positions.ts'
import type { FleetDatabase, FleetReads } from '../../db/fleet/open.ts'
import type { By } from '../audit.ts'
import { recorded } from '../queries/audit-log.ts'
import { readSetting, writeSetting } from '../queries/settings.ts'

/** The setting, as JSON. */
const PUBLISHING = 'gtfs-rt-out'

/** Where a city's buses are is everybody's to know, until the operator says otherwise. */
export async function publishingOf(db: FleetReads): Promise<Publishing> {
  const text = await readSetting(db, PUBLISHING)
  return text === null ? { public: true } : publishingSchema.parse(JSON.parse(text))
}

export async function setPublishing(db: FleetDatabase, wanted: Publishing, by: By): Promise<void> {
  await recorded(db, by, async (tx) => {
    const before = await publishingOf(tx)
    if (before.public === wanted.public) return { result: undefined, deed: null }
    await writeSetting(tx, PUBLISHING, JSON.stringify(wanted))
    const action = wanted.public ? 'positions published' : 'positions kept'
    return { result: undefined, deed: { action, target: { kind: 'positions', id: 'gtfs-rt' } } }
  })
}
