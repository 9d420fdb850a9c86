import type { ReactNode } from 'react'
import { encode } from 'uqr'

/** A link as a QR code, drawn here: dark on light in both themes, as readers want it. */
export function QrCode({ text }: { readonly text: string }): ReactNode {
  const { data, size } = encode(text, { ecc: 'L', border: 4 })
  const path = data
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')))
    .join('')
  return (
    // A picture that is drawn has no file for an <img>.
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
    <svg aria-label="QR code of the link" role="img" viewBox={`0 0 ${size} ${size}`}>
      <path d={`M0 0h${size}v${size}h-${size}z`} fill="white" />
      <path d={path} fill="black" shapeRendering="crispEdges" />
    </svg>
  )
}
