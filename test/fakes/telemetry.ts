import type { Health, Modem, Uplink } from '../../contract/telemetry.ts'

/** The health of a gateway with nothing wrong. */
export function aHealth(more: Partial<Health> = {}): Health {
  return {
    cpuShare: 0.25,
    memory: { availableOctets: 200_000_000, totalOctets: 500_000_000 },
    disk: { freeOctets: 3_000_000_000, totalOctets: 8_000_000_000 },
    temperatureC: 51.5,
    dhcp: { used: 12, size: 240 },
    dnsmasqAlive: true,
    storage: 'disk',
    databasesSetAside: 0,
    outbox: { waiting: 1, rejected: 0, octets: 40_000 },
    ...more,
  }
}

export function aModem(port: string, octets: Modem['octets']): Modem {
  return {
    port,
    state: 'connected',
    failure: null,
    registration: 'home',
    technologies: ['lte'],
    operatorName: 'Telcel',
    operatorCode: '334020',
    signal: { qualityPercent: 70, rssiDbm: -70, rsrpDbm: -100, rsrqDb: -10, snrDb: 12 },
    octets,
  }
}

/** An uplink that was there for the whole minute. */
export function anUplink(more: Partial<Uplink> = {}): Uplink {
  return {
    upMs: 60_000,
    link: true,
    route: true,
    dnsMs: 40,
    fleetMs: 85,
    octets: { received: 5000, sent: 500 },
    modems: [],
    ...more,
  }
}
