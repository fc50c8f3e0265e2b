import { type ReadonlySignal, signal } from '@preact/signals'
import type { Me } from '../../contract/api.ts'
import { type Api, ApiError } from '../api.ts'

export type SessionState =
  | { kind: 'checking' }
  | { kind: 'signed-out' }
  | { kind: 'signed-in'; me: Me }
  | { kind: 'failed'; problem: ApiError }

export interface SessionModel {
  state: ReadonlySignal<SessionState>
  check(): Promise<void>
  /** Throws ApiError; the sign-in page says it in words. */
  signIn(email: string, password: string): Promise<'signed-in' | 'code-needed'>
  /** The second step. Throws ApiError. */
  confirm(code: string): Promise<void>
  signOut(): Promise<void>
  /** Called for any 401: the fleet no longer knows this session. */
  lost(): void
}

export function createSession(api: () => Api): SessionModel {
  const state = signal<SessionState>({ kind: 'checking' })
  const lost = () => {
    state.value = { kind: 'signed-out' }
  }
  async function check() {
    try {
      state.value = { kind: 'signed-in', me: await api().me() }
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      state.value = error.status === 401 ? { kind: 'signed-out' } : { kind: 'failed', problem: error }
    }
  }
  return {
    state,
    check,
    lost,
    signIn: async (email, password) => {
      if (await api().signIn(email, password)) return 'code-needed'
      await check()
      return 'signed-in'
    },
    confirm: async (code) => {
      await api().confirm(code)
      await check()
    },
    signOut: async () => {
      // Even where the fleet cannot be reached the reader asked to leave: their figures go from the screen.
      await api()
        .signOut()
        .catch(() => undefined)
      lost()
    },
  }
}
