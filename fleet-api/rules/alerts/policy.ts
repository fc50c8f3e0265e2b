import type { Rule } from './snapshot.ts'

/** It runs by another policy than the fleet wants, though it is live and has had the time to fetch it. */
export const policyNotApplied: Rule = ({ gateway, state, wanted, thresholds }) => {
  const { lastPolicyVersion: running, policyProblemVersion, policyProblemReason } = gateway
  if (state !== 'live' || running === null) return 'unknown'
  if (running === wanted.version) return null
  const reason = policyProblemVersion === wanted.version ? policyProblemReason : null
  return {
    since: wanted.since,
    cause: null,
    facts: { wanted: wanted.version, running, reason },
    holdMinutes: thresholds.policyMinutes,
  }
}
