import { wantedPolicies } from '../policies.ts'
import { openRiderProblems, someWatched, thresholdLayers } from '../queries/alert-watch.ts'
import { cityTimezone } from '../queries/feeds.ts'
import { portalOutages } from '../queries/portal-outages.ts'
import { PORTAL_WINDOW_MS } from '../rules/alerts/box.ts'
import { operatorOf } from '../rules/alerts/cause.ts'
import { dutyOf, type Services } from '../rules/alerts/duty.ts'
import { evaluate, type Rules, rulesWith } from '../rules/alerts/evaluate.ts'
import { monthOf } from '../rules/alerts/month.ts'
import type { Networks } from '../rules/alerts/operator-down.ts'
import { fellSilentOnDuty } from '../rules/alerts/put-away.ts'
import type { SimUse } from '../rules/alerts/sim-use.ts'
import type { Duty, Finding, Snapshot, WatchedGateway } from '../rules/alerts/snapshot.ts'
import { thresholdsBy } from '../rules/alerts/thresholds.ts'
import { gatewayState } from '../rules/gateway-state.ts'
import { putAwayOf } from './put-away.ts'
import { prepareServices, servicesNow } from './services.ts'
import { SimUses } from './sim-use.ts'
import type { AlertWatch } from './watch.ts'

/** The longest window that a threshold may ask of riders' reports: a week. */
const RIDER_PROBLEMS_MS = 10_080 * 60_000

export interface Looked {
  findings: Finding[]
  /** `KIND GATEWAY` of what gateways do not tell of just now. */
  unknown: Set<string>
  networks: Networks
}

/** What is read once for all gateways. */
interface Around {
  rules: Rules
  services: Services
  thresholds: ReturnType<typeof thresholdsBy>
  problems: Map<string, number[]>
  outages: Map<string, number>
  listeningSince: number
}

const NO_USE: ReadonlyMap<string, SimUse[]> = new Map()
const NO_DUTY: Duty = { routeId: '', assigned: false, known: false, since: null }

/** Looks at every gateway, some at a time, and finds what is wrong. */
export async function lookAtAll({ db, now, breathe }: AlertWatch, listeningSince: number): Promise<Looked> {
  const timezone = await cityTimezone(db)
  await prepareServices(db, timezone, { now, breathe })
  const month = monthOf(timezone, now)
  const layers = await thresholdLayers(db)
  const around: Around = {
    rules: rulesWith(month),
    services: await servicesNow(db, timezone, now),
    thresholds: thresholdsBy(layers),
    problems: await openRiderProblems(db, now - RIDER_PROBLEMS_MS),
    outages: await portalOutages(db, Math.floor((now - PORTAL_WINDOW_MS) / 1000)),
    listeningSince,
  }
  const simUses = new SimUses(db, month, now)
  const isLimited = layers.some(({ fields }) => fields.simOctets != null)
  const findings: Finding[] = []
  const unknown = new Set<string>()
  const operators = new Map<string, string>()
  const live = new Map<string, number>()
  for (let after = ''; ; ) {
    const gateways = await someWatched(db, after)
    const last = gateways.at(-1)
    if (!last) break
    const wanted = await wantedPolicies(db, gateways, now)
    const use = isLimited ? await simUses.of(after, last.gatewayId) : NO_USE
    const duties = new Map(gateways.map((gateway) => [gateway.gatewayId, dutyOf(gateway, around.services, now)]))
    const putAway = await putAwayOf(
      db,
      gateways.flatMap((gateway) =>
        fellSilentOnDuty(gateway, duties.get(gateway.gatewayId) ?? NO_DUTY, now) ? gateway : [],
      ),
    )
    for (const gateway of gateways) {
      const { policy, since } = wanted.get(gateway.gatewayId) ?? { policy: { version: 0 }, since: now }
      const snapshot = snapshotOf(gateway, {
        ...around,
        duty: duties.get(gateway.gatewayId) ?? NO_DUTY,
        putAway: putAway.has(gateway.gatewayId),
        simUse: use.get(gateway.gatewayId) ?? [],
        wanted: { version: policy.version, since },
        now,
      })
      const told = evaluate(around.rules, snapshot, now)
      findings.push(...told.findings)
      for (const kind of told.unknown) unknown.add(`${kind} ${gateway.gatewayId}`)
      const operator = operatorOf(gateway.lastUplink)
      if (operator === null) continue
      operators.set(gateway.gatewayId, operator)
      if (snapshot.state === 'live') live.set(operator, (live.get(operator) ?? 0) + 1)
    }
    after = last.gatewayId
    await breathe()
  }
  if (isLimited) simUses.done()
  const fleet = around.thresholds({ routeId: '', gatewayId: '' })
  return { findings, unknown, networks: { operators, live, thresholds: fleet } }
}

function snapshotOf(
  gateway: WatchedGateway,
  around: Around & Pick<Snapshot, 'duty' | 'putAway' | 'simUse' | 'wanted'> & { now: number },
): Snapshot {
  const { duty, putAway, simUse, thresholds, problems, outages, listeningSince, wanted, now } = around
  const { gatewayId } = gateway
  return {
    gateway,
    state: gatewayState(gateway, now),
    duty,
    putAway,
    listeningSince,
    wanted,
    simUse,
    portalOutages: outages.get(gatewayId) ?? 0,
    riderProblems: problems.get(gatewayId) ?? [],
    thresholds: thresholds({ routeId: duty.routeId, gatewayId }),
  }
}
