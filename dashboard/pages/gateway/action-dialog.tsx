import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { useDashboard, useText, useWords } from '../../components/context.ts'
import { ProblemNote } from '../../components/problem.tsx'
import type { Acting } from './acting.ts'
import { words } from './words.ts'

interface DialogProps {
  title: string
  name: string
  onClose: () => void
  acting: Acting
  /** What the button says that does it; null: there is nothing (more) to do. */
  save: string | null
  /** True: it is done, and the dialog has nothing more to say. */
  onSave: () => Promise<boolean>
  isDangerous?: boolean
  /** It cannot be done yet. */
  isBlocked?: boolean
  /** Something was typed that would be lost. */
  isDirty?: boolean
  children: ComponentChildren
}

/** One thing to do, in a dialog of the browser's own: it keeps the focus, and gives it back. */
export function ActionDialog(props: DialogProps) {
  const {
    title,
    name,
    onClose,
    acting,
    save: saveText,
    onSave,
    isDangerous = false,
    isBlocked = false,
    isDirty = false,
  } = props
  const { address } = useDashboard()
  const leave = useText().leave
  const text = useWords(words).actions
  const dialog = useRef<HTMLDialogElement>(null)
  const dirty = useRef(isDirty)
  dirty.current = isDirty
  useEffect(() => {
    dialog.current?.showModal()
    return address.guard(() => dirty.current)
  }, [address])
  const close = () => {
    if (!dirty.current || window.confirm(leave)) dialog.current?.close()
  }
  const save = async () => {
    if (!(await onSave())) return
    dirty.current = false
    dialog.current?.close()
  }
  const saving = acting.saving.value
  return (
    <dialog
      ref={dialog}
      class="route-day action-dialog"
      aria-labelledby={`${name}-title`}
      data-dialog={name}
      onClose={onClose}
      onCancel={(event) => {
        event.preventDefault()
        close()
      }}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (!isBlocked && !saving) void save()
        }}
      >
        <h2 id={`${name}-title`}>{title}</h2>
        {props.children}
        {acting.refusal.value && (
          <ProblemNote title={text.failed} problem={acting.refusal.value} retry={() => void save()} />
        )}
        <div class="action-buttons">
          <button type="button" class="button" onClick={close} data-dialog-close>
            {saveText === null ? text.close : text.cancel}
          </button>
          {saveText !== null && (
            <button
              type="submit"
              class={isDangerous ? 'button button-main button-danger' : 'button button-main'}
              disabled={isBlocked || saving}
              data-dialog-save
            >
              {saving ? text.saving : saveText}
            </button>
          )}
        </div>
      </form>
    </dialog>
  )
}
