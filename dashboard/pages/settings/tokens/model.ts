import { signal } from '@preact/signals'
import { hc } from 'hono/client'
import type { z } from 'zod'
import { type ApiToken, newTokenSchema, type Scope } from '../../../../contract/access.ts'
import type { Role } from '../../../../contract/api.ts'
import type { TokenApi } from '../../../../fleet-api/routes/tokens.ts'
import type { Dashboard } from '../../../models/dashboard.ts'
import { createLoaded } from '../../../models/loaded.ts'
import { good } from '../fleet.ts'
import { checkBy, createForm } from '../form/form.ts'

export interface TokenDraft {
  name: string
  role: Role
  scopes: readonly Scope[]
  days: string
}

const EMPTY: TokenDraft = { name: '', role: 'official', scopes: ['read'], days: '30' }

/** The keys of other programs. What is done throws ApiError. */
export function createTokens({ call, origin }: Pick<Dashboard, 'call' | 'origin'>) {
  const { tokens } = hc<TokenApi>(origin, { fetch: call }).api
  const list = createLoaded<ApiToken[]>()
  const made = signal<{ name: string; token: string } | null>(null)
  const load = () => list.run(async () => (await good(tokens.$get())).tokens)
  const form = createForm<TokenDraft, z.infer<typeof newTokenSchema>>({
    start: EMPTY,
    check: ({ days, ...rest }) => checkBy(newTokenSchema, { ...rest, days: days.trim() === '' ? null : Number(days) }),
    save: async (json) => {
      const { name, token } = await good(tokens.$post({ json }))
      made.value = { name, token }
      await load()
      return EMPTY
    },
  })
  return {
    list,
    load,
    made,
    form,
    revoke: async (id: string) => {
      await good(tokens[':id'].$delete({ param: { id } }))
      await load()
    },
  }
}
