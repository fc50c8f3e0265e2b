import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useRef } from 'preact/hooks'
import { ApiError } from '../../../api.ts'
import { useWords } from '../../../components/context.ts'
import { Refusal } from './refusal.tsx'
import { formWords } from './words.ts'

interface ConfirmProps {
  /** On the button that opens it. */
  label: string
  question: string
  /** On the button that does it. */
  act: string
  hook: string
  danger?: boolean
  /** Throws ApiError. */
  run: () => Promise<unknown>
  children?: ComponentChildren
}

/** A button for what cannot be taken back: asks first, in the browser's own dialog, and says when it was refused. */
export function Confirm({ label, question, act, hook, danger = true, run, children }: ConfirmProps) {
  const words = useWords(formWords)
  const dialog = useRef<HTMLDialogElement>(null)
  const refusal = useSignal<ApiError | null>(null)
  const busy = useSignal(false)
  const go = async () => {
    busy.value = true
    refusal.value = null
    try {
      await run()
      dialog.current?.close()
    } catch (error) {
      refusal.value = error instanceof ApiError ? error : new ApiError('internal', 0, String(error))
    } finally {
      busy.value = false
    }
  }
  const open = () => {
    refusal.value = null
    dialog.current?.showModal()
  }
  return (
    <>
      <button type="button" class={`button${danger ? ' button-danger' : ''}`} onClick={open} data-ask={hook}>
        {label}
      </button>
      <dialog ref={dialog} class="confirm" aria-labelledby={`ask-${hook}`}>
        <h3 id={`ask-${hook}`}>{question}</h3>
        {children}
        {refusal.value && <Refusal title={words.failed} problem={refusal.value} />}
        <div class="confirm-acts">
          <button type="button" class="button" onClick={() => dialog.current?.close()}>
            {words.cancel}
          </button>
          <button
            type="button"
            class={`button ${danger ? 'button-danger-main' : 'button-main'}`}
            disabled={busy.value}
            onClick={() => void go()}
            data-do={hook}
          >
            {act}
          </button>
        </div>
      </dialog>
    </>
  )
}
