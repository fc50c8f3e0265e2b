import { signal } from '@preact/signals'
import { hc } from 'hono/client'
import type { z } from 'zod'
import {
  type FeedAnswer,
  type FeedSource,
  type feedSourceAnswerSchema,
  feedSourceSchema,
} from '../../../../contract/feeds.ts'
import type { FeedApi } from '../../../../fleet-api/routes/feeds.ts'
import type { Dashboard } from '../../../models/dashboard.ts'
import { createLoaded } from '../../../models/loaded.ts'
import { good } from '../fleet.ts'
import { checkBy, createForm, type Form } from '../form/form.ts'

export type SourceAnswer = z.infer<typeof feedSourceAnswerSchema>
export interface SourceDraft {
  url: string
  hours: string
  autoLive: boolean
}

const HOUR = 60
const draftOf = (source: FeedSource | null): SourceDraft => ({
  url: source?.url ?? '',
  hours: String((source?.everyMinutes ?? 1440) / HOUR),
  autoLive: source?.autoLive ?? false,
})
export const NO_SOURCE = draftOf(null)

/** The city's feeds, and where they come from. What is done throws ApiError. */
export function createFeeds({ call, origin, city }: Pick<Dashboard, 'call' | 'origin' | 'city'>) {
  const { feeds, 'feed-source': from } = hc<FeedApi>(origin, { fetch: call }).api
  const list = createLoaded<FeedAnswer[]>()
  const source = createLoaded<SourceAnswer>()
  const asked = signal(false)
  const load = () => list.run(async () => (await good(feeds.$get())).feeds)
  const param = (id: number) => ({ param: { id: String(id) } })
  return {
    list,
    source,
    asked,
    load,
    loadSource: () => source.run(() => good(from.$get())),
    async goLive(id: number) {
      await good(feeds[':id'].live.$post(param(id)))
      await Promise.all([load(), city.load()])
    },
    async drop(id: number) {
      await good(feeds[':id'].$delete(param(id)))
      await load()
    },
    async fetchNow() {
      source.put(await good(from.fetch.$post()))
      asked.value = true
    },
    async stop() {
      source.put(await good(from.$delete()))
    },
    formOf: (answer: SourceAnswer): Form<SourceDraft> =>
      createForm<SourceDraft, FeedSource>({
        start: draftOf(answer.source),
        check: ({ url, hours, autoLive }) =>
          checkBy(feedSourceSchema, {
            url: url.trim(),
            everyMinutes: hours.trim() === '' ? null : Math.round(Number(hours.replace(',', '.')) * HOUR),
            autoLive,
          }),
        save: async (json) => {
          const saved = await good(from.$put({ json }))
          source.put(saved)
          return draftOf(saved.source)
        },
      }),
  }
}
export type FeedsModel = ReturnType<typeof createFeeds>
