import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { z } from 'zod'
import { ApiError } from '../../../api.ts'

/** What a schema finds wrong: where, and what, for words in the reader's language. */
export interface Issue {
  /** Names and places in lists, joined by points. */
  path: string
  code: string
  /** What the schema is of, or looks for: number, string, array, email, url … */
  kind: string
  limit: number | null
}

export type Checked<Value> = { value: Value; issues: readonly Issue[] } | { value: null; issues: readonly Issue[] }

/** Judges by the same schema as the fleet does. */
export function checkBy<Value>(schema: z.ZodType<Value>, given: unknown): Checked<Value> {
  const parsed = schema.safeParse(given)
  return parsed.success ? { value: parsed.data, issues: [] } : { value: null, issues: parsed.error.issues.map(issueOf) }
}

function issueOf(issue: z.core.$ZodIssue): Issue {
  const told = issue as { origin?: string; format?: string; expected?: string; minimum?: unknown; maximum?: unknown }
  const limit = told.minimum ?? told.maximum
  return {
    path: issue.path.map(String).join('.'),
    code: issue.code,
    kind: told.format ?? told.origin ?? told.expected ?? '',
    limit: typeof limit === 'number' ? limit : null,
  }
}

export interface Form<Draft> {
  draft: Signal<Draft>
  isDirty: ReadonlySignal<boolean>
  state: ReadonlySignal<'idle' | 'saving' | 'saved'>
  refusal: ReadonlySignal<ApiError | null>
  set(change: Partial<Draft>): void
  /** What is wrong at a path and below it, once the reader has left the field or has tried to save. */
  issuesAt(path: string): readonly Issue[]
  /** The reader has left a field. */
  left(path: string): void
  /** True: it is saved. */
  submit(): Promise<boolean>
  /** Back to what is saved; given: what is saved now. */
  reset(saved?: Draft): void
}

interface FormOptions<Draft, Value> {
  start: Draft
  check: (draft: Draft) => Checked<Value>
  /** Sends it; returns what the form shows from then on. Throws ApiError. */
  save: (value: Value, draft: Draft) => Promise<Draft>
}

/** A form over a copy of what is saved: nothing that was typed is lost by a refusal. */
export function createForm<Draft extends object, Value>({
  start,
  check,
  save,
}: FormOptions<Draft, Value>): Form<Draft> {
  const draft = signal(start)
  const saved = signal(start)
  const visited = signal<ReadonlySet<string> | 'all'>(new Set())
  const state = signal<'idle' | 'saving' | 'saved'>('idle')
  const refusal = signal<ApiError | null>(null)
  const checked = computed(() => check(draft.value))
  const isShown = (path: string) => visited.value === 'all' || visited.value.has(path)

  function reset(now: Draft = saved.value): void {
    saved.value = now
    draft.value = now
    visited.value = new Set()
    refusal.value = null
  }

  return {
    draft,
    isDirty: computed(() => JSON.stringify(draft.value) !== JSON.stringify(saved.value)),
    state,
    refusal,
    set: (change) => {
      draft.value = { ...draft.value, ...change }
      if (state.value === 'saved') state.value = 'idle'
    },
    issuesAt: (path) =>
      isShown(path) ? checked.value.issues.filter((one) => one.path === path || one.path.startsWith(`${path}.`)) : [],
    left: (path) => {
      if (visited.value !== 'all') visited.value = new Set([...visited.value, path])
    },
    submit: async () => {
      const { value } = checked.value
      if (value === null) {
        visited.value = 'all'
        return false
      }
      state.value = 'saving'
      refusal.value = null
      try {
        reset(await save(value, draft.value))
        state.value = 'saved'
        return true
      } catch (error) {
        refusal.value = error instanceof ApiError ? error : new ApiError('internal', 0, String(error))
        state.value = 'idle'
        return false
      }
    },
    reset: (now) => {
      state.value = 'idle'
      reset(now)
    },
  }
}
