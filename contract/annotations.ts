import { z } from 'zod'

const at = z.iso.datetime({ offset: true })
const count = z.int().min(0)

/** `GET /api/annotations` */
export const annotationsQuerySchema = z.object({
  from: at.describe('Start, inclusive.').meta({ example: '2026-11-01T00:00:00-06:00' }),
  to: at.describe('End, exclusive.').meta({ example: '2026-12-01T00:00:00-06:00' }),
})

/** Something that was changed and may explain what riders by route show. */
export const annotationSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('feed'),
    at: at.describe('When the feed went into use.'),
    feedId: z.int(),
    feedVersion: z.string().nullable(),
    changes: z
      .object({
        routes: z.object({ added: count, changed: count, removed: count }),
        trips: z.object({ before: count, after: count }),
      })
      .nullable()
      .describe('Against the feed before; null: that was not worked out.'),
  }),
  z.object({
    kind: z.literal('policy'),
    at: at.describe('When it was asked for; of several at once the first.'),
    change: z.enum(['set', 'clear']),
    scope: z.enum(['fleet', 'route', 'gateway']),
    ids: z.array(z.string()).describe('Of the routes or gateways, up to ten of them; none: the whole fleet.'),
    count: count.describe('How many routes or gateways, 1 for the whole fleet.'),
    fields: z.array(z.string()).describe('What of the policy has changed, by its names.'),
  }),
])
export type Annotation = z.infer<typeof annotationSchema>

export const annotationsAnswerSchema = z.object({
  annotations: z.array(annotationSchema).describe('In the order in which they happened.'),
  more: z.boolean().describe('There were more: the oldest are left out.'),
})
export type AnnotationsAnswer = z.infer<typeof annotationsAnswerSchema>
