import { useDashboard, useText } from './context.ts'
import { Icon } from './icons.tsx'

/** Says plainly that the figures stand still, since when, and offers to try at once. */
export function LiveBanner() {
  const { live, city, format } = useDashboard()
  const text = useText()
  const asOf = city.asOf.value
  const broken = live.connection.value === 'broken' && asOf !== null
  return (
    // Always there, so that a screen reader hears what is put into it.
    <output class="banner-place">
      {broken && (
        <div class="banner" data-banner="stale">
          <Icon name="alert" size={18} />
          <p>
            <strong>{text.live.reconnecting}</strong> {text.live.figuresFrom(format.value.timeWithSeconds(asOf))}
          </p>
          <button type="button" class="button button-plain" onClick={live.retryNow}>
            <Icon name="retry" /> <span class="label-wide">{text.live.retryNow}</span>
          </button>
        </div>
      )}
    </output>
  )
}
