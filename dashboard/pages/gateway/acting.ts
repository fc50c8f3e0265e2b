import { type ReadonlySignal, signal } from '@preact/signals'
import type { z } from 'zod'
import { ApiError } from '../../api.ts'

/** Something that an operator does: whether it is under way, and what kept it from being done. */
export interface Acting {
  saving: ReadonlySignal<boolean>
  refusal: ReadonlySignal<ApiError | null>
  /** null where it was refused; then `refusal` says why. */
  run<T>(work: () => Promise<T>): Promise<T | null>
}

export function createActing(): Acting {
  const saving = signal(false)
  const refusal = signal<ApiError | null>(null)
  return {
    saving,
    refusal,
    run: async (work) => {
      if (saving.peek()) return null
      saving.value = true
      refusal.value = null
      try {
        return await work()
      } catch (error) {
        refusal.value = error instanceof ApiError ? error : new ApiError('internal', 0, String(error))
        return null
      } finally {
        saving.value = false
      }
    },
  }
}

/** The fields that a schema of the contract refuses, by their names: the fleet would refuse the same. */
export function wrongFields(schema: z.ZodType, value: unknown): ReadonlySet<string> {
  const { error } = schema.safeParse(value)
  return new Set(error?.issues.map(({ path }) => String(path[0] ?? '')) ?? [])
}
