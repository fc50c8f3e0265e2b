import { signal } from '@preact/signals'
import { hc } from 'hono/client'
import type { AlertKind } from '../../../../contract/alerts.ts'
import {
  type ChannelsAnswer,
  type NewChannel,
  type NoticeLanguage,
  newChannelSchema,
} from '../../../../contract/channels.ts'
import type { ChannelApi } from '../../../../fleet-api/routes/channels.ts'
import type { Dashboard } from '../../../models/dashboard.ts'
import { createLoaded } from '../../../models/loaded.ts'
import { good } from '../fleet.ts'
import { checkBy, createForm } from '../form/form.ts'

export interface ChannelDraft {
  kind: 'email' | 'webhook'
  name: string
  address: string
  language: NoticeLanguage
  isForSome: boolean
  kinds: readonly AlertKind[]
}

const EMPTY: ChannelDraft = { kind: 'email', name: '', address: '', language: 'es', isForSome: false, kinds: [] }

/** Who is told of alerts. What is done throws ApiError. */
export function createChannels({ call, origin }: Pick<Dashboard, 'call' | 'origin'>) {
  const { channels } = hc<ChannelApi>(origin, { fetch: call }).api
  const loaded = createLoaded<ChannelsAnswer>()
  /** Of a new webhook, shown until the page is left. */
  const secret = signal<{ name: string; secret: string } | null>(null)
  const load = () => loaded.run(() => good(channels.$get()))
  const param = (id: number) => ({ param: { id: String(id) } })
  async function done(asked: Promise<unknown>): Promise<void> {
    await asked
    await load()
  }
  return {
    loaded,
    load,
    secret,
    form: createForm<ChannelDraft, NewChannel>({
      start: EMPTY,
      check: ({ isForSome, kinds, address, ...rest }) =>
        checkBy(newChannelSchema, { ...rest, address: address.trim(), kinds: isForSome ? kinds : null }),
      save: async (json) => {
        const made = await good(channels.$post({ json }))
        if (made.secret !== null) secret.value = { name: made.name, secret: made.secret }
        await load()
        return EMPTY
      },
    }),
    test: (id: number) => done(good(channels[':id'].test.$post(param(id)))),
    pause: (id: number, paused: boolean) => done(good(channels[':id'].$patch({ ...param(id), json: { paused } }))),
    remove: (id: number) => done(good(channels[':id'].$delete(param(id)))),
  }
}
export type ChannelsModel = ReturnType<typeof createChannels>
