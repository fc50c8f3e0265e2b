import type { GatewayState } from '../../contract/api.ts'

/** Paths in a square of 16, to be stroked; a canvas draws them too. */
export const PATHS = {
  // States differ in shape as well as in colour.
  live: 'M3.5 8.5l3 3 6-7',
  late: 'M8 4.2V8l2.6 1.8',
  'back-filling': 'M8 12.5v-8M4.6 7.6L8 4.2l3.4 3.4',
  missing: 'M4.5 4.5l7 7M11.5 4.5l-7 7',
  'never-seen': 'M5 8h6',
  // Conditions too; the rest of them have the sign of the state of the same name.
  working: 'M3.5 8.5l3 3 6-7',
  problem: 'M8 3.4v5.4M8 12.2v.3',
  'clock-suspect': 'M5.6 6a2.4 2.4 0 1 1 3.5 2.2c-.8.4-1.1.9-1.1 1.7M8 12.6v.2',
  auto: 'M8 2.2a5.8 5.8 0 1 0 0 11.6zM8 2.2a5.8 5.8 0 0 1 0 11.6',
  light:
    'M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6M8 1v1.6M8 13.4V15M1 8h1.6M13.4 8H15M3 3l1.2 1.2M11.8 11.8L13 13M3 13l1.2-1.2M11.8 4.2L13 3',
  dark: 'M13.4 9.6A5.8 5.8 0 0 1 6.4 2.6a5.8 5.8 0 1 0 7 7z',
  exit: 'M9.5 11.5v1.7H3V2.8h6.5v1.7M6.5 8H14M11.4 5.2L14.2 8l-2.8 2.8',
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9M10.4 10.4l3.4 3.4',
  table: 'M2.5 3h11v10h-11zM2.5 6.5h11M2.5 9.8h11M6.5 6.5V13',
  lines: 'M2 11.5l4-5 3.5 3L14 4',
  stacked: 'M2 13.5V9l4-3 4 2 4-4v9.5zM2 11.5l4-2 4 1.5 4-3',
  alert: 'M8 2.2l6.2 11.2H1.8zM8 6.4v3.2M8 11.4v.4',
  retry: 'M13 8a5 5 0 1 1-1.6-3.7M13.2 2.4v2.8h-2.8',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  down: 'M3.5 6l4.5 4.5L12.5 6',
  check: 'M3 8.5l3.2 3.2L13 4.5',
  now: 'M1.5 8.5h3l2-5.5 3 10 2-4.5h3',
  map: 'M8 14s4.8-4.4 4.8-7.8a4.8 4.8 0 1 0-9.6 0C3.2 9.6 8 14 8 14zM8 4.6a1.7 1.7 0 1 0 0 3.4 1.7 1.7 0 0 0 0-3.4',
  bus: 'M3 2.5h10v9.5H3zM3 7.5h10M5 12v1.8M11 12v1.8M5.3 9.8h.2M10.5 9.8h.2',
  ticket: 'M2 3h12v8H8l-3.2 2.6V11H2zM5 6h6M5 8.3h4',
  report: 'M3.5 1.8h6l3 3v9.4h-9zM9.5 1.8v3h3M5.8 11.5V9.2M8 11.5V7.2M10.2 11.5V8.4',
  share: 'M8 9.5V2M5.2 4.6L8 1.8l2.8 2.8M4.8 6.8H3v7h10v-7h-1.8',
  print: 'M4.5 5.5V2h7v3.5M4.5 11.5h-2v-6h11v6h-2M4.5 9.5h7V14h-7z',
  code: 'M5.5 4.5L2 8l3.5 3.5M10.5 4.5L14 8l-3.5 3.5',
  settings: 'M2 4.5h6.5M11.5 4.5H14M2 11.5h2.5M7.5 11.5H14M10 3v3M6 10v3',
  parked: 'M5.5 13V3.5h3.2a2.7 2.7 0 0 1 0 5.4H5.5',
  calendar: 'M2.5 3.5h11v10h-11zM2.5 6.8h11M5.5 2v3M10.5 2v3',
  compare: 'M2 10.5l3.5-4 3 2.5L14 4M2 13.8h1.6M5.6 13.8h1.6M9.2 13.8h1.6M12.8 13.8H14',
  closer: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9M10.4 10.4l3.4 3.4M7 5v4M5 7h4',
  further: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9M10.4 10.4l3.4 3.4M5 7h4',
  download: 'M8 2.5v7.5M4.8 7L8 10.2 11.2 7M2.8 13.2h10.4',
  back: 'M9.5 3.5L5 8l4.5 4.5',
  fit: 'M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10',
  next: 'M6.5 3.5L11 8l-4.5 4.5',
} as const satisfies Record<GatewayState | string, string>

export type IconName = keyof typeof PATHS

/** A small drawing beside words; the words say it, so it is hidden from screen readers. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      class={`icon icon-${name}`}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      aria-hidden="true"
      focusable="false"
    >
      <path
        d={PATHS[name]}
        fill="none"
        stroke="currentColor"
        stroke-width="1.7"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  )
}

/** The name as a sign: a stop on a line, with the waves of WiFi above it. */
export function WordMark() {
  return (
    <span class="wordmark">
      <svg width="34" height="34" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
        <path
          d="M4 15.4a17 17 0 0 1 24 0M9 20.3a10 10 0 0 1 14 0"
          fill="none"
          stroke="#fff"
          stroke-width="3.2"
          stroke-linecap="round"
        />
        <path d="M2 26.5h28" stroke="#ffc72c" stroke-width="3.2" stroke-linecap="round" />
        <circle cx="16" cy="26.5" r="4" fill="#0e1b25" stroke="#ffc72c" stroke-width="2.6" />
      </svg>
      <span>abordo</span>
    </span>
  )
}
