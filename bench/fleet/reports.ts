import { uuidFrom } from '../../cli/random.ts'
import type { ReportInput } from '../../contract/report.ts'
import { PROTOCOL_VERSION } from '../../contract/version.ts'
import { aHealth, aModem, anUplink } from '../../test/fakes/telemetry.ts'

/** A report as a gateway with one modem sends it, of the minute that begins at `startMs`. */
export function minuteReport(gateway: number, seq: number, startMs: number): ReportInput {
  const connected = (gateway * 7 + seq * 3) % 40
  return {
    protocol: PROTOCOL_VERSION,
    bootId: uuidFrom(`bench ${gateway}`),
    seq,
    startedUptimeMs: seq * 60_000,
    endedUptimeMs: (seq + 1) * 60_000,
    startedAt: new Date(startMs).toISOString(),
    endedAt: new Date(startMs + 60_000).toISOString(),
    clock: { source: 'gnss', uncertaintyMs: 20 },
    riders: { connected, peak: connected + 2 },
    sessions: { started: connected % 5, ended: { 'user-request': connected % 3 } },
    octets: { input: connected * 40_000 + seq, output: connected * 700_000 + seq },
    software: 'abordo 0.1.0',
    policyVersion: 1,
    health: aHealth(),
    uplink: anUplink({ modems: [aModem('wwan0', { received: connected * 700_000, sent: connected * 40_000 })] }),
  }
}
