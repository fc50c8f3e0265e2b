import type { Telemetry } from '../../portal/accounting/telemetry.ts'

/** What a real machine would say of itself, about as long; its counters go up. */
export function madeUpTelemetry(uptimeMs: number): Telemetry {
  const counted = Math.round(uptimeMs / 3)
  const modem = {
    port: 'wwan0',
    state: 'connected',
    failure: null,
    registration: 'home',
    technologies: ['lte', '5gnr'],
    operatorName: 'made up',
    operatorCode: '334020',
    signal: { qualityPercent: 71, rssiDbm: -63, rsrpDbm: -94, rsrqDb: -11, snrDb: 12.5 },
  }
  return {
    health: {
      cpuShare: 0.25,
      memory: { availableOctets: 310_000_000, totalOctets: 512_000_000 },
      disk: { freeOctets: 3_100_000_000, totalOctets: 7_600_000_000 },
      temperatureC: 61.5,
      dhcp: { used: 180, size: 1000 },
      dnsmasqAlive: true,
      storage: 'disk',
      databasesSetAside: 0,
    },
    uplink: {
      uplink: { upMs: 60_000, link: true, route: true, dnsMs: 41, fleetMs: 55 },
      counter: { name: 'wan0', received: counted, sent: counted },
      modems: [{ modem, counter: { name: 'wwan0', received: counted, sent: counted } }],
    },
  }
}
