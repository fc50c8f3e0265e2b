import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { Copy } from './copy.tsx'

interface OnceProps {
  title: string
  note: string
  text: string
  hook: string
  children?: ComponentChildren
}

/** Something that is shown once: it takes the focus, so that nobody passes by it. */
export function Once({ title, note, text, hook, children }: OnceProps) {
  const element = useRef<HTMLElement>(null)
  useEffect(() => element.current?.focus(), [text])
  return (
    <section ref={element} class="once" tabIndex={-1} aria-label={title} data-once={hook}>
      <h3>{title}</h3>
      <p class="muted">{note}</p>
      <Copy text={text} hook={hook} />
      {children}
    </section>
  )
}
