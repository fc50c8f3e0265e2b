import { join } from 'node:path'
import { openEnduringDatabase } from '../../db/gateway/enduring.ts'
import { outbox } from '../../db/gateway/schema.ts'
import { readEnrolment } from '../../portal/enrolment.ts'
import { unenforcedFirewall } from '../../portal/firewall/none.ts'
import { createLedger } from '../../portal/ledger.ts'
import type { UntimedReport } from '../../portal/outbox/timed.ts'
import { createPolicyStore } from '../../portal/policy/store.ts'
import { BUILT_AT_MS, credentialOf } from './gateway.ts'
import type { KeptFile } from './words.ts'

/** What the boot after the cut finds. */
export interface Found {
  bootId: string
  /** What the program had to say of its database: it was damaged, set aside, moved into memory. */
  complaints: string[]
  /** SQLite's own word on the file. */
  integrity: string
  outbox: UntimedReport[]
  /** Faults that no report carries yet. */
  tickets: string[]
  sessions: number
  dropped: number
  /** Versions; null: the file is there and cannot be used. */
  files: Record<KeptFile, number | null>
}

/** Starts the gateway's program on what a power cut has left, as another boot of the kernel, and looks at what it has. */
export async function bootAfter(folder: string): Promise<Found> {
  const files = { policy: policyIn(folder), enrolment: enrolmentIn(folder) }
  const complaints: string[] = []
  const log = (message: string) => void complaints.push(message)
  const now = () => BUILT_AT_MS
  const { db } = openEnduringDatabase({ path: join(folder, 'gateway.db'), log, now, memoryFolder: null })
  try {
    const uptime = () => 15_000
    const store = createPolicyStore({ dataDir: folder, log: () => undefined })
    const { bootId } = await createLedger({
      db,
      systemClock: { kernelBootId: 'the boot after the cut', uptime, now },
      builtAtMs: BUILT_AT_MS,
      firewall: unenforcedFirewall(uptime),
      reinstall: async () => undefined,
      policy: store.current,
      policyProblem: () => null,
      telemetry: async () => ({ health: null, uplink: null }),
      software: 'abordo test',
      outboxOctets: 200_000_000,
      accountingIntervalS: 60,
      log,
    })
    const sql = (text: string) => db.$client.prepare(text).pluck()
    return {
      bootId,
      integrity: String(db.$client.pragma('integrity_check', { simple: true })),
      outbox: db
        .select()
        .from(outbox)
        .all()
        .map(({ body }) => JSON.parse(body) as UntimedReport),
      tickets: sql('select ticket from rider_problem').all() as string[],
      sessions: sql('select count(*) from session').get() as number,
      complaints,
      dropped: sql('select count(*) from dropped').get() as number,
      files,
    }
  } finally {
    db.$client.close()
  }
}

function policyIn(folder: string): number | null {
  let unusable = false
  const store = createPolicyStore({
    dataDir: folder,
    log: () => {
      unusable = true
    },
  })
  return unusable ? null : store.current().version
}

function enrolmentIn(folder: string): number | null {
  try {
    const found = readEnrolment(folder)
    return found === null ? 0 : ([1, 2].find((version) => credentialOf(version) === found.credential) ?? null)
  } catch {
    return null
  }
}
