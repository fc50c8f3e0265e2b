import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'

interface MoreProps {
  label: string
  /** Drawn while it is open: long tables cost nothing until then. */
  children: () => ComponentChildren
}

/** Something that is there for who asks for it. */
export function More({ label, children }: MoreProps) {
  const open = useSignal(false)
  return (
    <details
      class="gateway-details"
      onToggle={(event) => {
        open.value = event.currentTarget.open
      }}
    >
      <summary>{label}</summary>
      {open.value && children()}
    </details>
  )
}
