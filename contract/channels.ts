import { z } from 'zod'
import { alertKindSchema } from './alerts.ts'

const at = z.iso.datetime({ offset: true })

export const NOTICE_LANGUAGES = ['es', 'en'] as const
export type NoticeLanguage = (typeof NOTICE_LANGUAGES)[number]

const name = z.string().trim().min(1).max(100)
const kinds = z.array(alertKindSchema).min(1).nullable().default(null).describe('Told of these alone; null: of all.')
const language = z.enum(NOTICE_LANGUAGES).default('es')

/** Where alerts are sent to: `POST /api/channels`. */
export const newChannelSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('email'), name, address: z.email().max(254), language, kinds }),
  z.strictObject({
    kind: z.literal('webhook'),
    name,
    address: z.url({ protocol: /^https?$/ }).max(500),
    language,
    kinds,
  }),
])
export type NewChannel = z.infer<typeof newChannelSchema>

/** `PATCH /api/channels/{id}`: an address is never changed; another one is another channel. */
export const channelChangeSchema = z
  .strictObject({
    name,
    language: z.enum(NOTICE_LANGUAGES),
    kinds: z.array(alertKindSchema).min(1).nullable(),
    paused: z.boolean(),
  })
  .partial()
  .refine((change) => Object.keys(change).length > 0, {
    message: 'name what is to change: name, language, kinds or paused',
  })
export type ChannelChange = z.infer<typeof channelChangeSchema>

export const channelSchema = z
  .object({
    id: z.int(),
    kind: z.enum(['email', 'webhook']),
    name: z.string(),
    address: z.string(),
    language: z.enum(NOTICE_LANGUAGES),
    kinds: z.array(alertKindSchema).nullable(),
    addedAt: at,
    paused: z.boolean(),
    lastSentAt: at.nullable(),
    failure: z.string().nullable().describe('Why the last attempt failed; null: it did not.'),
    waiting: z.int().describe('Messages that are still to be sent.'),
  })
  .meta({ id: 'Channel' })
export type Channel = z.infer<typeof channelSchema>
/** `secret` is shown once; null: of an e-mail address, which has none. */
export const newChannelAnswerSchema = channelSchema.extend({ secret: z.string().nullable() })
export const channelsAnswerSchema = z.object({
  channels: z.array(channelSchema),
  email: z.boolean().describe('Whether this fleet can send e-mail: SMTP_URL is set.'),
})
export type ChannelsAnswer = z.infer<typeof channelsAnswerSchema>

/** What a message is of: alerts by their ids. `digest`: of so many at once that they come as one. `test`: of none. */
export const deliveryBodySchema = z.object({
  what: z.enum(['opened', 'closed', 'digest', 'test']),
  alerts: z.array(z.int()),
})
export type DeliveryBody = z.infer<typeof deliveryBodySchema>
