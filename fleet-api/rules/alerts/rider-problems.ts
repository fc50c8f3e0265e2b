import type { Rule } from './snapshot.ts'

/** Several riders have reported faults within the window, and nobody has answered yet. */
export const riderProblems: Rule = ({ riderProblems: reportedAt, thresholds }, now) => {
  const { riderProblems: least, riderProblemsMinutes: minutes } = thresholds
  const recent = reportedAt.filter((at) => at > now - minutes * 60_000 && at <= now)
  if (recent.length < least) return null
  return { since: recent[0] ?? now, cause: null, facts: { reports: recent.length, minutes }, holdMinutes: 0 }
}
