import { isIPv4 } from 'node:net'
import { z } from 'zod'
import { hostname, httpUrl, interfaceName } from '../config.ts'
import { wifiAnswersSchema } from '../wifi/hostapd.ts'

/** An own IPv4 address and how long its network is. Riders get the rest of that network, so it holds at least a few. */
const addressAndPrefix = z.string().refine((text) => {
  const [address = '', prefix = '', ...others] = text.split('/')
  return (
    others.length === 0 && isIPv4(address) && /^\d{1,2}$/.test(prefix) && Number(prefix) >= 8 && Number(prefix) <= 28
  )
})
const { ssid, country, band, channel, owe } = wifiAnswersSchema.shape

/** What a technician answers, once for each gateway. */
export const answersSchema = z.object({
  /** The riders' interface; where this machine is the access point, its radio. */
  lan: interfaceName,
  /** The uplink's. */
  wan: interfaceName,
  /** The network's name; null: the access point is another device, behind `lan`. */
  ssid: ssid.nullable().default(null),
  /** The gateway's own on the riders' side. */
  address: addressAndPrefix.default('10.55.0.1/22'),
  /** Under which riders see the portal; null: under its address. */
  hostname: hostname.nullable().default(null),
  fleet: httpUrl.nullable().default(null),
  /** Host and port of gpsd; null: this gateway has no receiver. */
  gpsd: z
    .string()
    .regex(/^[A-Za-z0-9.-]+:\d{1,5}$/)
    .nullable()
    .default(null),
  country,
  band,
  channel,
  owe,
})
export type Answers = z.output<typeof answersSchema>
export type Answer = keyof Answers
export const ANSWERS = Object.keys(answersSchema.shape) as Answer[]
/** What is never asked, but can be told: what is usual does for nearly all. */
export const ONLY_TOLD: readonly Answer[] = ['country', 'band', 'channel', 'owe']

/** One answer as it was typed; nothing typed is an answer too. Undefined: it cannot be that. */
export function readAnswer(answer: Answer, text: string): Answers[Answer] | undefined {
  const schema: z.ZodType<Answers[Answer]> = answersSchema.shape[answer]
  const parsed = schema.safeParse(text.trim() === '' ? undefined : text.trim())
  return parsed.success ? parsed.data : undefined
}
