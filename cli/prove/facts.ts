import { eq } from 'drizzle-orm'
import { readGatewayDatabase } from '../../db/gateway/open.ts'
import { boot, outbox } from '../../db/gateway/schema.ts'
import type { UntimedReport } from '../../portal/outbox/timed.ts'

/** A report that a gateway has made durable, and where it truly lies in time. */
export interface Fact {
  gatewayId: string
  bootId: string
  seq: number
  startedAtMs: number
  endedAtMs: number
  connected: number
  peak: number
  started: number
  input: number
  output: number
  /** How it ended, and the histograms, as it tells them. */
  told: Pick<UntimedReport, 'sessions' | 'sessionLengths' | 'connectTimes'>
}

/** The truth about one gateway: what it made durable, by its word and by its disk, and in which boot of the kernel. */
export function createFacts(gatewayId: string, databasePath: string) {
  const facts = new Map<string, Fact>()
  /** True time at which each boot's clock was 0. */
  const startOfKernel = new Map<string, number>()
  const kernelOfBoot = new Map<string, string>()

  function note(
    report: Pick<
      UntimedReport,
      | 'bootId'
      | 'seq'
      | 'startedUptimeMs'
      | 'endedUptimeMs'
      | 'riders'
      | 'sessions'
      | 'octets'
      | 'sessionLengths'
      | 'connectTimes'
    >,
  ): void {
    const { bootId, seq, sessions, sessionLengths, connectTimes } = report
    const key = `${bootId} ${seq}`
    const startedAt = startOfKernel.get(kernelOfBoot.get(bootId) ?? '')
    if (facts.has(key) || startedAt === undefined) return
    facts.set(key, {
      gatewayId,
      bootId,
      seq,
      startedAtMs: startedAt + report.startedUptimeMs,
      endedAtMs: startedAt + report.endedUptimeMs,
      connected: report.riders.connected,
      peak: report.riders.peak,
      started: report.sessions.started,
      input: report.octets.input,
      output: report.octets.output,
      told: { sessions, sessionLengths, connectTimes },
    })
  }

  return {
    all: () => [...facts.values()],
    kernelOf: (bootId: string) => kernelOfBoot.get(bootId) ?? null,
    kernelStarted: (kernelBootId: string, atMs: number) => void startOfKernel.set(kernelBootId, atMs),
    /** The gateway said that this report is durable. */
    told(report: UntimedReport): void {
      if (!kernelOfBoot.has(report.bootId)) readDisk()
      note(report)
    },
    /** Whatever stands on the disk is durable, whether or not the gateway lived to say so. */
    readDisk,
  }

  function readDisk(): void {
    const db = readGatewayDatabase(databasePath)
    try {
      for (const { bootId, kernelBootId } of db.select().from(boot).all()) kernelOfBoot.set(bootId, kernelBootId)
      for (const { body } of db.select().from(outbox).where(eq(outbox.merged, false)).all())
        note(JSON.parse(body) as UntimedReport)
    } finally {
      db.$client.close()
    }
  }
}
export type Facts = ReturnType<typeof createFacts>
