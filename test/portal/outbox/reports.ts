import type { UntimedReport } from '../../../portal/outbox/timed.ts'

/** The report of one minute of a boot, as an outbox keeps it. */
export function minuteReport(seq: number, more: Partial<UntimedReport> = {}): UntimedReport {
  return {
    protocol: '1.2',
    bootId: '11111111-1111-4111-8111-111111111111',
    seq,
    startedUptimeMs: seq * 60_000,
    endedUptimeMs: (seq + 1) * 60_000,
    riders: { connected: 5, peak: 6 + (seq % 3) },
    sessions: { started: 2, ended: { 'user-request': 1 } },
    octets: { input: 100 + seq, output: 1000 + seq },
    software: 'abordo test',
    policyVersion: 1,
    policyProblem: null,
    problems: [],
    merged: null,
    dropped: null,
    health: null,
    uplink: null,
    trace: [],
    signOn: null,
    sessionLengths: null,
    connectTimes: null,
    ...more,
  }
}
