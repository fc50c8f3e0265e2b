import type { FleetDatabase } from '../db/fleet/open.ts'
import { putAwayOf } from './alerts/put-away.ts'
import { servicesNow } from './alerts/services.ts'
import { thresholdLayers } from './queries/alert-watch.ts'
import { alertsByGateway } from './queries/alerts.ts'
import { cityTimezone } from './queries/feeds.ts'
import type { GatewayRow } from './queries/gateways.ts'
import { dutyOf } from './rules/alerts/duty.ts'
import { fellSilentOnDuty } from './rules/alerts/put-away.ts'
import { thresholdsBy } from './rules/alerts/thresholds.ts'
import type { Circumstances } from './rules/condition.ts'

/** What the conditions of gateways follow from, besides their rows: read once for all of them. `now`: ms since 1970. */
export async function circumstancesOf(
  db: FleetDatabase,
  gateways: readonly GatewayRow[],
  now: number,
): Promise<(gateway: GatewayRow) => Circumstances> {
  const services = await servicesNow(db, await cityTimezone(db), now)
  const alerts = await alertsByGateway(db)
  const thresholds = thresholdsBy(await thresholdLayers(db))
  const duties = new Map(gateways.map((gateway) => [gateway.gatewayId, dutyOf(gateway, services, now)]))
  const dutyOfOne = (gateway: GatewayRow) => duties.get(gateway.gatewayId) ?? dutyOf(gateway, services, now)
  const silent = gateways.flatMap((gateway) => (fellSilentOnDuty(gateway, dutyOfOne(gateway), now) ? gateway : []))
  const putAway = await putAwayOf(db, silent)
  return (gateway) => {
    const { gatewayId } = gateway
    const duty = dutyOfOne(gateway)
    return {
      duty,
      putAway: putAway.has(gatewayId),
      thresholds: thresholds({ routeId: duty.routeId, gatewayId }),
      alerts: alerts.get(gatewayId) ?? [],
    }
  }
}
