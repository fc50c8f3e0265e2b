import { signal } from '@preact/signals'
import { hc } from 'hono/client'
import type { z } from 'zod'
import { newUserSchema, type User } from '../../../../contract/access.ts'
import type { Role } from '../../../../contract/api.ts'
import type { UserApi } from '../../../../fleet-api/routes/users.ts'
import type { Dashboard } from '../../../models/dashboard.ts'
import { createLoaded } from '../../../models/loaded.ts'
import { good } from '../fleet.ts'
import { checkBy, createForm } from '../form/form.ts'

export interface InviteDraft {
  email: string
  role: Role
}

/** Who may sign in, and what admins do about it. What is done throws ApiError. */
export function createUsers({ call, origin }: Pick<Dashboard, 'call' | 'origin'>) {
  const { users } = hc<UserApi>(origin, { fetch: call }).api
  const list = createLoaded<User[]>()
  /** The link that is to be sent on, shown until the page is left. */
  const link = signal<{ email: string; url: string; expiresAt: string } | null>(null)
  const load = () => list.run(async () => (await good(users.$get())).users)
  async function done<T>(asked: Promise<T>): Promise<T> {
    const answer = await asked
    await load()
    return answer
  }
  const invite = createForm<InviteDraft, z.infer<typeof newUserSchema>>({
    start: { email: '', role: 'operator' },
    check: ({ email, role }) => checkBy(newUserSchema, { email: email.trim(), role }),
    save: async (json) => {
      const { user, passwordLink } = await done(good(users.$post({ json })))
      link.value = { email: user.email, ...passwordLink }
      return { email: '', role: 'operator' }
    },
  })
  return {
    list,
    load,
    link,
    invite,
    change: (id: string, json: { role?: Role; disabled?: boolean }) =>
      done(good(users[':id'].$patch({ param: { id }, json }))),
    remove: (id: string) => done(good(users[':id'].$delete({ param: { id } }))),
    endSecondStep: (id: string) => done(good(users[':id']['two-factor'].$delete({ param: { id } }))),
    makeLink: async ({ id, email }: User) => {
      const made = await done(good(users[':id']['password-link'].$post({ param: { id } })))
      link.value = { email, ...made }
    },
  }
}
export type UsersModel = ReturnType<typeof createUsers>
