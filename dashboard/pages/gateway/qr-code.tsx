import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'

/** Quiet modules around a code, by its standard. */
const QUIET = 4

/** A QR code as one path, dark on light in every theme: readers need it so. Its program comes when a code is shown. */
export function QrCode({ content, label }: { content: string; label: string }) {
  const drawn = useSignal<{ size: number; path: string } | null>(null)
  useEffect(() => {
    let over = false
    void import('uqr').then(({ encode }) => {
      if (over) return
      const { data, size } = encode(content, { ecc: 'M', border: QUIET })
      drawn.value = { size, path: pathOf(data) }
    })
    return () => {
      over = true
    }
  }, [content])
  const size = drawn.value?.size ?? 1
  return (
    <svg
      class="qr-code"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      data-qr={drawn.value ? size : ''}
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={drawn.value?.path ?? ''} fill="#000" shape-rendering="crispEdges" />
    </svg>
  )
}

const pathOf = (rows: boolean[][]) =>
  rows.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : []))).join('')
