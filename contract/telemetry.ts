import { z } from 'zod'

const octets = z.int().min(0)
const milliseconds = z.int().min(0)
/** What a modem says of itself is a foreign text: short, and of the letters that such words have. */
const word = z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/)

/** The gateway's own state at the end of an accounting interval. Null: not known on this machine. */
export const healthSchema = z.object({
  cpuShare: z
    .number()
    .min(0)
    .max(1)
    .nullable()
    .describe("Share of all processors' time in use since the last report, 0 to 1."),
  memory: z.object({ availableOctets: octets, totalOctets: octets }).nullable(),
  disk: z
    .object({ freeOctets: octets, totalOctets: octets })
    .nullable()
    .describe('The file system of the data folder.'),
  temperatureC: z.number().min(-80).max(250).nullable().describe('Of the hottest sensor.'),
  dhcp: z
    .object({ used: z.int().min(0), size: z.int().min(0) })
    .nullable()
    .describe('Leases in use, and how many phones the pool has room for.'),
  dnsmasqAlive: z.boolean().nullable().describe('Null where the operator runs DHCP and DNS himself.'),
  storage: z
    .enum(['disk', 'memory'])
    .describe(
      "Where the gateway's database is. `memory`: the disk is full or failing, and a power cut would lose what waits.",
    ),
  databasesSetAside: z.int().min(0).describe('Damaged database files that were set aside since the portal started.'),
  outbox: z
    .object({ waiting: z.int().min(0), rejected: z.int().min(0), octets })
    .describe(
      'Reports that wait for the fleet, those that it rejected, and the octets that all of them take on the disk.',
    ),
})
export type Health = z.infer<typeof healthSchema>

/** One modem, as ModemManager tells it. No IMEI, ICCID, IMSI, telephone number or address can stand here (DESIGN.md, rule 4). */
export const modemSchema = z.object({
  port: z
    .string()
    .regex(/^[A-Za-z0-9_.-]{1,15}$/)
    .describe('The network interface or port that it is known by on the gateway, such as `wwan0`.'),
  state: word.describe("ModemManager's state: `connected`, `searching`, `failed`, …"),
  failure: word.nullable().describe('Why it failed: `sim-missing`, …'),
  registration: word.nullable().describe('3GPP registration: `home`, `roaming`, `denied`, …'),
  technologies: z.array(word).max(8).describe('Access technologies, such as `lte`, `5gnr`.'),
  operatorName: z.string().min(1).max(40).nullable().describe('The mobile network that serves it.'),
  operatorCode: z
    .string()
    .regex(/^\d{5,6}$/)
    .nullable()
    .describe('Its MCC and MNC.'),
  signal: z.object({
    qualityPercent: z.number().min(0).max(100).nullable(),
    rssiDbm: z.number().min(-200).max(50).nullable(),
    rsrpDbm: z.number().min(-200).max(50).nullable(),
    rsrqDb: z.number().min(-100).max(100).nullable(),
    snrDb: z.number().min(-100).max(100).nullable(),
  }),
  octets: z
    .object({ received: octets, sent: octets })
    .nullable()
    .describe('Data over the SIM since the last report. Null: the modem does not count.'),
})
export type Modem = z.infer<typeof modemSchema>

/** The gateway's uplink over one accounting interval. */
export const uplinkSchema = z.object({
  upMs: milliseconds.describe('How long within the interval the internet could be reached.'),
  link: z.boolean().describe("As last looked at: a carrier on the uplink's interface."),
  route: z.boolean().describe('As last looked at: a default route over it.'),
  dnsMs: milliseconds.nullable().describe('Round trip of the last look to a name server. Null: no answer.'),
  fleetMs: milliseconds.nullable().describe('The same to the fleet.'),
  octets: z
    .object({ received: octets, sent: octets })
    .nullable()
    .describe("Octets over the uplink's interface since the last report."),
  modems: z.array(modemSchema).max(8),
})
export type Uplink = z.infer<typeof uplinkSchema>
