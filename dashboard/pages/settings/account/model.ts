import { signal } from '@preact/signals'
import { z } from 'zod'
import { passwordChangeSchema } from '../../../../contract/access.ts'
import type { Dashboard } from '../../../models/dashboard.ts'
import { checkBy, createForm } from '../form/form.ts'

const begunSchema = z.object({ totpURI: z.string(), backupCodes: z.array(z.string()) })
const codesSchema = z.object({ backupCodes: z.array(z.string()) })
const passwordSchema = z.object({ password: z.string().min(1) })
const codeSchema = z.object({ code: z.string().regex(/^\d{6}$/) })

interface PasswordDraft {
  currentPassword: string
  newPassword: string
}

/** One's own password and second step. These are better-auth's addresses, which no typed client knows. */
export function createAccount({ call, session }: Pick<Dashboard, 'call' | 'session'>) {
  const backupCodes = signal<readonly string[] | null>(null)
  /** What the phone is to be told, from its beginning until the first code is right. */
  const begun = signal<z.infer<typeof begunSchema> | null>(null)
  const ask = async (path: string, body: object): Promise<unknown> => {
    const headers = { 'content-type': 'application/json' }
    return (await call(`/api/auth/${path}`, { method: 'POST', headers, body: JSON.stringify(body) })).json()
  }
  const byPassword = (run: (body: { password: string }) => Promise<void>) =>
    createForm({
      start: { password: '' },
      check: (draft) => checkBy(passwordSchema, draft),
      save: async (body) => {
        await run(body)
        return { password: '' }
      },
    })
  return {
    begun,
    backupCodes,
    password: createForm<PasswordDraft, PasswordDraft>({
      start: { currentPassword: '', newPassword: '' },
      check: (draft) => checkBy(passwordChangeSchema, draft),
      save: async (body) => {
        await ask('change-password', body)
        return { currentPassword: '', newPassword: '' }
      },
    }),
    begin: byPassword(async (body) => {
      begun.value = begunSchema.parse(await ask('two-factor/enable', body))
    }),
    confirm: createForm({
      start: { code: '' },
      check: ({ code }) => checkBy(codeSchema, { code: code.replaceAll(/\s/g, '') }),
      save: async (body) => {
        await ask('two-factor/verify-totp', body)
        backupCodes.value = begun.value?.backupCodes ?? null
        begun.value = null
        await session.check()
        return { code: '' }
      },
    }),
    newCodes: byPassword(async (body) => {
      backupCodes.value = codesSchema.parse(await ask('two-factor/generate-backup-codes', body)).backupCodes
    }),
    end: byPassword(async (body) => {
      await ask('two-factor/disable', body)
      backupCodes.value = null
      await session.check()
    }),
    signOutEverywhere: async () => {
      await ask('revoke-sessions', {})
      await session.check()
    },
  }
}
export type AccountModel = ReturnType<typeof createAccount>
