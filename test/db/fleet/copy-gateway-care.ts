import type { FleetTransaction } from '../../../db/fleet/open.ts'
import {
  acmeAccount,
  canaryGateway,
  certificate,
  gatewayUpgrade,
  release,
  releasePart,
  roamingDay,
  roamingPart,
} from '../../../db/fleet/schema.ts'

/** A row of each table of what the fleet hands to its gateways. */
export async function addGatewayCare(tx: FleetTransaction): Promise<void> {
  const version = '1.2.0'
  await tx
    .insert(release)
    .values({ version, sequence: 7, manifest: '{}', signature: 'sig', addedAt: 1, ring: 'canary', ringAt: 2 })
  await tx.insert(releasePart).values({ version, architecture: 'arm64', part: 0, octets: 'AAAA' })
  await tx.insert(canaryGateway).values({ gatewayId: 'bus-1', chosenAt: 1 })
  await tx
    .insert(gatewayUpgrade)
    .values({ gatewayId: 'bus-1', version, state: 'rolled-back', reason: 'no phone got online', at: 3, receivedAt: 4 })
  await tx.insert(certificate).values({ hostName: 'wifi.example.mx', chain: 'c', privateKey: 'k', notAfter: 9 })
  await tx.insert(acmeAccount).values({ directory: 'https://acme.example', url: null, privateKey: 'k', madeAt: 1 })
  await tx.insert(roamingDay).values({ date: '2026-11-26', fromAt: 0, toAt: 86_400, key: 'key' })
  await tx.insert(roamingPart).values({ date: '2026-11-26', part: 0, count: 1, fingerprints: 'AAAAAAA' })
}
