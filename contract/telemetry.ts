import { z } from 'zod'

const octets = z.int().min(0)
const milliseconds = z.int().min(0)
/** What a modem says of itself is a foreign text: short, and of the letters that such words have. */
const word = z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/)

/** The gateway's own state at the end of an accounting interval. Null: not known on this machine. */
export const healthSchema = z.object({
  /** Share of all processors' time in use since the last report, 0 to 1. */
  cpuShare: z.number().min(0).max(1).nullable(),
  memory: z.object({ availableOctets: octets, totalOctets: octets }).nullable(),
  /** The file system of the data folder. */
  disk: z.object({ freeOctets: octets, totalOctets: octets }).nullable(),
  /** Of the hottest sensor. */
  temperatureC: z.number().min(-80).max(250).nullable(),
  /** Leases in use, and how many phones the pool has room for. */
  dhcp: z.object({ used: z.int().min(0), size: z.int().min(0) }).nullable(),
  /** Null where the operator runs DHCP and DNS himself. */
  dnsmasqAlive: z.boolean().nullable(),
  /** Where the gateway's database is. `memory`: the disk is full or failing, and a power cut would lose what waits. */
  storage: z.enum(['disk', 'memory']),
  /** Damaged database files that were set aside since the portal started. */
  databasesSetAside: z.int().min(0),
  /** Reports that wait for the fleet, those that it rejected, and the octets that all of them take on the disk. */
  outbox: z.object({ waiting: z.int().min(0), rejected: z.int().min(0), octets }),
})
export type Health = z.infer<typeof healthSchema>

/** One modem, as ModemManager tells it. No IMEI, ICCID, IMSI, telephone number or address can stand here (DESIGN.md, rule 4). */
export const modemSchema = z.object({
  /** The network interface or port that it is known by on the gateway, such as `wwan0`. */
  port: z.string().regex(/^[A-Za-z0-9_.-]{1,15}$/),
  /** ModemManager's state: `connected`, `searching`, `failed`, … */
  state: word,
  /** Why it failed: `sim-missing`, … */
  failure: word.nullable(),
  /** 3GPP registration: `home`, `roaming`, `denied`, … */
  registration: word.nullable(),
  /** Access technologies, such as `lte`, `5gnr`. */
  technologies: z.array(word).max(8),
  /** The mobile network that serves it, and its MCC and MNC. */
  operatorName: z.string().min(1).max(40).nullable(),
  operatorCode: z
    .string()
    .regex(/^\d{5,6}$/)
    .nullable(),
  signal: z.object({
    qualityPercent: z.number().min(0).max(100).nullable(),
    rssiDbm: z.number().min(-200).max(50).nullable(),
    rsrpDbm: z.number().min(-200).max(50).nullable(),
    rsrqDb: z.number().min(-100).max(100).nullable(),
    snrDb: z.number().min(-100).max(100).nullable(),
  }),
  /** Data over the SIM since the last report. Null: the modem does not count. */
  octets: z.object({ received: octets, sent: octets }).nullable(),
})
export type Modem = z.infer<typeof modemSchema>

/** The gateway's uplink over one accounting interval. */
export const uplinkSchema = z.object({
  /** How long within the interval the internet could be reached. */
  upMs: milliseconds,
  /** As last looked at: a carrier on the uplink's interface, and a default route over it. */
  link: z.boolean(),
  route: z.boolean(),
  /** Round trips of the last look: to a name server, and to the fleet. Null: no answer. */
  dnsMs: milliseconds.nullable(),
  fleetMs: milliseconds.nullable(),
  /** Octets over the uplink's interface since the last report. */
  octets: z.object({ received: octets, sent: octets }).nullable(),
  modems: z.array(modemSchema).max(8),
})
export type Uplink = z.infer<typeof uplinkSchema>
