import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

interface DialogProps {
  name: string
  title: string
  onClose: () => void
  children: (close: () => void) => ComponentChildren
}

/** A dialog of the browser's own: it keeps the focus, and gives it back. */
export function Dialog({ name, title, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog
      ref={dialog}
      class="confirm report-dialog"
      aria-labelledby={`${name}-title`}
      data-dialog={name}
      onClose={onClose}
    >
      <h3 id={`${name}-title`}>{title}</h3>
      {children(() => dialog.current?.close())}
    </dialog>
  )
}
