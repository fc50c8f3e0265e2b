import { z } from 'zod'

// Vehicle positions in and out, as GTFS-Realtime has them.

/** Who may read the fleet's own feed: everybody, or only who is signed in or holds an API token. */
export const publishingSchema = z.strictObject({ public: z.boolean() })
export type Publishing = z.infer<typeof publishingSchema>

/**
 * A GTFS-Realtime VehiclePositions feed to follow. match: by what vehicles are known again. id: vehicle.id, or the label of one that has none;
 * label: vehicle.label.
 */
export const positionsSourceSchema = z.strictObject({
  url: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .refine((url) => !/^[^/]*\/\/[^/]*@/.test(url), { message: 'write no user name and password into the address' }),
  everySeconds: z.int().min(10).max(300).default(30),
  match: z.enum(['id', 'label']).default('id'),
})
export type PositionsSource = z.infer<typeof positionsSourceSchema>

const at = z.iso.datetime({ offset: true }).nullable()

export const positionsSourceAnswerSchema = z.object({
  source: positionsSourceSchema
    .nullable()
    .describe('Null: no feed is followed. Of its address the query, which may hold a key, is shown to admins only.'),
  lastSuccessAt: at.describe('When the feed was last read; null: not yet.'),
  vehicles: z.int().nullable().describe('How many vehicles had a position in it then that is no older than 90 s.'),
  matched: z.int().nullable().describe('Of how many of them a gateway is known, and the route is one of the city’s.'),
  lastErrorAt: at.describe('When it last could not be read; null: never.'),
  lastError: z.string().nullable().describe('Why.'),
})
export type PositionsSourceAnswer = z.infer<typeof positionsSourceAnswerSchema>
