import { z } from 'zod'

// Vehicle positions in and out, as GTFS-Realtime has them.

/** Who may read the fleet's own feed: everybody, or only who is signed in or holds an API token. */
export const publishingSchema = z.strictObject({ public: z.boolean() })
export type Publishing = z.infer<typeof publishingSchema>
