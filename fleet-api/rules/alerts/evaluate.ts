import type { AlertKind } from '../../../contract/alerts.ts'
import { backFilling } from './back-filling.ts'
import { dhcpFull, disk, hot, portalFailing } from './box.ts'
import { clockWrong } from './clock.ts'
import { missing } from './missing.ts'
import { policyNotApplied } from './policy.ts'
import { riderProblems } from './rider-problems.ts'
import { type Month, simQuota } from './sim-quota.ts'
import type { Finding, Found, Rule, Snapshot } from './snapshot.ts'
import { uplinkDown, uplinkPoor } from './uplink.ts'

export type GatewayKind = Exclude<AlertKind, 'operator-down' | 'certificate' | 'release-stopped'>
export type Rules = Record<GatewayKind, Rule>

/** The rule of each kind that is about one gateway. `month`: the one of the city that runs. */
export function rulesWith(month: Month): Rules {
  return {
    missing,
    'uplink-down': uplinkDown,
    'uplink-poor': uplinkPoor,
    'sim-quota': simQuota(month),
    'dhcp-full': dhcpFull,
    'portal-failing': portalFailing,
    'clock-wrong': clockWrong,
    hot,
    disk,
    'policy-not-applied': policyNotApplied,
    'back-filling': backFilling,
    'rider-problems': riderProblems,
  }
}

export interface Evaluated {
  findings: Finding[]
  /** Kinds of which the gateway does not tell just now: nothing is raised, and nothing is closed. */
  unknown: GatewayKind[]
}

/** What is wrong with one gateway now. Of one whose credential was taken away nothing is asked any more. `now`: ms since 1970. */
export function evaluate(rules: Rules, snapshot: Snapshot, now: number): Evaluated {
  const { gateway, duty, thresholds } = snapshot
  const findings: Finding[] = []
  const unknown: GatewayKind[] = []
  if (gateway.revokedAt !== null) return { findings, unknown }
  for (const [kind, rule] of Object.entries(rules) as [GatewayKind, Rule][]) {
    if (thresholds.off.includes(kind)) continue
    const told = rule(snapshot, now)
    if (told === 'unknown') unknown.push(kind)
    else for (const found of listOf(told)) findings.push(about(found))

    function about(found: Found): Finding {
      const { routeId } = duty
      return { part: '', ...found, kind, scope: 'gateway', subjectId: gateway.gatewayId, routeId, partOf: null }
    }
  }
  return { findings, unknown }
}

function listOf(told: Found | Found[] | null): Found[] {
  if (told === null) return []
  return Array.isArray(told) ? told : [told]
}
