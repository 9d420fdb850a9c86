import type { ReactNode } from 'react'

/** Signs drawn on a 20 px grid with one stroke; each stands beside words or inside a named button. */
const paths = {
  plus: 'M10 4v12M4 10h12',
  menu: 'M3 6h14M3 10h14M3 14h14',
  send: 'M10 16V4M5 9l5-5 5 5',
  stop: 'M6 6h8v8H6z',
  copy: 'M8 8h8v8H8zM5 12H4V4h8v1',
  copyLines: 'M8 8h8v8H8zM5 12H4V4h8v1M10.5 10.7h3M10.5 13.3h3',
  check: 'M4 10.5l4 4 8-9',
  retry: 'M15.5 8A6 6 0 1 0 16 11M16 4v4h-4',
  edit: 'M4 16l.8-3.4L13 4.4l2.6 2.6-8.2 8.2zM11.5 6l2.6 2.6',
  trash: 'M4 6h12M8 6V4h4v2M6 6l.7 10h6.6L14 6M8.5 9v4.5M11.5 9v4.5',
  left: 'M12 5l-5 5 5 5',
  right: 'M8 5l5 5-5 5',
  close: 'M5 5l10 10M15 5L5 15',
  settings: 'M4 6h7M15 6h1M4 14h1M9 14h7M13 4v4M7 12v4',
  options: 'M6 4v4M6 12v4M10 4v1M10 9v7M14 4v6M14 14v2M4.2 10h3.6M8.2 7h3.6M12.2 12h3.6',
  prompt: 'M4 5l4 5-4 5M10 15h6',
  presets: 'M4 4h5v5H4zM11 4h5v5h-5zM4 11h5v5H4zM11 13.5h5M13.5 11v5',
  longer: 'M10 4a6 6 0 1 1-6 6M10 7v3l2.5 1.5M3.5 5.5h4M5.5 3.5v4',
  branch: 'M6 4v12M6 12c0-3 8-2 8-6M14 6l-2 2M14 6l2 2',
  share: 'M10 12V3.5M6.5 6.5L10 3l3.5 3.5M5 10H4v7h12v-7h-1',
  play: 'M6 4.5v11l9-5.5z',
  pause: 'M7 5v10M13 5v10',
  replay: 'M4.5 8A6 6 0 1 1 4 11M4 4v4h4M8.5 7.8v4.4l3.6-2.2z',
  chip: 'M6 6h8v8H6zM8 3v3M12 3v3M8 14v3M12 14v3M3 8h3M3 12h3M14 8h3M14 12h3',
  install: 'M10 3v9M6 8.5l4 4 4-4M4 16h12',
  keys: 'M3 5.5h14v9H3zM6 8.5h.2M9 8.5h.2M12 8.5h.2M14.5 8.5h.2M7 11.5h6',
  warning: 'M10 3.5L17.5 16h-15zM10 8v4M10 14v.2',
} as const

export type IconName = keyof typeof paths

export function Icon({ name }: { readonly name: IconName }): ReactNode {
  return (
    <svg
      aria-hidden="true"
      fill="none"
      height="20"
      stroke="currentColor"
      strokeLinecap="round"
      strokeLinejoin="round"
      strokeWidth="1.5"
      viewBox="0 0 20 20"
      width="20"
    >
      <path d={paths[name]} />
    </svg>
  )
}
