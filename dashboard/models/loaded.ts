import { type ReadonlySignal, signal } from '@preact/signals'
import { ApiError } from '../api.ts'

/** Something from the fleet: the newest good answer stays while a later request fails, with the problem beside it. */
export interface Loaded<T> {
  data: ReadonlySignal<T | null>
  problem: ReadonlySignal<ApiError | null>
  loading: ReadonlySignal<boolean>
  put(data: T | null): void
  /** Runs a request; of two at once only the later one counts. */
  run(request: (signal: AbortSignal) => Promise<T>): Promise<boolean>
  cancel(): void
}

export function createLoaded<T>(): Loaded<T> {
  const data = signal<T | null>(null)
  const problem = signal<ApiError | null>(null)
  const loading = signal(false)
  let current: AbortController | null = null
  return {
    data,
    problem,
    loading,
    put: (value) => {
      data.value = value
    },
    cancel: () => {
      current?.abort()
      current = null
      loading.value = false
    },
    run: async (request) => {
      current?.abort()
      const mine = new AbortController()
      current = mine
      loading.value = true
      try {
        const answer = await request(mine.signal)
        if (current !== mine) return false
        data.value = answer
        problem.value = null
        return true
      } catch (error) {
        if (current !== mine) return false
        problem.value = error instanceof ApiError ? error : new ApiError('internal', 0, String(error))
        return false
      } finally {
        if (current === mine) loading.value = false
      }
    },
  }
}
