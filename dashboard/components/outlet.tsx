import { useSignal } from '@preact/signals'
import type { ComponentType } from 'preact'
import { useEffect } from 'preact/hooks'
import type { PAGE_LIST, PageProps } from '../pages.ts'
import { useDashboard, useText } from './context.ts'

interface OutletProps {
  page: (typeof PAGE_LIST)[number]
  parts: readonly string[]
}

/** A page, once its part of the program is here. One that does not come says so: on a bad line that happens. */
export function Outlet({ page, parts }: OutletProps) {
  const { isFirstPage } = useDashboard()
  const text = useText()
  const Page = useSignal<ComponentType<PageProps> | null>(null)
  const failed = useSignal(false)
  const load = () => {
    failed.value = false
    page.load().then(
      (loaded) => {
        Page.value = loaded.default
      },
      () => {
        failed.value = true
      },
    )
  }
  useEffect(() => {
    load()
    // A reader of another page hears what has changed; on the first one the browser says it.
    if (!isFirstPage()) document.getElementById('content')?.focus({ preventScroll: true })
  }, [])
  if (Page.value) return <Page.value parts={parts} />
  if (failed.value) {
    return (
      <section class="panel" role="alert">
        <h2>{text.pageFailed}</h2>
        <p>{text.pageFailedHint}</p>
        <button type="button" class="button" onClick={load}>
          {text.again}
        </button>
      </section>
    )
  }
  return (
    <section class="panel" aria-busy="true">
      <span class="bone bone-list" />
    </section>
  )
}
