import type { Rule } from './snapshot.ts'

/**
 * It reports, and has been sending old reports for too long: its minutes come, and never catch up. `since`: when it was first seen to, for the
 * age of what it sends tells how long it was cut off and not how long it has been sending.
 */
export const backFilling: Rule = ({ gateway, state, thresholds }, now) => {
  if (state === 'live') return null
  if (state !== 'back-filling' || gateway.lastEndedAt === null) return 'unknown'
  const waiting = gateway.lastHealth?.outbox.waiting ?? null
  const facts = { newestEndedAt: new Date(gateway.lastEndedAt).toISOString(), waiting }
  return { since: now, cause: null, facts, holdMinutes: thresholds.backFillingMinutes }
}
