import type { Thresholds } from '../../../contract/alerts.ts'
import { type Finding, keyOf } from './snapshot.ts'

/** Kinds of which many at once are one mobile operator's trouble. */
const OF_THE_NETWORK = new Set<string>(['missing', 'uplink-down', 'uplink-poor'])
/** What begins within so long began at once. */
const AT_ONCE_MS = 15 * 60_000

export interface Networks {
  /** The mobile operator of each gateway that has told of one. */
  operators: ReadonlyMap<string, string>
  /** How many of each operator's gateways are live. */
  live: ReadonlyMap<string, number>
  /** The fleet's. */
  thresholds: Thresholds
}

/**
 * Many gateways of one mobile operator that lost their network at about the same time are one finding, which stands for theirs. Returns all
 * findings, those that it stands for with its key. What has been wrong with some for long, or at other times, stays theirs. A whole network that
 * fails silences its gateways: those that are missing count too.
 */
export function gathered(findings: readonly Finding[], { operators, live, thresholds }: Networks): Finding[] {
  if (thresholds.off.includes('operator-down')) return [...findings]
  const suspects = new Map<string, Finding[]>()
  for (const finding of findings) {
    const operator = OF_THE_NETWORK.has(finding.kind) ? operators.get(finding.subjectId) : undefined
    if (operator === undefined) continue
    const known = suspects.get(operator)
    if (known) known.push(finding)
    else suspects.set(operator, [finding])
  }
  const groups: Finding[] = []
  const partOf = new Map<Finding, string>()
  for (const [operator, all] of suspects) {
    const members = atOnce(all)
    const silent = members.filter(({ kind }) => kind === 'missing').length
    const total = (live.get(operator) ?? 0) + silent
    const share = members.length / Math.max(1, total)
    if (members.length < thresholds.operatorGateways || share < thresholds.operatorShare) continue
    const group = groupOf(operator, members, { total, silent, thresholds })
    groups.push(group)
    for (const member of members) partOf.set(member, keyOf(group))
  }
  const parts = findings.map((finding) => {
    const key = partOf.get(finding)
    return key === undefined ? finding : { ...finding, partOf: key, cause: 'mobile-operator' as const }
  })
  return [...groups, ...parts]
}

function groupOf(
  operator: string,
  members: Finding[],
  { total, silent, thresholds }: { total: number; silent: number; thresholds: Thresholds },
): Finding {
  const poor = members.filter(({ kind }) => kind === 'uplink-poor').length
  const routes = new Set(members.map(({ routeId }) => routeId))
  return {
    kind: 'operator-down',
    scope: 'operator',
    subjectId: operator,
    part: '',
    routeId: '',
    // When there were enough of them.
    since: members[thresholds.operatorGateways - 1]?.since ?? 0,
    cause: 'mobile-operator',
    facts: { operatorName: operator, gateways: members.length, of: total, silent, poor, routes: routes.size },
    holdMinutes: thresholds.uplinkDownMinutes,
    partOf: null,
  }
}

/** The most of them that began within AT_ONCE_MS, in order of time; of one gateway the first. */
function atOnce(findings: Finding[]): Finding[] {
  const seen = new Set<string>()
  const inOrder = [...findings]
    .sort((a, b) => a.since - b.since)
    .filter(({ subjectId }) => {
      const isNew = !seen.has(subjectId)
      seen.add(subjectId)
      return isNew
    })
  let best: [from: number, to: number] = [0, 0]
  let from = 0
  for (const [to, { since }] of inOrder.entries()) {
    while (since - (inOrder[from]?.since ?? since) > AT_ONCE_MS) from += 1
    if (to + 1 - from > best[1] - best[0]) best = [from, to + 1]
  }
  return inOrder.slice(...best)
}
